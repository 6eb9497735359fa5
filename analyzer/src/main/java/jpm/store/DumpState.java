package jpm.store;

import java.util.Locale;

/** What is left of a dump on disk; {@link #label()} is the word shown to users. */
public enum DumpState {
    /** The heap is there, whole. */
    PRESENT,
    /** No heap was wanted, or none could be written. */
    NONE,
    /** A heap was written and is gone. */
    MISSING,
    /** The heap is shorter than it was written. */
    TRUNCATED,
    /** The dump is being written, or its writer died. */
    INCOMPLETE,
    /** The folder or its metadata cannot be read. */
    INACCESSIBLE;

    private final String label = name().toLowerCase(Locale.ROOT);

    public String label() {
        return label;
    }
}
