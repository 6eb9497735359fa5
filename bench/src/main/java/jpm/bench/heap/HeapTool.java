package jpm.bench.heap;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import jpm.analysis.Histogram;
import jpm.analysis.RootPaths;
import jpm.analysis.query.HeapQuery;
import jpm.graph.Heap;
import jpm.graph.HeapObject;
import jpm.graph.HeapOptions;
import jpm.graph.HeapThread;
import org.jspecify.annotations.Nullable;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.JavaClass;
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

    static final Map<String, ToLongFunction<Input>> WORK = new TreeMap<>(Map.ofEntries(
            Map.entry("histogram jpm", HeapTool::histogram),
            Map.entry("histogram netbeans", HeapTool::netBeans),
            Map.entry("histogram shark", HeapTool::shark),
            Map.entry("index jpm", in -> graph(in.dump, in.kept())),
            Map.entry("open jpm", HeapTool::open),
            Map.entry(
                    "index jpm, 1 GB of memory", in -> graph(in.dump, in.kept().withRam(1L << 30))),
            Map.entry("paths jpm", in -> single(in, (heap, paths, object) -> ends(paths.to(object, 1)))),
            Map.entry("five paths jpm", in -> single(in, (heap, paths, object) -> ends(paths.to(object, 5)))),
            Map.entry("query jpm", HeapTool::query),
            Map.entry("referrers jpm", in -> single(in, HeapTool::referrers)),
            Map.entry("reopen jpm", HeapTool::reopen)));

    private static final int QUESTIONS = 2000;
    private static final int SHOWN_AT_END = 100;

    private HeapTool() {}

    public static void main(String[] args) throws IOException {
        ToLongFunction<Input> work = WORK.get(args[0]);
        if (work == null) {
            throw new IllegalArgumentException(args[0]);
        }
        System.out.println(work.applyAsLong(new Input(Path.of(args[1]), Path.of(args[2]))));
        try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
            status.filter(l -> l.startsWith("RssAnon:"))
                    .forEach(l -> System.out.println("anonymous " + l.replaceAll("\\D", "")));
        }
    }

    private static long histogram(Input in) {
        return Histogram.of(in.dump, HeapOptions.defaults()).instances();
    }

    private static long query(Input in) {
        List<@Nullable Object> counts = new ArrayList<>();
        HeapQuery.parse("SELECT count(*) FROM java.util.HashMap$Node n WHERE n.hash > 5000")
                .run(in.dump, in.kept(), counts::addAll);
        return (Long) Objects.requireNonNull(counts.get(0));
    }

    private static long graph(Path dump, HeapOptions options) {
        try (Heap heap = Heap.open(dump, options)) {
            heap.graph();
            return heap.objectCount();
        }
    }

    /** Up to the first answers about an object: what it retains, who refers to it, and why it is alive. */
    private static long reopen(Input in) {
        try (Heap heap = Heap.open(in.dump, in.kept())) {
            int index = (int) (heap.objectCount() / 3);
            heap.graph().retainedBytes(index);
            heap.graph().referrers(index);
            return new RootPaths(heap, false).to(heap.objectAt(index), 1).size();
        }
    }

    /** What is asked of one object. */
    @FunctionalInterface
    private interface Question {
        void ask(Heap heap, RootPaths paths, HeapObject object);
    }

    /** Reads what is shown of paths: of long ones a hundred objects at each end. */
    private static void ends(List<RootPaths.RootPath> paths) {
        for (RootPaths.RootPath path : paths) {
            int length = path.steps().size();
            for (int i = 0; i < length; i = i == SHOWN_AT_END ? Math.max(i + 1, length - SHOWN_AT_END) : i + 1) {
                path.steps().get(i);
            }
        }
    }

    private static void referrers(Heap heap, RootPaths paths, HeapObject object) {
        for (int referrer : heap.graph().referrers((int) object.index())) {
            heap.objectAt(referrer);
        }
    }

    /** Asks about many objects of an open index, one at a time, and prints how long single answers take. */
    private static long single(Input in, Question question) {
        try (Heap heap = Heap.open(in.dump, in.kept())) {
            RootPaths paths = new RootPaths(heap, false);
            SplittableRandom random = new SplittableRandom(1);
            long[] nanos = new long[QUESTIONS];
            for (int i = 0; i < QUESTIONS; i++) {
                HeapObject object = heap.objectAt(random.nextLong(heap.objectCount()));
                long begin = System.nanoTime();
                question.ask(heap, paths, object);
                nanos[i] = System.nanoTime() - begin;
            }
            Arrays.sort(nanos);
            System.out.printf(
                    Locale.ROOT,
                    "note median %.2f ms, p99 %.2f ms, slowest %.2f ms%n",
                    nanos[QUESTIONS / 2] / 1e6,
                    nanos[QUESTIONS / 100 * 99] / 1e6,
                    nanos[QUESTIONS - 1] / 1e6);
            return QUESTIONS;
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
            Iterator<shark.HeapObject> objects = graph.getObjects().iterator();
            for (; objects.hasNext(); objects.next()) {
                count++;
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
