package jpm.analysis;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapGraph;

/**
 * What would be freed if some objects were not there: exactly, also what only several of them together keep alive.
 *
 * @param objects how many objects, those asked about included
 * @param rows the same by class
 */
public record RetainedSet(long objects, long bytes, List<HistogramRow> rows) {

    /** Of single objects. Those out of reach retain nothing. */
    public static RetainedSet of(Heap heap, int[] indexes) {
        HeapGraph graph = heap.graph();
        int[] reachable = IntStream.of(indexes).filter(graph::isReachable).toArray();
        BitSet freed = reachable.length == 0 ? new BitSet() : graph.retainedSet(reachable);
        Map<String, long[]> byName = new HashMap<>();
        List<HeapClass> classes = heap.classes();
        long bytes = 0;
        for (int index = freed.nextSetBit(0); index >= 0; index = freed.nextSetBit(index + 1)) {
            int number = graph.classNumber(index);
            long[] sums = byName.computeIfAbsent(
                    number < 0 ? "(unknown)" : classes.get(number).name(), n -> new long[2]);
            sums[0]++;
            sums[1] += graph.shallowBytes(index);
            bytes += graph.shallowBytes(index);
        }
        List<HistogramRow> rows = byName.entrySet().stream()
                .map(e -> new HistogramRow(e.getKey(), e.getValue()[0], e.getValue()[1]))
                .sorted(Comparator.comparingLong(HistogramRow::shallowBytes)
                        .reversed()
                        .thenComparing(HistogramRow::className))
                .toList();
        return new RetainedSet(freed.cardinality(), bytes, rows);
    }

    /** Of all instances of some classes. */
    public static RetainedSet ofInstances(Heap heap, List<HeapClass> classes) {
        BitSet numbers = new BitSet();
        classes.forEach(c -> numbers.set(c.number()));
        HeapGraph graph = heap.graph();
        return of(
                heap,
                IntStream.range(0, (int) heap.objectCount())
                        .filter(i -> graph.classNumber(i) >= 0 && numbers.get(graph.classNumber(i)))
                        .toArray());
    }
}
