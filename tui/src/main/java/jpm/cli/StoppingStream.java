package jpm.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Writes to a PrintStream and fails as soon as that has failed, so that nothing is copied into a closed pipe. */
final class StoppingStream extends OutputStream {
    private final PrintStream out;

    StoppingStream(PrintStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        if (out.checkError()) {
            throw new IOException("Pipe closed");
        }
    }
}
