package jpm.jdwp;

import java.util.List;
import jpm.debug.DebugFrame;
import jpm.debug.DebugStack;
import jpm.debug.DebugThread;

/**
 * A thread with its stack.
 *
 * @param id its object's address, or an id of its own where the dump has no object
 */
record ThreadMirror(long id, DebugThread thread, DebugStack stack) {
    private static final int FRAME_BITS = 32;

    List<DebugFrame> frames() {
        return stack.frames();
    }

    /** The id of the thread's frame of that index. */
    long frameId(int index) {
        return (long) thread.number() << FRAME_BITS | index + 1;
    }

    static int threadNumber(long frameId) {
        return (int) (frameId >>> FRAME_BITS);
    }

    static int frameIndex(long frameId) {
        return (int) frameId - 1;
    }
}
