package jpm.analysis;

import java.util.Comparator;
import java.util.List;
import jpm.graph.Heap;

/**
 * How what is retained differs between two heaps, by dominator path: the classes that one passes on the way from the top of the dominator tree down
 * to an object. Objects have no identity across dumps; their paths mostly do.
 *
 * @param rows a path where what is retained changed, and no single path below it tells the same; those that changed most first
 */
public record DominatorPathDiff(List<Row> rows) {
    /** A path is left out where one below it has at least this share of its change. */
    private static final double TOLD_SHARE = 0.9;

    /**
     * One path in both heaps.
     *
     * @param steps from the top of the tree down
     */
    public record Row(
            List<String> steps, long objectsBefore, long objectsAfter, long retainedBefore, long retainedAfter) {
        public long objectsMore() {
            return objectsAfter - objectsBefore;
        }

        public long retainedMore() {
            return retainedAfter - retainedBefore;
        }
    }

    public static DominatorPathDiff of(Heap before, Heap after) {
        return new DominatorPathDiff(DominatorPaths.of(before, after).steps().stream()
                .filter(step -> change(step) != 0 && !isToldBelow(step))
                .map(step -> new Row(
                        step.path(), step.objects(0), step.objects(1), step.retainedBytes(0), step.retainedBytes(1)))
                .sorted(Comparator.comparingLong((Row row) -> -Math.abs(row.retainedMore()))
                        .thenComparing(row -> String.join(" ", row.steps)))
                .toList());
    }

    private static long change(DominatorPaths.Step step) {
        return step.retainedBytes(1) - step.retainedBytes(0);
    }

    private static boolean isToldBelow(DominatorPaths.Step step) {
        long change = change(step);
        return step.below(1).stream()
                .anyMatch(below -> Long.signum(change(below)) == Long.signum(change)
                        && Math.abs(change(below)) >= TOLD_SHARE * Math.abs(change));
    }
}
