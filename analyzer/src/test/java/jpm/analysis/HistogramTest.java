package jpm.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jpm.graph.Heap;
import jpm.graph.HeapObject;
import jpm.graph.HeapOptions;
import jpm.testdata.HprofBuilder;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HistogramTest {
    private static final List<String> MODES = List.of(
            "-XX:+UseG1GC",
            "-XX:+UseParallelGC",
            "-XX:+UseSerialGC",
            "-XX:+UseZGC",
            "-XX:+UseShenandoahGC",
            "-XX:-UseCompressedOops",
            "-XX:-UseCompressedClassPointers",
            "-XX:ObjectAlignmentInBytes=16",
            "-XX:+UseCompactObjectHeaders");
    private static final List<String> MODES_OF_OTHERS =
            List.of("-XX:+UseG1GC", "-XX:+UseZGC", "-XX:-UseCompressedOops", "-XX:+UseCompactObjectHeaders");
    private static final String OWN_CLASSES = "jpm.analysis.HeapOfManyShapes$";

    @TempDir
    Path directory;

    static Stream<Arguments> modes() {
        return Jdks.installed().stream()
                .flatMap(jdk -> (jdk.equals(Jdks.running()) ? MODES : MODES_OF_OTHERS)
                        .stream()
                                .filter(mode -> JvmProcess.with(jdk)
                                                .flags(mode)
                                                .main("-version")
                                                .run()
                                                .exitCode()
                                        == 0)
                                .map(mode -> Arguments.of(jdk, mode)));
    }

    @ParameterizedTest
    @MethodSource("modes")
    void countsAndSizesAreThoseOfTheJvmThatDumped(Jdk jdk, String mode) throws IOException {
        Path file = directory.resolve("dump.hprof");
        Path text = directory.resolve("histogram.txt");
        JvmProcess jvm = JvmProcess.with(jdk).flags("-Xmx200m", mode);
        assertThat(jvm.main(HeapOfManyShapes.class.getName(), file.toString(), text.toString())
                        .run()
                        .exitCode())
                .isZero();

        Map<String, long[]> expected = parse(Files.readAllLines(text));
        Map<String, long[]> actual = new TreeMap<>();
        Histogram.of(file, HeapOptions.defaults())
                .rows()
                .forEach(row -> actual.put(row.className(), new long[] {row.instances(), row.shallowBytes()}));
        int own = 0;
        int others = 0;
        for (Map.Entry<String, long[]> entry : expected.entrySet()) {
            long[] truth = entry.getValue();
            long[] jpm = actual.getOrDefault(entry.getKey(), new long[2]);
            boolean isOwn = entry.getKey().startsWith(OWN_CLASSES);
            // Dumping itself changes a few counts of the JDK's own objects; their sizes must still be right.
            boolean isComparable =
                    isOwn || truth[0] == jpm[0] && !entry.getKey().equals("java.lang.Class");
            if (isComparable) {
                assertThat(jpm).as(entry.getKey()).isEqualTo(truth);
                own += isOwn ? 1 : 0;
                others++;
            }
        }
        assertThat(own).isGreaterThanOrEqualTo(8);
        assertThat(others).isGreaterThan(expected.size() * 8 / 10);
        assertThat(sumOfSingleObjects(file)).isEqualTo(sum(actual));
    }

    private static List<Long> sumOfSingleObjects(Path file) {
        try (Heap heap = Heap.open(file, HeapOptions.defaults())) {
            long bytes = 0;
            for (long i = 0; i < heap.objectCount(); i++) {
                HeapObject object = heap.objectAt(i);
                bytes += object.shallowBytes();
            }
            return List.of(heap.objectCount(), bytes);
        }
    }

    private static List<Long> sum(Map<String, long[]> rows) {
        return List.of(
                rows.values().stream().mapToLong(v -> v[0]).sum(),
                rows.values().stream().mapToLong(v -> v[1]).sum());
    }

    /** Rows as {@code 1: 12 345 [Ljava.lang.String; (java.base@17)}. */
    private static Map<String, long[]> parse(List<String> lines) {
        Map<String, long[]> rows = new TreeMap<>();
        for (String line : lines) {
            String[] words = line.trim().split("\\s+");
            if (words.length >= 4 && words[0].matches("\\d+:") && words[1].matches("\\d+")) {
                long[] row = rows.computeIfAbsent(sourceName(words[3]), name -> new long[2]);
                row[0] += Long.parseLong(words[1]);
                row[1] += Long.parseLong(words[2]);
            }
        }
        return rows;
    }

    private static String sourceName(String jvmName) {
        int dimensions = jvmName.lastIndexOf('[') + 1;
        String element = jvmName.substring(dimensions);
        if (dimensions > 0) {
            Map<String, String> primitives = Map.of(
                    "Z", "boolean", "C", "char", "F", "float", "D", "double", "B", "byte", "S", "short", "I", "int",
                    "J", "long");
            element = primitives.getOrDefault(element, element.substring(1, Math.max(1, element.length() - 1)));
        }
        return element + "[]".repeat(dimensions);
    }

    @Test
    void aCutDumpIsCountedUpToTheCut() throws IOException {
        HprofBuilder builder = new HprofBuilder().segmentBytes(1000);
        long type = builder.define("com.acme.Thing").field("number", 'I').id();
        for (int i = 0; i < 500; i++) {
            builder.instance(type, i);
        }
        byte[] whole = builder.bytes();
        Path file = Files.write(directory.resolve("cut.hprof"), Arrays.copyOf(whole, whole.length / 2));
        Histogram histogram = Histogram.of(file, HeapOptions.defaults());
        assertThat(histogram.coverage().isPartial()).isTrue();
        try (Heap heap = Heap.open(file, HeapOptions.defaults())) {
            assertThat(histogram.instances()).isEqualTo(heap.objectCount());
        }
    }

    @Test
    void rowsAreByFallingBytes() {
        HprofBuilder builder = new HprofBuilder();
        builder.array(new byte[1000]);
        builder.array(new int[10]);
        Path file = builder.write(directory.resolve("dump.hprof"));
        List<HistogramRow> rows =
                new ArrayList<>(Histogram.of(file, HeapOptions.defaults()).rows());
        assertThat(rows.get(0)).isEqualTo(new HistogramRow("byte[]", 1, 1016));
        assertThat(rows).isSortedAccordingTo((a, b) -> Long.compare(b.shallowBytes(), a.shallowBytes()));
    }
}
