package jpm.agent.start;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The agent's few lines for the user, written past {@code System.err}, which may be the program's own stream. */
public final class Stderr {
    private Stderr() {}

    /** Writes {@code jpm: text} and a line end in one piece. */
    public static void line(String text) {
        write("jpm: ".concat(text).concat("\n"));
    }

    /** Does all of it but write anything, so that it needs no memory for classes later. */
    public static void rehearse() {
        write("");
    }

    private static void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        // Not closed: the descriptor is the program's.
        @SuppressWarnings("resource")
        FileOutputStream stderr = new FileOutputStream(FileDescriptor.err);
        try {
            stderr.write(bytes);
        } catch (IOException e) {
            Faults.swallow(e);
        }
    }
}
