package jpm.bench.heap;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import jpm.analysis.Histogram;
import jpm.graph.Heap;
import jpm.graph.HeapOptions;
import jpm.graph.HeapThread;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.JavaClass;
import shark.HeapObject;
import shark.HprofHeapGraph;
import shark.HprofRecordTag;

/** One piece of work by one tool, in a process of its own. Arguments: the work's name, the dump, a directory for indexes. */
public final class HeapTool {
    /** The dump and where indexes go. */
    record Input(Path dump, Path indexes) {
        HeapOptions kept() {
            return HeapOptions.defaults().withCacheDirectory(indexes);
        }
    }

    static final Map<String, ToLongFunction<Input>> WORK = new TreeMap<>(Map.of(
            "histogram jpm", HeapTool::histogram,
            "histogram netbeans", HeapTool::netBeans,
            "histogram shark", HeapTool::shark,
            "index jpm", in -> graph(in.dump, in.kept()),
            "open jpm", HeapTool::open,
            "reopen jpm", in -> graph(in.dump, in.kept())));

    private HeapTool() {}

    public static void main(String[] args) {
        ToLongFunction<Input> work = WORK.get(args[0]);
        if (work == null) {
            throw new IllegalArgumentException(args[0]);
        }
        System.out.println(work.applyAsLong(new Input(Path.of(args[1]), Path.of(args[2]))));
    }

    private static long histogram(Input in) {
        return Histogram.of(in.dump, HeapOptions.defaults()).instances();
    }

    private static long graph(Path dump, HeapOptions options) {
        try (Heap heap = Heap.open(dump, options)) {
            heap.graph();
            return heap.objectCount();
        }
    }

    /** Up to the references of all threads' frames. */
    private static long open(Input in) {
        try (Heap heap = Heap.open(in.dump, HeapOptions.defaults())) {
            for (HeapThread thread : heap.threads()) {
                thread.frames().forEach(f -> f.roots().forEach(r -> heap.findObject(r.objectId())));
            }
            return heap.objectCount();
        }
    }

    private static long netBeans(Input in) {
        try {
            long count = 0;
            for (Object found : HeapFactory.createHeap(in.dump.toFile()).getAllClasses()) {
                count += ((JavaClass) found).getInstancesCount();
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long shark(Input in) {
        File dump = in.dump.toFile();
        try (var graph = HprofHeapGraph.Companion.openHeapGraph(dump, null, EnumSet.allOf(HprofRecordTag.class))) {
            long count = 0;
            Iterator<HeapObject> objects = graph.getObjects().iterator();
            for (; objects.hasNext(); objects.next()) {
                count++;
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
