package jpm.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import jpm.graph.Heap;
import jpm.graph.HeapOptions;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DominatorPathDiffTest {
    private static final String NODES = "com.acme.Node";

    @TempDir
    private Path folder;

    /** The class Cache holds a list of nodes with arrays, the class Pool arrays; addresses differ from dump to dump. */
    private Heap heap(String name, int nodes, int pooled, long firstId) {
        HprofBuilder dump = new HprofBuilder().nextId(firstId);
        long node = dump.define(NODES).field("next", 'L').field("body", 'L').id();
        long last = 0;
        for (int i = 0; i < nodes; i++) {
            last = dump.instance(node, last, dump.array(new byte[984]));
        }
        long objects = dump.define("[Ljava.lang.Object;").id();
        long[] bodies = new long[pooled];
        for (int i = 0; i < pooled; i++) {
            bodies[i] = dump.array(new byte[84]);
        }
        long pool = dump.objectArray(objects, bodies);
        dump.define("com.acme.Cache").staticField("nodes", 'L', last).id();
        dump.define("com.acme.Pool").staticField("all", 'L', pool).id();
        dump.jniGlobalRoot(dump.array(new long[10]));
        return Heap.open(dump.write(folder.resolve(name)), HeapOptions.defaults());
    }

    @Test
    void whatGrewIsNamedByWhatHoldsIt() {
        try (Heap before = heap("a.hprof", 10, 20, 0x1000_0000L);
                Heap after = heap("b.hprof", 40, 8, 0x3000_0000L)) {
            List<DominatorPathDiff.Row> rows =
                    DominatorPathDiff.of(before, after).rows();
            // A node takes 24 bytes and its array 1000, a pooled array 104; the pool itself shrinks by twelve
            // references.
            assertThat(rows)
                    .containsExactly(
                            new DominatorPathDiff.Row(
                                    List.of("class com.acme.Cache", NODES, "byte[]"), 10, 40, 10_000, 40_000),
                            new DominatorPathDiff.Row(
                                    List.of("class com.acme.Pool", "java.lang.Object[]", "byte[]"),
                                    20,
                                    8,
                                    20 * 104,
                                    8 * 104));
            assertThat(rows.get(0).retainedMore()).isEqualTo(30_000);
            assertThat(rows.get(1).objectsMore()).isEqualTo(-12);
        }
    }

    @Test
    void equalHeapsDifferInNothing() {
        try (Heap before = heap("a.hprof", 5, 5, 0x1000_0000L);
                Heap after = heap("b.hprof", 5, 5, 0x5000_0000L)) {
            assertThat(DominatorPathDiff.of(before, after).rows()).isEmpty();
        }
    }
}
