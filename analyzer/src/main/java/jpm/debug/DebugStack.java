package jpm.debug;

import java.util.List;

/** A stack with the variables of its frames, read when asked for. */
public interface DebugStack {
    /** The frames, innermost first; their indexes are their places in this list. */
    List<DebugFrame> frames();

    /** What is known of the place in the code where the frame of that index stands. */
    default CodePlace place(int frameIndex) {
        return CodePlace.UNKNOWN;
    }

    /** The variables of the frame of that index: {@code this}, arguments, then locals. */
    List<Local> locals(int frameIndex);
}
