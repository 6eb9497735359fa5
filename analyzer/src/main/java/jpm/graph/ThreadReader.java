package jpm.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.hprof.HprofFile;
import jpm.hprof.LoadedClass;
import jpm.hprof.RootKind;
import jpm.hprof.StackFrame;
import jpm.hprof.StackTrace;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Joins thread roots, stack traces and frame roots to threads. */
final class ThreadReader {
    private static final int MAX_NAME_CHARS = 1000;

    private final Heap heap;
    private final HprofFile file;
    private final Map<Integer, StackTrace> traces = new HashMap<>();
    private final Map<Integer, String> classNames = new HashMap<>();
    private final Map<Integer, Map<Integer, List<GcRoot>>> rootsOfFrames = new HashMap<>();

    ThreadReader(Heap heap, HprofFile file) {
        this.heap = heap;
        this.file = file;
        file.traces().forEach(trace -> traces.put(trace.serial(), trace));
        for (LoadedClass loaded : file.loadedClasses()) {
            classNames.put(loaded.serial(), ClassNames.fromInternal(heap.symbol(loaded.nameId())));
        }
        for (GcRoot root : heap.roots()) {
            if (root.kind() != RootKind.THREAD_OBJECT && root.threadSerial() != 0) {
                rootsOfFrames
                        .computeIfAbsent(root.threadSerial(), serial -> new HashMap<>())
                        .computeIfAbsent(root.frameNumber(), number -> new ArrayList<>())
                        .add(root);
            }
        }
    }

    List<HeapThread> threads() {
        List<GcRoot> roots = heap.roots().stream()
                .filter(root -> root.kind() == RootKind.THREAD_OBJECT)
                .toList();
        List<@Nullable StackTrace> stacks = new ArrayList<>();
        roots.forEach(root -> stacks.add(traces.get(root.frameNumber())));
        if (stacks.stream().noneMatch(ThreadReader::hasFrames)) {
            List<String> names =
                    roots.stream().map(root -> name(root.objectId())).toList();
            List<StackTrace> unnamed = file.traces().stream()
                    .filter(trace -> trace.threadSerial() != 0)
                    .toList();
            stacks.clear();
            stacks.addAll(UnnamedStacks.assign(unnamed, names));
        }
        List<HeapThread> threads = new ArrayList<>();
        for (int i = 0; i < roots.size(); i++) {
            threads.add(thread(roots.get(i), stacks.get(i)));
        }
        return List.copyOf(threads);
    }

    private static boolean hasFrames(@Nullable StackTrace trace) {
        return trace != null && trace.frameIds().length > 0;
    }

    private HeapThread thread(GcRoot root, @Nullable StackTrace trace) {
        Map<Integer, List<GcRoot>> roots = rootsOfFrames.getOrDefault(root.threadSerial(), Map.of());
        List<HeapFrame> frames = new ArrayList<>();
        if (trace != null) {
            for (long frameId : trace.frameIds()) {
                frames.add(
                        frame(file.frames().get(frameId), List.copyOf(roots.getOrDefault(frames.size(), List.of()))));
            }
        }
        List<GcRoot> others = new ArrayList<>();
        roots.forEach((number, list) -> {
            if (number < 0 || number >= frames.size()) {
                others.addAll(list);
            }
        });
        return new HeapThread(root.threadSerial(), root.objectId(), name(root.objectId()), List.copyOf(frames), others);
    }

    private HeapFrame frame(@Nullable StackFrame frame, List<GcRoot> roots) {
        if (frame == null) {
            return new HeapFrame("?", "?", "", null, 0, roots);
        }
        String file = frame.sourceFileId() == 0 ? null : heap.symbol(frame.sourceFileId());
        return new HeapFrame(
                classNames.getOrDefault(frame.classSerial(), "?"),
                heap.symbol(frame.methodNameId()),
                heap.symbol(frame.signatureId()),
                file,
                frame.line(),
                roots);
    }

    private String name(long threadId) {
        if (!(heap.findObject(threadId) instanceof HeapInstance thread)) {
            return "";
        }
        HeapObject name = thread.referenced("java.lang.Thread", "name");
        if (name instanceof HeapInstance string) {
            String text = string.asString(MAX_NAME_CHARS);
            return text == null ? "" : text;
        }
        return name instanceof HeapPrimitiveArray chars ? charsOf(chars) : "";
    }

    /** Up to JDK 7 a thread's name was a {@code char[]}. */
    private static String charsOf(HeapPrimitiveArray chars) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(chars.length(), MAX_NAME_CHARS); i++) {
            text.append((char) ((Value.Primitive) chars.element(i)).bits());
        }
        return text.toString();
    }
}
