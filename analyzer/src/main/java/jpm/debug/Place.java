package jpm.debug;

import java.util.List;

/**
 * A place in a dump: a frame of a stack of a thread.
 *
 * @param frames of the stack, innermost first; may be empty
 */
record Place(DebugThread thread, DebugStack stack, List<DebugFrame> frames, int frameIndex) {
    /** Where one begins to read a stack: where an exception comes from the JDK's own code, the frame that called into it says more. */
    static Place in(DebugThread thread, DebugStack stack) {
        List<DebugFrame> frames = stack.frames();
        int index = frames.stream()
                .filter(frame ->
                        frame.whyNoLocals() == null && !frame.className().isEmpty())
                .findFirst()
                .map(DebugFrame::index)
                .orElse(0);
        return new Place(thread, stack, frames, index);
    }

    /** Another frame of the stack; {@link IllegalArgumentException} when there is none of that index. */
    Place atFrame(int index) {
        if (index < 0 || index >= frames.size()) {
            throw new IllegalArgumentException("no frame " + index);
        }
        return new Place(thread, stack, frames, index);
    }

    boolean hasFrame() {
        return !frames.isEmpty();
    }

    /** The frame; {@link IllegalStateException} when the stack is empty. */
    DebugFrame frame() {
        if (frames.isEmpty()) {
            throw new IllegalStateException("no frame");
        }
        return frames.get(frameIndex);
    }

    /** The variables of the frame; none when the stack is empty. */
    List<Local> locals() {
        return frames.isEmpty() ? List.of() : stack.locals(frame().index());
    }
}
