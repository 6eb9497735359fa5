package jpm.debug;

import java.util.ArrayList;
import java.util.List;
import jpm.graph.GcRoot;
import jpm.graph.Heap;
import jpm.graph.HeapFrame;
import jpm.graph.HeapObject;
import jpm.value.Value;

/**
 * A thread's stack as any heap dump has it: frames, and the references that each frame held, without names, primitives or nulls (records
 * {@code STACK TRACE} and {@code ROOT JAVA FRAME}).
 */
final class RootStack implements DebugStack {
    private static final String ONLY_ROOTS =
            "a heap dump keeps a running frame's references, without names and primitives";

    private final Heap heap;
    private final List<HeapFrame> heapFrames;
    private final List<DebugFrame> frames = new ArrayList<>();

    RootStack(Heap heap, List<HeapFrame> heapFrames) {
        this.heap = heap;
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
        List<Local> locals = new ArrayList<>();
        for (GcRoot root : heapFrames.get(frameIndex).roots()) {
            HeapObject object = heap.findObject(root.objectId());
            String type = object == null ? "?" : object.heapClass().name();
            locals.add(new Local(
                    "root" + locals.size(),
                    type,
                    Local.Kind.LOCAL,
                    new Value.Reference(root.objectId()),
                    Provenance.ROOT));
        }
        return locals;
    }
}
