package jpm.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jpm.analysis.RootPaths;
import jpm.analysis.RootPaths.MergedPath;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapGraph;
import jpm.graph.HeapInstance;
import jpm.io.ByteCount;
import jpm.value.Value;
import jpm.verdict.HeapHolders.Held;
import org.jspecify.annotations.Nullable;

/** The direct buffers of a heap that have memory of their own: how much, and who holds most of them. */
final class DirectBuffers {
    private static final String BUFFER = "java.nio.DirectByteBuffer";

    private final Heap heap;
    private long count;
    private long bytes;
    private final @Nullable Held holder;

    DirectBuffers(Heap heap, HeapHolders holders) {
        this.heap = heap;
        List<HeapClass> classes = heap.findClasses(BUFFER);
        classes.forEach(this::add);
        List<MergedPath> paths = count == 0
                ? List.of()
                : new RootPaths(heap, false).toInstancesOf(classes).paths();
        holder = paths.isEmpty() ? null : holders.of(List.of(paths.get(0).example()));
    }

    private void add(HeapClass of) {
        HeapGraph graph = heap.graph();
        for (int index = 0; index < heap.objectCount(); index++) {
            if (graph.classNumber(index) == of.number() && heap.objectAt(index) instanceof HeapInstance buffer) {
                if (ownsMemory(buffer) && buffer.field("capacity") instanceof Value.Primitive capacity) {
                    count++;
                    bytes += capacity.bits();
                }
            }
        }
    }

    /** Neither a view of another buffer nor memory that native code or a mapped file brought, which no limit counts. */
    private static boolean ownsMemory(HeapInstance buffer) {
        return buffer.field("cleaner") instanceof Value.Reference && !(buffer.field("fd") instanceof Value.Reference);
    }

    List<Evidence> evidence() {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.known(summary()));
        if (holder != null) {
            evidence.add(Evidence.known("most of them are kept alive by " + holder.holder()));
        }
        return evidence;
    }

    private String summary() {
        return String.format(Locale.ROOT, "%,d direct buffers in the heap dump have %s", count, ByteCount.text(bytes));
    }

    @Nullable
    String clause() {
        return holder == null ? null : summary() + ", most of them kept alive by " + holder.holder();
    }
}
