package jpm.analysis;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How two heaps differ by class. Classes are the same when their names are; the addresses in the names of hidden classes do not count.
 *
 * @param rows classes that occur in one of the heaps, those whose bytes changed most first
 */
public record HistogramDiff(Histogram before, Histogram after, List<Row> rows) {
    private static final Pattern HIDDEN_ADDRESS = Pattern.compile("[+/]0x[0-9a-f]+(?=$|\\[)");

    /** One class in both heaps. */
    public record Row(String className, long instancesBefore, long instancesAfter, long bytesBefore, long bytesAfter) {
        public long instancesMore() {
            return instancesAfter - instancesBefore;
        }

        public long bytesMore() {
            return bytesAfter - bytesBefore;
        }

        public boolean isChanged() {
            return instancesMore() != 0 || bytesMore() != 0;
        }
    }

    public static HistogramDiff of(Histogram before, Histogram after) {
        Map<String, long[]> sums = new TreeMap<>();
        add(before, sums, 0);
        add(after, sums, 1);
        List<Row> rows = sums.entrySet().stream()
                .map(e -> new Row(e.getKey(), e.getValue()[0], e.getValue()[1], e.getValue()[2], e.getValue()[3]))
                .sorted(Comparator.comparingLong((Row row) -> Math.abs(row.bytesMore()))
                        .reversed()
                        .thenComparing(Row::className))
                .toList();
        return new HistogramDiff(before, after, rows);
    }

    private static void add(Histogram histogram, Map<String, long[]> sums, int side) {
        for (HistogramRow row : histogram.rows()) {
            String name = withoutHiddenAddress(row.className());
            long[] sum = sums.computeIfAbsent(name, n -> new long[4]);
            sum[side] += row.instances();
            sum[2 + side] += row.shallowBytes();
        }
    }

    /** A hidden class's address is another one in every process. */
    static String withoutHiddenAddress(String className) {
        return HIDDEN_ADDRESS.matcher(className).replaceAll("");
    }
}
