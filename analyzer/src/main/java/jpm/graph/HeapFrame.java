package jpm.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A frame of a thread's stack.
 *
 * @param className as {@link HeapClass#name()}
 * @param signature the method's descriptor
 * @param line above 0 a line; 0 none, -1 unknown, -2 compiled, -3 native
 * @param roots what the frame referred to; which variable did is not known
 */
public record HeapFrame(
        String className,
        String methodName,
        String signature,
        @Nullable String sourceFile,
        int line,
        List<GcRoot> roots) {
    private static final int NATIVE = -3;

    public boolean isNative() {
        return line == NATIVE;
    }
}
