package jpm.analysis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.graph.Coverage;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapGraph;
import jpm.io.Cancellation;

/**
 * Reachable objects by class with what each class retains at least: the sum over its objects that no other object of the class dominates. What several
 * of them hold only together is not counted, so that it is a lower bound, as in Eclipse MAT.
 */
public record RetainedHistogram(List<Row> rows, Coverage coverage) {
    /** The reachable objects of one class name. */
    public record Row(String className, long instances, long shallowBytes, long retainedBytes) {}

    public static RetainedHistogram of(Heap heap) {
        return of(heap, new Cancellation());
    }

    /** As {@link #of(Heap)}; being cancelled ends it by a {@link java.util.concurrent.CancellationException}. */
    public static RetainedHistogram of(Heap heap, Cancellation cancellation) {
        HeapGraph graph = heap.graph();
        List<HeapClass> classes = heap.classes();
        long[][] sums = new long[classes.size() + 1][3];
        new TopObjects(heap, graph, cancellation).forEach((index, isTop) -> {
            cancellation.check();
            long[] sum = sums[graph.classNumber(index) + 1];
            sum[0]++;
            sum[1] += graph.shallowBytes(index);
            sum[2] += isTop ? graph.retainedBytes(index) : 0;
        });
        Map<String, long[]> byName = new HashMap<>();
        for (int number = 0; number < sums.length; number++) {
            String name = number == 0 ? "(unknown)" : classes.get(number - 1).name();
            long[] total = byName.computeIfAbsent(name, n -> new long[3]);
            for (int i = 0; i < total.length; i++) {
                total[i] += sums[number][i];
            }
        }
        List<Row> rows = byName.entrySet().stream()
                .filter(e -> e.getValue()[0] > 0)
                .map(e -> new Row(e.getKey(), e.getValue()[0], e.getValue()[1], e.getValue()[2]))
                .sorted(Comparator.comparingLong(Row::retainedBytes).reversed().thenComparing(Row::className))
                .toList();
        return new RetainedHistogram(rows, heap.coverage());
    }

    /** Receives reachable objects. */
    private interface Visitor {
        /** {@code isTop} when no other object of the same class dominates it. */
        void accept(int index, boolean isTop);
    }

    /** Walks the dominator tree depth first, counting the open objects of each class. */
    private static final class TopObjects {
        private final HeapGraph graph;
        private final int[] firstChild;
        private final int[] nextSibling;
        private final int[] open;
        private int firstTop = -1;

        TopObjects(Heap heap, HeapGraph graph, Cancellation cancellation) {
            this.graph = graph;
            int objects = (int) heap.objectCount();
            firstChild = new int[objects];
            nextSibling = new int[objects];
            open = new int[heap.classes().size() + 1];
            Arrays.fill(firstChild, -1);
            graph.forEachReachable((index, dominator, bytes) -> {
                cancellation.check();
                if (dominator == HeapGraph.NONE) {
                    nextSibling[index] = firstTop;
                    firstTop = index;
                } else {
                    nextSibling[index] = firstChild[dominator];
                    firstChild[dominator] = index;
                }
            });
        }

        void forEach(Visitor visitor) {
            int at = firstTop;
            while (at >= 0) {
                int number = graph.classNumber(at) + 1;
                visitor.accept(at, open[number] == 0);
                open[number]++;
                at = firstChild[at] >= 0 ? firstChild[at] : behind(at);
            }
        }

        /** Closes an object, and those above that end with it; gives the next one to visit. */
        private int behind(int object) {
            int at = object;
            while (at >= 0) {
                open[graph.classNumber(at) + 1]--;
                if (nextSibling[at] >= 0) {
                    return nextSibling[at];
                }
                at = graph.dominatorOf(at);
            }
            return -1;
        }
    }
}
