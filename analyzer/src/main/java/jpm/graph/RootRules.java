package jpm.graph;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import jpm.hprof.RootKind;

/**
 * What counts as alive by itself. As in Eclipse MAT: what a frame of a known thread refers to is alive because of the thread, not by itself; and all
 * classes of the boot loader are alive, whether the dump says so or not.
 */
final class RootRules {
    private final Heap heap;
    private final Map<Integer, Long> threadIds = new HashMap<>();

    RootRules(Heap heap) {
        this.heap = heap;
        RootTable roots = heap.rootTable();
        for (int i = 0; i < roots.size(); i++) {
            if (roots.kind(i) == RootKind.THREAD_OBJECT) {
                threadIds.putIfAbsent(roots.threadSerial(i), roots.id(i));
            }
        }
    }

    /** The indexes of all objects that are alive by themselves, each once, in the dump's order. */
    int[] rootIndexes() {
        RootTable roots = heap.rootTable();
        LongStream own = IntStream.range(0, roots.size())
                .filter(i -> roots.kind(i) != RootKind.UNREACHABLE && !isLocalOfThread(i))
                .mapToLong(roots::id);
        LongStream bootClasses = heap.classTable().classes().stream()
                .filter(RootRules::isOfBootLoader)
                .mapToLong(DumpedClass::id);
        return LongStream.concat(own, bootClasses)
                .map(heap.objects()::indexOf)
                .filter(index -> index >= 0)
                .distinct()
                .mapToInt(index -> (int) index)
                .toArray();
    }

    static boolean isOfBootLoader(DumpedClass c) {
        return c.recordAt() >= 0 && c.dump().loaderId() == 0;
    }

    private boolean isLocalOfThread(int root) {
        RootTable roots = heap.rootTable();
        return roots.kind(root) != RootKind.THREAD_OBJECT && threadIds.containsKey(roots.threadSerial(root));
    }

    /** What the frames of threads refer to, by the threads' addresses. */
    Map<Long, long[]> localsOfThreads() {
        Map<Long, LongStream.Builder> locals = new LinkedHashMap<>();
        RootTable roots = heap.rootTable();
        for (int i = 0; i < roots.size(); i++) {
            if (isLocalOfThread(i)) {
                locals.computeIfAbsent(threadIds.get(roots.threadSerial(i)), id -> LongStream.builder())
                        .add(roots.id(i));
            }
        }
        Map<Long, long[]> ids = new LinkedHashMap<>();
        locals.forEach(
                (thread, builder) -> ids.put(thread, builder.build().distinct().toArray()));
        return ids;
    }
}
