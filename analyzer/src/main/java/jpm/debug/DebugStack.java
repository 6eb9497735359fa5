package jpm.debug;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stack with the variables of its frames, read when asked for. */
public interface DebugStack {
    /** The frames, innermost first; their indexes are their places in this list. */
    List<DebugFrame> frames();

    /** What is known of the place in the code where the frame of that index stands. */
    default CodePlace place(int frameIndex) {
        return CodePlace.UNKNOWN;
    }

    /** Why the variables of the frame of that index are not all known, a clause, or null when they are; more precise than what the frame itself says. */
    default @Nullable String whyNoLocals(int frameIndex) {
        return frames().get(frameIndex).whyNoLocals();
    }

    /** The variables of the frame of that index: {@code this}, arguments, then locals. */
    List<Local> locals(int frameIndex);
}
