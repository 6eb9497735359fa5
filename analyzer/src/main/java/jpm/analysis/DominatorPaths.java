package jpm.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapGraph;
import org.jspecify.annotations.Nullable;

/**
 * The dominator trees of some heaps as one tree of classes: who holds what, without single objects. Class objects are named, as each holds something
 * else; objects of one class that dominate each other, as the links of a list, are one step.
 */
public final class DominatorPaths {
    private static final int MAX_STEPS = 60;
    private static final int MAX_PATHS = 2_000_000;

    private final int heaps;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Key, Integer> numbers = new HashMap<>();

    private record Key(int above, String name) {}

    /** All objects that one reaches over the same classes from the top of the dominator tree. */
    public static final class Step {
        private final @Nullable Step above;
        private final String name;
        private final int depth;
        private final long[] objects;
        private final long[] retainedBytes;
        private final List<Step> below = new ArrayList<>();

        private Step(@Nullable Step above, String name, int heaps) {
            this.above = above;
            this.name = name;
            this.depth = above == null ? 0 : above.depth + 1;
            this.objects = new long[heaps];
            this.retainedBytes = new long[heaps];
        }

        /** A class, or {@code class} and a name for one class object. */
        public String name() {
            return name;
        }

        /** How many objects there are in a heap. */
        public long objects(int heap) {
            return objects[heap];
        }

        /** What they retain together. */
        public long retainedBytes(int heap) {
            return retainedBytes[heap];
        }

        /** What they dominate, what retains most in a heap first. */
        public List<Step> below(int heap) {
            return below.stream()
                    .sorted(Comparator.comparingLong((Step step) -> -step.retainedBytes[heap])
                            .thenComparing(Step::name))
                    .toList();
        }

        /** The names from the top down to this. */
        public List<String> path() {
            List<String> path = new ArrayList<>();
            for (Step at = this; at.above != null; at = at.above) {
                path.add(at.name);
            }
            Collections.reverse(path);
            return List.copyOf(path);
        }
    }

    private DominatorPaths(int heaps) {
        this.heaps = heaps;
        steps.add(new Step(null, "", heaps));
    }

    /** Computes the graphs of the heaps where need be. */
    public static DominatorPaths of(Heap... heaps) {
        DominatorPaths paths = new DominatorPaths(heaps.length);
        for (int i = 0; i < heaps.length; i++) {
            paths.add(heaps[i], i);
        }
        return paths;
    }

    /** The top of the tree, which stands for no object. */
    public Step top() {
        return steps.get(0);
    }

    /** All steps but the top, those above before those below. */
    public List<Step> steps() {
        return Collections.unmodifiableList(steps.subList(1, steps.size()));
    }

    private void add(Heap heap, int side) {
        HeapGraph graph = heap.graph();
        Names names = new Names(heap);
        int[] stepOf = new int[(int) heap.objectCount()];
        graph.forEachReachable((index, dominator, bytes) -> {
            int above = dominator == HeapGraph.NONE ? 0 : stepOf[dominator];
            int number = below(above, names.of(index, graph.classNumber(index)));
            stepOf[index] = number;
            Step step = steps.get(number);
            step.objects[side]++;
            // What objects of the same step dominate is counted with them.
            step.retainedBytes[side] += number == above ? 0 : bytes;
            steps.get(0).retainedBytes[side] += above == 0 ? bytes : 0;
        });
    }

    private int below(int number, String name) {
        Step above = steps.get(number);
        if (above.name.equals(name) || above.depth == MAX_STEPS) {
            return number;
        }
        Integer known = numbers.get(new Key(number, name));
        if (known != null) {
            return known;
        }
        if (steps.size() == MAX_PATHS) {
            return number;
        }
        Step added = new Step(above, name, heaps);
        above.below.add(added);
        steps.add(added);
        numbers.put(new Key(number, name), steps.size() - 1);
        return steps.size() - 1;
    }

    /** What a step is called after. */
    private static final class Names {
        private final String[] ofClasses;
        private final Map<Integer, String> ofClassObjects = new HashMap<>();

        Names(Heap heap) {
            List<HeapClass> classes = heap.classes();
            ofClasses = new String[classes.size()];
            for (HeapClass c : classes) {
                String name = HistogramDiff.withoutHiddenAddress(c.name());
                ofClasses[c.number()] = name;
                if (c.index() >= 0) {
                    ofClassObjects.put((int) c.index(), "class " + name);
                }
            }
        }

        String of(int index, int classNumber) {
            String ofClassObject = ofClassObjects.get(index);
            if (ofClassObject != null) {
                return ofClassObject;
            }
            return classNumber < 0 ? "(unknown)" : ofClasses[classNumber];
        }
    }
}
