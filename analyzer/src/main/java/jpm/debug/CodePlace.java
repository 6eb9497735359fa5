package jpm.debug;

import org.jspecify.annotations.Nullable;

/**
 * A place in a method's bytecode, as far as it is known.
 *
 * @param descriptor the method's, or null
 * @param firstBci the first bytecode index that it can be, -1 when nothing is known of it
 * @param lastBci the last
 */
public record CodePlace(@Nullable String descriptor, int firstBci, int lastBci) {
    static final CodePlace UNKNOWN = new CodePlace(null, -1, -1);

    /** Whether a bytecode index can be the frame's. */
    public boolean mayBe(int bci) {
        return firstBci < 0 || firstBci <= bci && bci <= lastBci;
    }
}
