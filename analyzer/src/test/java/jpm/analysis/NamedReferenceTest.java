package jpm.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import jpm.graph.Heap;
import jpm.graph.HeapOptions;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedReferenceTest {
    private static final int SLOTS = 1 << 14;

    @TempDir
    Path directory;

    @Test
    void elementsOfLargeTablesAreFoundWhateverTheirHashSays() {
        HprofBuilder dump = new HprofBuilder();
        long node = dump.define("java.util.HashMap$Node").field("hash", 'I').id();
        long honest = dump.instance(node, 0x7001_2345);
        long negative = dump.instance(node, -2);
        long lying = dump.instance(node, 17);
        long absent = dump.instance(node, 5);
        long[] slots = new long[SLOTS];
        slots[0x2345] = honest;
        slots[SLOTS - 2] = negative;
        slots[9000] = lying;
        long table = dump.objectArray(dump.define("[Ljava.util.HashMap$Node;").id(), slots);
        try (Heap heap = Heap.open(dump.write(directory.resolve("dump.hprof")), HeapOptions.defaults())) {
            assertThat(NamedReference.nameOf(heap.object(table), honest)).isEqualTo("[9029]");
            assertThat(NamedReference.nameOf(heap.object(table), negative)).isEqualTo("[16382]");
            assertThat(NamedReference.nameOf(heap.object(table), lying)).isEqualTo("[9000]");
            assertThat(NamedReference.nameOf(heap.object(table), absent)).isEqualTo("<class>");
        }
    }
}
