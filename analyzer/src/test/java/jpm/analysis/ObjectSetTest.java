package jpm.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import jpm.graph.Heap;
import jpm.graph.HeapGraph;
import jpm.graph.HeapOptions;
import jpm.io.Cancellation;
import jpm.testdata.HprofBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The n-th object of a class is the n-th that the builder made. */
class ObjectSetTest {
    private static final int OBJECTS = 5_000;

    @TempDir
    Path folder;

    private final HprofBuilder dump = new HprofBuilder();
    private final List<Long> rare = new ArrayList<>();
    private final List<Long> frequent = new ArrayList<>();
    private final List<Long> arrays = new ArrayList<>();
    private final List<Long> numbers = new ArrayList<>();

    private Heap write() {
        long rareClass = dump.define("com.acme.Rare").field("i", 'I').id();
        long frequentClass = dump.define("com.acme.Frequent").field("i", 'I').id();
        long arrayClass = dump.define("[Lcom.acme.Rare;").id();
        Random random = new Random(11);
        for (int i = 0; i < OBJECTS; i++) {
            switch (random.nextInt(40)) {
                case 0 -> rare.add(dump.instance(rareClass, i));
                case 1 -> arrays.add(dump.objectArray(arrayClass));
                case 2 -> numbers.add(dump.array(new long[i % 9]));
                default -> frequent.add(dump.instance(frequentClass, i));
            }
        }
        frequent.forEach(dump::root);
        return Heap.open(dump.write(folder.resolve("heap.hprof")), HeapOptions.defaults());
    }

    @Test
    void findsObjectsByTheirPlace() {
        try (Heap heap = write()) {
            for (HeapGraph graph : new HeapGraph[] {null, heap.graph()}) {
                check("com.acme.Rare", rare, heap, graph);
                check("com.acme.Frequent", frequent, heap, graph);
                check("com.acme.Rare[]", arrays, heap, graph);
                check("long[]", numbers, heap, graph);
                check("no.such.Class", List.of(), heap, graph);
                List<Long> classes = heap.classes().stream()
                        .filter(c -> c.index() >= 0)
                        .map(c -> c.id())
                        .sorted()
                        .toList();
                check("java.lang.Class", classes, heap, graph);
            }
        }
    }

    private static void check(String className, List<Long> expected, Heap heap, @Nullable HeapGraph graph) {
        ObjectSet set = ObjectSet.instancesOf(className, heap, graph, HeapOptions.defaults());
        assertThat(IntStream.range(0, set.size()).mapToObj(i -> heap.idAt(set.indexAt(i))))
                .as(className)
                .containsExactlyElementsOf(expected);
        assertThatThrownBy(() -> set.indexAt(set.size())).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void canBeCancelled() {
        try (Heap heap = write()) {
            Cancellation cancelled = new Cancellation();
            cancelled.cancel();
            HeapOptions options = HeapOptions.defaults().withCancellation(cancelled);
            assertThatThrownBy(() -> ObjectSet.instancesOf("com.acme.Rare", heap, null, options))
                    .isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void sortsBySizeAndThenByNumber() {
        long[] sizes = new Random(3).longs(10_000, 0, 500).toArray();
        sizes[77] = 1L << 40;
        int[] order = SizeOrder.largestFirst(sizes.length, i -> sizes[i], new Cancellation());
        List<Integer> expected = IntStream.range(0, sizes.length)
                .boxed()
                .sorted((a, b) -> sizes[a] != sizes[b] ? Long.compare(sizes[b], sizes[a]) : Integer.compare(a, b))
                .toList();
        assertThat(order).containsExactly(expected.stream().mapToInt(i -> i).toArray());
        assertThat(SizeOrder.largestFirst(0, i -> 1, new Cancellation())).isEmpty();
        assertThat(SizeOrder.largestFirst(2, i -> Long.MAX_VALUE - i, new Cancellation()))
                .containsExactly(0, 1);
    }
}
