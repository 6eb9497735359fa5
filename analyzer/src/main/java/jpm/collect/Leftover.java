package jpm.collect;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that a dead JVM left, and that becomes a dump of the store. */
interface Leftover {
    /** Where it lies. */
    Path path();

    /** When its JVM died. */
    Instant time();

    /** The JVM's process, or 0 where nothing tells. */
    long pid();

    /** What sets it apart from all others, whatever it is called and wherever it lies: at least six lower-case hex digits. */
    String fingerprint();

    /** What it is of, for a person: {@code SIGSEGV in libc.so.6}. */
    String description();

    /**
     * Makes the dump's files.
     *
     * @param folder empty
     * @param id the dump's id
     */
    void writeTo(Path folder, String id) throws IOException;

    /** The whole dump that this already is, written by an agent; null for what has to be made one. */
    default @Nullable String knownId() {
        return null;
    }
}
