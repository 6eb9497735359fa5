package jpm.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import jpm.graph.HeapOptions;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistogramDiffTest {
    @TempDir
    private Path folder;

    private Histogram histogram(String name, int orders, int arrays, String hidden) {
        HprofBuilder dump = new HprofBuilder();
        long order = dump.define("com.acme.Order").field("number", 'I').id();
        for (int i = 0; i < orders; i++) {
            dump.instance(order, i);
        }
        for (int i = 0; i < arrays; i++) {
            dump.array(new long[100]);
        }
        dump.instance(dump.define("com.acme.Shop$$Lambda" + hidden).id());
        return Histogram.of(dump.write(folder.resolve(name)), HeapOptions.defaults());
    }

    @Test
    void whatChangedMostComesFirst() {
        HistogramDiff diff = HistogramDiff.of(
                histogram("a.hprof", 10, 3, "+0x00007f71e0169a60"), histogram("b.hprof", 25, 1, "+0x00007f71e0169ff0"));

        assertThat(diff.rows().stream().filter(HistogramDiff.Row::isChanged))
                .containsExactly(
                        new HistogramDiff.Row("long[]", 3, 1, 3 * 816, 816),
                        new HistogramDiff.Row("com.acme.Order", 10, 25, 160, 400));
        assertThat(diff.rows().get(0).bytesMore()).isEqualTo(-1632);
        assertThat(diff.rows().stream().map(HistogramDiff.Row::className))
                .contains("com.acme.Shop$$Lambda")
                .noneMatch(name -> name.contains("0x"));
    }
}
