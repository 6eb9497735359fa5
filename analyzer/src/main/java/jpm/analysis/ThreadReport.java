package jpm.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.graph.Coverage;
import jpm.graph.Heap;
import jpm.graph.HeapFrame;
import jpm.graph.HeapInstance;
import jpm.graph.HeapObject;
import jpm.graph.HeapThread;
import jpm.graph.ThreadStates;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a dump.
 *
 * @param threads in the dump's order
 */
public record ThreadReport(List<DumpedThread> threads, Coverage coverage) {
    private static final String MISSING = "(object missing in the dump)";

    public static ThreadReport of(Heap heap) {
        Map<List<Place>, Integer> stacks = new HashMap<>();
        List<DumpedThread> threads = new ArrayList<>();
        for (HeapThread thread : heap.threads()) {
            List<Place> stack = thread.frames().stream().map(Place::of).toList();
            int number = stacks.computeIfAbsent(stack, s -> stacks.size() + 1);
            threads.add(dumped(thread, heap.findObject(thread.id()), number));
        }
        return new ThreadReport(List.copyOf(threads), heap.coverage());
    }

    private static DumpedThread dumped(HeapThread thread, @Nullable HeapObject object, int stackNumber) {
        if (!(object instanceof HeapInstance instance)) {
            return new DumpedThread(thread, MISSING, -1, null, false, false, stackNumber);
        }
        return new DumpedThread(
                thread,
                instance.heapClass().name(),
                ThreadStates.javaId(instance),
                ThreadStates.state(instance),
                ThreadStates.isDaemon(instance),
                ThreadStates.isVirtual(instance),
                stackNumber);
    }

    /** Threads with the same stack together, in the order of each group's first thread. */
    public List<List<DumpedThread>> groups() {
        List<List<DumpedThread>> groups = new ArrayList<>();
        for (DumpedThread thread : threads) {
            if (thread.stackNumber() > groups.size()) {
                groups.add(new ArrayList<>());
            }
            groups.get(thread.stackNumber() - 1).add(thread);
        }
        return groups;
    }

    /** What makes two frames the same: all but what they refer to. */
    private record Place(
            String className,
            String methodName,
            String signature,
            @Nullable String sourceFile,
            int line) {
        static Place of(HeapFrame frame) {
            return new Place(
                    frame.className(), frame.methodName(), frame.signature(), frame.sourceFile(), frame.line());
        }
    }
}
