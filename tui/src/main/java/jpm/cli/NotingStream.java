package jpm.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Prints to another stream, and knows whether anything was printed. */
final class NotingStream extends PrintStream {
    private volatile boolean isUsed;

    NotingStream(PrintStream to) {
        super(to, false, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int b) {
        isUsed = true;
        super.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        isUsed |= length > 0;
        super.write(bytes, offset, length);
    }

    boolean isUsed() {
        return isUsed;
    }
}
