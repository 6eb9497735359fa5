package jpm.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import jpm.graph.Heap;
import jpm.graph.HeapInstance;
import jpm.graph.HeapObject;
import jpm.graph.HeapOptions;
import jpm.testdata.HprofBuilder;
import jpm.testdata.Jdk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StringReportTest {
    private static final int STRING_BYTES = 24;

    @TempDir
    private Path folder;

    private static StringReport report(Path file, long top) {
        return StringReport.of(file, top, HeapOptions.defaults());
    }

    /** Reads every string of a real dump on its own and counts them in a map. */
    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void countsAsReadingStringByStringDoes(Jdk jdk) {
        Path file = folder.resolve("heap.hprof");
        KnownProgram.run(jdk, file.toString());
        Map<String, Long> strings = new HashMap<>();
        Map<String, Set<Long>> arrays = new HashMap<>();
        try (Heap heap = Heap.open(file, HeapOptions.defaults())) {
            for (long i = 0; i < heap.objectCount(); i++) {
                HeapObject object = heap.objectAt(i);
                if (object instanceof HeapInstance string
                        && string.referenced("value") != null
                        && string.stringLength() >= 0) {
                    String text = string.asString(Integer.MAX_VALUE);
                    strings.merge(text, 1L, Long::sum);
                    arrays.computeIfAbsent(text, t -> new HashSet<>())
                            .add(string.referenced("value").id());
                }
            }
        }

        StringReport report = report(file, Long.MAX_VALUE);

        assertThat(report.strings())
                .isEqualTo(strings.values().stream().mapToLong(n -> n).sum());
        assertThat(report.different()).isEqualTo(strings.size());
        assertThat(report.duplicates())
                .hasSize((int) strings.values().stream().filter(n -> n > 1).count());
        for (StringReport.Duplicate duplicate : report.duplicates()) {
            if (duplicate.length() < 500) {
                assertThat(duplicate.strings()).as(duplicate.text()).isEqualTo(strings.get(duplicate.text()));
                assertThat(duplicate.arrays())
                        .isEqualTo(arrays.get(duplicate.text()).size());
            }
        }
    }

    @Test
    void tellsContentsApartHoweverTheyAreCut() {
        HprofBuilder dump = new HprofBuilder();
        long type = stringClass(dump);
        byte[] large = new byte[700_001];
        new Random(1).nextBytes(large);
        byte[] other = large.clone();
        other[large.length - 1]++;
        for (byte[] content : new byte[][] {large, other, large.clone()}) {
            dump.instance(type, dump.array(content), 0, 0);
            dump.array(new byte[] {1});
        }
        StringReport report = report(dump.write(folder.resolve("heap.hprof")), 10);

        assertThat(report.strings()).isEqualTo(3);
        assertThat(report.different()).isEqualTo(2);
        assertThat(report.duplicates()).hasSize(1);
        assertThat(report.duplicates().get(0).length()).isEqualTo(large.length);
        assertThat(report.duplicates().get(0).wastedBytes()).isEqualTo(STRING_BYTES + 16 + 700_001 + 7);
    }

    @Test
    void stringsThatShareAnArrayWasteOnlyThemselves() {
        HprofBuilder dump = new HprofBuilder();
        long type = stringClass(dump);
        long array = dump.array("shared".getBytes(StandardCharsets.ISO_8859_1));
        dump.instance(type, array, 0, 0);
        dump.instance(type, array, 0, 0);
        dump.instance(type, 0L, 0, 0);
        StringReport report = report(dump.write(folder.resolve("heap.hprof")), 10);

        assertThat(report.duplicates())
                .containsExactly(new StringReport.Duplicate("shared", 6, 2, 1, 2 * STRING_BYTES + 24, STRING_BYTES));
        assertThat(report.wastedBytes()).isEqualTo(STRING_BYTES);
        assertThat(report.strings()).isEqualTo(2);
    }

    @Test
    void theSameBytesAreAnotherTextInTheOtherCoder() {
        HprofBuilder dump = new HprofBuilder();
        long type = stringClass(dump);
        for (int i = 0; i < 2; i++) {
            dump.instance(type, dump.array("\u4e2d\u6587".getBytes(StandardCharsets.UTF_16LE)), 0, 1);
            dump.instance(type, dump.array("\u4e2d\u6587".getBytes(StandardCharsets.UTF_16LE)), 0, 0);
            dump.instance(type, dump.array(new byte[0]), 0, 0);
        }
        StringReport report = report(dump.write(folder.resolve("heap.hprof")), 10);

        assertThat(report.duplicates().stream().map(StringReport.Duplicate::text))
                .containsExactlyInAnyOrder("\u4e2d\u6587", "-N\u0087e", "");
        assertThat(report.duplicates().stream().map(StringReport.Duplicate::length))
                .containsExactlyInAnyOrder(2, 4, 0);
    }

    @Test
    void readsTheStringsOfJava8() {
        HprofBuilder dump = new HprofBuilder();
        long type = dump.define("java.lang.String")
                .field("value", 'L')
                .field("hash", 'I')
                .id();
        for (int i = 0; i < 3; i++) {
            dump.instance(type, dump.array("gr\u00fc\u00dfe \u4e2d".toCharArray()), 0);
        }
        StringReport report = report(dump.write(folder.resolve("heap.hprof")), 10);

        assertThat(report.duplicates().get(0).text()).isEqualTo("gr\u00fc\u00dfe \u4e2d");
        assertThat(report.duplicates().get(0).length()).isEqualTo(7);
    }

    @Test
    void keepsOnlyTheMostWasteful() {
        HprofBuilder dump = new HprofBuilder();
        List<String> texts = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            texts.add("text " + i);
            for (int n = 0; n <= i; n++) {
                dump.string("text " + i);
            }
        }
        StringReport report = report(dump.write(folder.resolve("heap.hprof")), 3);

        assertThat(report.duplicates().stream().map(StringReport.Duplicate::text))
                .containsExactly("text 20", "text 19", "text 18");
        assertThat(report.different()).isEqualTo(20);
    }

    @Test
    void aDumpWithoutStringsHasNone() throws IOException {
        HprofBuilder dump = new HprofBuilder();
        assertThat(report(dump.write(folder.resolve("heap.hprof")), 10).strings())
                .isZero();
        for (int i = 0; i < 100; i++) {
            dump.string("same");
        }
        byte[] whole = dump.bytes();
        Path cut = Files.write(folder.resolve("cut.hprof"), Arrays.copyOf(whole, whole.length - 2000));
        StringReport report = report(cut, 10);
        assertThat(report.coverage().isPartial()).isTrue();
        assertThat(report.strings()).isBetween(30L, 99L);
    }

    private static long stringClass(HprofBuilder dump) {
        return dump.define("java.lang.String")
                .field("value", 'L')
                .field("hash", 'I')
                .field("coder", 'B')
                .id();
    }
}
