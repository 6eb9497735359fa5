package jpm.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapGraph;
import jpm.graph.HeapObject;

/** The top of the dominator tree: the objects that no other single object keeps alive, and what each keeps alive itself. */
public final class DominatorReport {
    private final Heap heap;
    private final HeapGraph graph;

    public DominatorReport(Heap heap) {
        this.heap = heap;
        this.graph = heap.graph();
    }

    /**
     * An object at the top of the tree.
     *
     * @param retainedBytes what would be freed with it
     */
    public record Row(HeapObject object, long shallowBytes, long retainedBytes) {}

    /** The objects of one class, loader or package at the top of the tree. */
    public record Group(String name, long objects, long shallowBytes, long retainedBytes) {}

    /** By what objects are grouped. */
    public enum Grouping {
        CLASS,
        LOADER,
        PACKAGE
    }

    private record Candidate(int index, long retainedBytes) {
        static final Comparator<Candidate> BY_BYTES = Comparator.comparingLong(Candidate::retainedBytes);
    }

    /** The {@code max} objects that retain most. */
    public List<Row> largest(long max) {
        PriorityQueue<Candidate> kept = new PriorityQueue<>(Candidate.BY_BYTES);
        graph.forEachReachable((index, dominator, bytes) -> {
            if (dominator == HeapGraph.NONE && (kept.size() < max || bytes > kept.element().retainedBytes)) {
                kept.add(new Candidate(index, bytes));
                if (kept.size() > max) {
                    kept.remove();
                }
            }
        });
        return rows(kept.stream(), max);
    }

    /** Of the objects that an object immediately dominates the {@code max} that retain most. */
    public List<Row> largestBelow(HeapObject object, long max) {
        return rows(
                Arrays.stream(graph.dominatedBy((int) object.index()))
                        .mapToObj(index -> new Candidate(index, graph.retainedBytes(index))),
                max);
    }

    private List<Row> rows(Stream<Candidate> candidates, long max) {
        return candidates
                .sorted(Candidate.BY_BYTES.reversed().thenComparing(Candidate::index))
                .limit(max)
                .map(c -> new Row(heap.objectAt(c.index), graph.shallowBytes(c.index), c.retainedBytes))
                .toList();
    }

    /** All objects at the top of the tree by group, the group that retains most first. */
    public List<Group> groups(Grouping grouping) {
        List<HeapClass> classes = heap.classes();
        long[][] sums = new long[classes.size() + 1][3];
        graph.forEachReachable((index, dominator, bytes) -> {
            if (dominator == HeapGraph.NONE) {
                long[] sum = sums[graph.classNumber(index) + 1];
                sum[0]++;
                sum[1] += graph.shallowBytes(index);
                sum[2] += bytes;
            }
        });
        IntFunction<String> names = number -> number == 0 ? "(unknown)" : name(classes.get(number - 1), grouping);
        Map<String, long[]> byName = new HashMap<>();
        for (int number = 0; number < sums.length; number++) {
            if (sums[number][0] > 0) {
                long[] total = byName.computeIfAbsent(names.apply(number), n -> new long[3]);
                for (int i = 0; i < total.length; i++) {
                    total[i] += sums[number][i];
                }
            }
        }
        List<Group> groups = new ArrayList<>();
        byName.forEach((name, sum) -> groups.add(new Group(name, sum[0], sum[1], sum[2])));
        groups.sort(Comparator.comparingLong(Group::retainedBytes).reversed().thenComparing(Group::name));
        return groups;
    }

    private String name(HeapClass of, Grouping grouping) {
        return switch (grouping) {
            case CLASS -> of.name();
            case PACKAGE -> packageOf(of.name());
            case LOADER -> loaderName(of.loaderId());
        };
    }

    private static String packageOf(String className) {
        int dot = className.lastIndexOf('.');
        return className.endsWith("[]") && dot < 0
                ? "(primitive arrays)"
                : dot < 0 ? "(no package)" : className.substring(0, dot);
    }

    private String loaderName(long loaderId) {
        HeapObject loader = loaderId == 0 ? null : heap.findObject(loaderId);
        return loader == null ? "(boot loader)" : loader.toString();
    }
}
