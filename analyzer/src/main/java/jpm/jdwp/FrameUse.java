package jpm.jdwp;

import java.util.List;
import jpm.debug.CodePlace;
import jpm.debug.DebugFrame;
import jpm.debug.Local;

/** A frame as the dump has it, before its place in the code is found. */
record FrameUse(ThreadMirror thread, DebugFrame frame) {
    CodePlace place() {
        return thread.stack().place(frame.index());
    }

    /** Whether a method can be the frame's, as far as names tell. */
    boolean mayBeIn(String methodName, String descriptor) {
        String known = place().descriptor();
        return frame.methodName().equals(methodName) && (known == null || known.equals(descriptor));
    }

    /** Whether the frame's variables are known, and {@code this} is none of them. */
    boolean knowsNoThis() {
        return frame.whyNoLocals() == null && locals().stream().noneMatch(local -> local.kind() == Local.Kind.THIS);
    }

    List<Local> locals() {
        return thread.stack().locals(frame.index());
    }

    boolean hasLine() {
        return frame.firstLine() > 0;
    }
}
