package jpm.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapGraph;

/**
 * How what is retained differs between two heaps, by dominator path: the classes that one passes on the way from the top of the dominator tree down
 * to an object. Objects have no identity across dumps; their paths mostly do. Class objects are named, as each holds something else; objects of one
 * class that dominate each other, as the links of a list, are one step.
 *
 * @param rows a path where what is retained changed, and no single path below it tells the same; those that changed most first
 */
public record DominatorPathDiff(List<Row> rows) {
    private static final int MAX_STEPS = 60;
    private static final int MAX_PATHS = 2_000_000;
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
        Paths paths = new Paths();
        paths.add(before, 0);
        paths.add(after, 1);
        return new DominatorPathDiff(paths.rows());
    }

    /** A step below another: its class or class object, and what both heaps have there. */
    private static final class Node {
        final Node parent;
        final int name;
        final int depth;
        final long[] objects = new long[2];
        final long[] retained = new long[2];
        /** The largest change in the direction of this one's that a path directly below has. */
        long largestChange;

        Node(Node parent, int name) {
            this.parent = parent;
            this.name = name;
            this.depth = parent.depth + 1;
        }

        /** The top. */
        Node() {
            this.parent = this;
            this.name = -1;
            this.depth = 0;
        }

        long change() {
            return retained[1] - retained[0];
        }
    }

    private record Step(int parent, int name) {}

    private static final class Paths {
        private final List<Node> nodes = new ArrayList<>(List.of(new Node()));
        private final Map<Step, Integer> numbers = new HashMap<>();
        private final List<String> names = new ArrayList<>();
        private final Map<String, Integer> nameNumbers = new HashMap<>();

        void add(Heap heap, int side) {
            HeapGraph graph = heap.graph();
            int[] nameOfClass =
                    heap.classes().stream().mapToInt(c -> name(c.name())).toArray();
            Map<Integer, Integer> nameOfClassObject = new HashMap<>();
            for (HeapClass c : heap.classes()) {
                if (c.index() >= 0) {
                    nameOfClassObject.put((int) c.index(), name("class " + c.name()));
                }
            }
            int unknown = name("(unknown)");
            int[] nodeOf = new int[(int) heap.objectCount()];
            graph.forEachReachable((index, dominator, bytes) -> {
                int number = graph.classNumber(index);
                Integer classObject = nameOfClassObject.get(index);
                int name = classObject != null ? classObject : number < 0 ? unknown : nameOfClass[number];
                int parent = dominator == HeapGraph.NONE ? 0 : nodeOf[dominator];
                int node = child(parent, name);
                nodeOf[index] = node;
                nodes.get(node).objects[side]++;
                // What objects of the same step dominate is counted with them.
                nodes.get(node).retained[side] += node == parent ? 0 : bytes;
            });
        }

        private int name(String name) {
            String plain = HistogramDiff.withoutHiddenAddress(name);
            return nameNumbers.computeIfAbsent(plain, n -> {
                names.add(n);
                return names.size() - 1;
            });
        }

        private int child(int parent, int name) {
            Node above = nodes.get(parent);
            if (above.name == name || above.depth == MAX_STEPS) {
                return parent;
            }
            Step step = new Step(parent, name);
            Integer known = numbers.get(step);
            if (known != null) {
                return known;
            }
            if (nodes.size() == MAX_PATHS) {
                return parent;
            }
            nodes.add(new Node(above, name));
            numbers.put(step, nodes.size() - 1);
            return nodes.size() - 1;
        }

        List<Row> rows() {
            for (Node node : nodes.subList(1, nodes.size())) {
                long along = node.parent.change() < 0 ? -node.change() : node.change();
                node.parent.largestChange = Math.max(node.parent.largestChange, along);
            }
            return nodes.stream()
                    .skip(1)
                    .filter(node -> node.change() != 0 && node.largestChange < TOLD_SHARE * Math.abs(node.change()))
                    .sorted(Comparator.comparingLong((Node node) -> -Math.abs(node.change()))
                            .thenComparingInt(node -> node.depth)
                            .thenComparing(node -> names.get(node.name)))
                    .map(this::row)
                    .toList();
        }

        private Row row(Node node) {
            List<String> steps = new ArrayList<>();
            for (Node at = node; at.depth > 0; at = at.parent) {
                steps.add(0, names.get(at.name));
            }
            return new Row(List.copyOf(steps), node.objects[0], node.objects[1], node.retained[0], node.retained[1]);
        }
    }
}
