package jpm.debug;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.graph.HeapFrame;

/**
 * A thread's stack as any heap dump has it: frames, and the references that each frame held, without names, primitives or nulls (records
 * {@code STACK TRACE} and {@code ROOT JAVA FRAME}). Names are found when a frame is asked for its variables.
 */
final class RootStack implements DebugStack {
    private static final String ONLY_ROOTS =
            "a heap dump keeps a running frame's references, without names and primitives";

    private final FrameNames names;
    private final List<HeapFrame> heapFrames;
    private final Map<Integer, FrameVariables> variables = new HashMap<>();
    private final List<DebugFrame> frames = new ArrayList<>();

    RootStack(FrameNames names, List<HeapFrame> heapFrames) {
        this.names = names;
        this.heapFrames = heapFrames;
        for (HeapFrame frame : heapFrames) {
            int line = frame.isNative() ? DebugFrame.NATIVE_LINE : Math.max(0, frame.line());
            frames.add(new DebugFrame(
                    frames.size(), frame.className(), frame.methodName(), frame.sourceFile(), line, line, ONLY_ROOTS));
        }
    }

    @Override
    public List<DebugFrame> frames() {
        return List.copyOf(frames);
    }

    @Override
    public CodePlace place(int frameIndex) {
        String descriptor = heapFrames.get(frameIndex).signature();
        return descriptor.isEmpty() ? CodePlace.UNKNOWN : new CodePlace(descriptor, -1, -1);
    }

    @Override
    public List<Local> locals(int frameIndex) {
        return variables(frameIndex).locals();
    }

    @Override
    public String whyNoLocals(int frameIndex) {
        return variables(frameIndex).why();
    }

    private FrameVariables variables(int frameIndex) {
        HeapFrame callee = frameIndex == 0 ? null : heapFrames.get(frameIndex - 1);
        return variables.computeIfAbsent(frameIndex, index -> names.of(heapFrames.get(index), callee));
    }
}
