package jpm.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import jpm.analysis.CollectionReport.Row;
import jpm.graph.HeapOptions;
import jpm.testdata.HprofBuilder;
import jpm.testdata.Jdk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CollectionReportTest {
    private static final String OWN = "jpm.analysis.KnownProgram$Own";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void findsTheCollectionsThatTheProgramMade(Jdk jdk) {
        Path file = folder.resolve("heap.hprof");
        KnownProgram.run(jdk, file.toString());

        CollectionReport report = CollectionReport.of(file, HeapOptions.defaults());

        // Ten arrays of 16 + 40 * 4 bytes; used slots round up to 8 bytes, and an empty list wastes its array.
        assertThat(row(report, "List"))
                .isEqualTo(new Row(
                        OWN + "List", 10, 1, 9, 45, 400, 45, 0, 1760, 1760 - (9 * 16 + 2 * (8 + 16 + 24 + 32) + 40)));
        // The empty map has no table; 2, 4 ... 10 elements stand in two of 16 slots.
        assertThat(row(report, "Map")).isEqualTo(new Row(OWN + "Map", 6, 1, 5, 30, 80, 10, 20, 5 * 80, 5 * (80 - 24)));
    }

    private static Row row(CollectionReport report, String name) {
        return report.rows().stream()
                .filter(row -> row.className().equals(OWN + name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void collectionsThatShareAnArrayAreEachCounted() {
        HprofBuilder dump = new HprofBuilder();
        long type = dump.define("java.util.ArrayList")
                .field("size", 'I')
                .field("elementData", 'L')
                .id();
        long array = dump.objectArray(dump.define("[Ljava.lang.Object;").id(), 0, 0);
        dump.instance(type, 0, array);
        dump.instance(type, 2, array);
        dump.instance(type, 0, 0L);
        dump.instance(type, 5, 0xdeadL);

        CollectionReport report = CollectionReport.of(dump.write(folder.resolve("heap.hprof")), HeapOptions.defaults());

        assertThat(report.rows()).containsExactly(new Row("java.util.ArrayList", 4, 2, 0, 7, 4, 2, 0, 48, 24));
    }
}
