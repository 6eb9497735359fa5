package jpm.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netbeans.lib.profiler.heap.HeapFactory;
import org.netbeans.lib.profiler.heap.Instance;
import org.netbeans.lib.profiler.heap.JavaClass;

/** A dump of this very process, read by jpm and by others. */
class OtherReadersTest {
    @TempDir
    static Path directory;

    private static Path file = Path.of("");
    private static List<Object> kept = new ArrayList<>();

    @BeforeAll
    static void dump() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            Map<String, Object> tree = new TreeMap<>();
            Map<Object, Object> map = new HashMap<>();
            for (int k = random.nextInt(12); k > 0; k--) {
                tree.put("key " + random.nextInt(), map);
                map.put(random.nextInt() + 1000, new long[random.nextInt(30)]);
            }
            kept.add(tree);
        }
        file = directory.resolve("own.hprof");
        dumpTo(file);
        assertThat(kept).hasSize(500);
    }

    private static void dumpTo(Path dump) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump.toString(), true);
    }

    @Test
    void netBeansFindsTheSameObjectsAndRetainedSets() throws IOException {
        org.netbeans.lib.profiler.heap.Heap other = HeapFactory.createHeap(file.toFile());
        try (Heap heap = Heap.open(file, HeapOptions.defaults())) {
            HeapGraph graph = heap.graph();
            int compared = 0;
            for (String name : List.of("java.util.TreeMap", "java.util.HashMap", "java.util.TreeMap$Entry")) {
                JavaClass type = other.getJavaClassByName(name);
                HeapClass own = heap.findClasses(name).get(0);
                assertThat(type.getInstancesCount()).isEqualTo((int) instances(heap, own));
                for (Object found : type.getInstances().subList(0, 80)) {
                    Instance instance = (Instance) found;
                    int index = (int) heap.object(instance.getInstanceId()).index();
                    if (isOfThisTest(heap, graph, index)) {
                        // The other reader has sizes of its own, so that what is retained is summed up by these.
                        long bytes = graph.retainedSet(new int[] {index}).stream()
                                .mapToLong(i -> other.getInstanceByID(
                                                heap.objectAt(i).id())
                                        .getSize())
                                .sum();
                        assertThat(instance.getRetainedSize())
                                .as(name + " at 0x%x", instance.getInstanceId())
                                .isEqualTo(bytes);
                        compared++;
                    }
                }
            }
            assertThat(compared).isGreaterThan(100);
        }
    }

    private static long instances(Heap heap, HeapClass of) {
        long count = 0;
        for (int i = 0; i < heap.objectCount(); i++) {
            count += heap.graph().classNumber(i) == of.number() ? 1 : 0;
        }
        return count;
    }

    /** The other reader has other roots and references of classes, so that only the test's own data compare. */
    private static boolean isOfThisTest(Heap heap, HeapGraph graph, int index) {
        int at = index;
        while (at != HeapGraph.NONE) {
            if (heap.objectAt(at) instanceof HeapClass c) {
                return c.name().equals(OtherReadersTest.class.getName());
            }
            at = graph.dominatorOf(at);
        }
        return false;
    }

    /** What classes, pages of addresses and the files themselves take is little for each object when there are many. */
    @Test
    void anIndexTakesAtMostThirtyBytesForEachObject() throws IOException {
        List<Object> many = new ArrayList<>();
        for (int i = 0; i < 400_000; i++) {
            many.add(i % 4 == 0 ? new HashMap<>(Map.of(i, many)) : new Object[] {many, i});
        }
        Path large = directory.resolve("large.hprof");
        dumpTo(large);
        assertThat(many).hasSize(400_000);
        Path cache = directory.resolve("cache");
        try (Heap heap = Heap.open(large, HeapOptions.defaults().withCacheDirectory(cache))) {
            assertThat(heap.graph().indexProblem()).isEmpty();
            try (Stream<Path> files = Files.list(cache)) {
                long bytes = files.mapToLong(f -> f.toFile().length()).sum();
                assertThat(bytes).isLessThanOrEqualTo(30 * heap.objectCount());
            }
        }
    }

    @Test
    void whatOneObjectRetainsIsWhatCannotBeReachedWithoutIt() {
        try (Heap heap = Heap.open(file, HeapOptions.defaults())) {
            HeapGraph graph = heap.graph();
            int[][] references = SingleReferences.of(heap, false);
            BitSet all = reachable(heap, graph, references, -1);
            assertThat(all.cardinality()).isEqualTo(graph.reachableCount());
            Random random = new Random(2);
            for (int round = 0; round < 40; round++) {
                int index = random.nextInt((int) heap.objectCount());
                // Every other one a place that retains much.
                for (int up = round % 4; up > 0 && graph.dominatorOf(index) >= 0; up--) {
                    index = graph.dominatorOf(index);
                }
                BitSet lost = (BitSet) all.clone();
                lost.andNot(reachable(heap, graph, references, index));
                long bytes = lost.stream()
                        .mapToLong(i -> heap.objectAt(i).shallowBytes())
                        .sum();
                assertThat(graph.retainedBytes(index))
                        .as("%s", heap.objectAt(index))
                        .isEqualTo(graph.isReachable(index) ? bytes : graph.shallowBytes(index));
                assertThat(graph.isReachable(index) ? graph.retainedSet(new int[] {index}) : lost)
                        .isEqualTo(lost);
            }
        }
    }

    private static BitSet reachable(Heap heap, HeapGraph graph, int[][] references, int without) {
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < heap.objectCount(); i++) {
            if (graph.isRoot(i)) {
                open.add(i);
            }
        }
        while (!open.isEmpty()) {
            int at = open.pop();
            if (at != without && !seen.get(at)) {
                seen.set(at);
                for (int to : references[at]) {
                    if (!seen.get(to)) {
                        open.push(to);
                    }
                }
            }
        }
        return seen;
    }
}
