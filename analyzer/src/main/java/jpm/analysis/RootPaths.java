package jpm.analysis;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import jpm.graph.GcRoot;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapGraph;
import jpm.graph.HeapObject;
import jpm.graph.ReferenceChain;
import jpm.io.Cancellation;
import org.jspecify.annotations.Nullable;

/**
 * Shortest chains of references from a root to an object: why it is alive. Unless asked for, the referents of weak, soft and phantom references do not
 * count: they keep nothing alive for long.
 */
public final class RootPaths {
    private static final int MAX_SAMPLED_INSTANCES = 1000;
    /** How many objects around one are looked at for roots beyond the nearest. */
    private static final int MAX_SEARCHED = 20_000;
    /** How much of both ends of a path tells that others are like it. */
    private static final int SIGNIFICANT_STEPS = 50;

    private final Heap heap;
    private final HeapGraph graph;
    private final boolean isWeakCounted;
    private final Cancellation cancellation;

    /** @param isWeakCounted whether weak, soft and phantom references keep alive */
    public RootPaths(Heap heap, boolean isWeakCounted) {
        this(heap, isWeakCounted, new Cancellation());
    }

    /** @param cancellation ends a search by a {@link java.util.concurrent.CancellationException} */
    public RootPaths(Heap heap, boolean isWeakCounted, Cancellation cancellation) {
        this.heap = heap;
        this.cancellation = cancellation;
        this.graph = heap.graph();
        this.isWeakCounted = isWeakCounted;
    }

    /**
     * A chain of references.
     *
     * @param roots why the first object is alive
     * @param steps from the root to the object, which is the last step's
     */
    public record RootPath(List<GcRoot> roots, List<Step> steps) {}

    /**
     * An object of a chain.
     *
     * @param reference how it refers to the next, empty for the last
     */
    public record Step(HeapObject object, String reference) {}

    /** Paths of some instances of a class that run over the same classes and fields. */
    public record MergedPath(RootPath example, int instances) {}

    /**
     * Why the instances of a class are alive.
     *
     * @param paths the most frequent first
     * @param sampled of how many instances these are the paths
     * @param instances how many the roots reach
     */
    public record MergedPaths(List<MergedPath> paths, int sampled, int instances) {}

    /**
     * Up to {@code max} short paths, each from another root, the shortest first. Further roots than the nearest are looked for among so many objects as
     * take no time that a person notices.
     */
    public List<RootPath> to(HeapObject object, int max) {
        long index = object.index();
        if (index < 0 || !graph.isReachable((int) index)) {
            return List.of();
        }
        ReferenceChain nearest = isWeakCounted ? null : graph.findPathFromRoot((int) index);
        if (!isWeakCounted && (nearest == null || max <= 1)) {
            return nearest == null ? List.of() : List.of(path(nearest));
        }
        return Collections.unmodifiableList(new Search(nearest).to((int) index, max));
    }

    private RootPath path(ReferenceChain chain) {
        return path(chain::objectAt, chain.length());
    }

    /** @param objectAt the indexes of the objects, the root's first */
    private RootPath path(IntUnaryOperator objectAt, int length) {
        long rootId = heap.idAt(objectAt.applyAsInt(0));
        List<GcRoot> roots =
                heap.roots().stream().filter(r -> r.objectId() == rootId).toList();
        return new RootPath(roots, new Steps(heap, objectAt, length));
    }

    /** The shortest paths to instances of a class, those over the same classes and fields merged; of many instances those of a sample. */
    public MergedPaths toInstancesOf(List<HeapClass> classes) {
        BitSet numbers = new BitSet();
        classes.forEach(c -> numbers.set(c.number()));
        int[] instances = IntStream.range(0, (int) heap.objectCount())
                .filter(i -> graph.classNumber(i) >= 0 && numbers.get(graph.classNumber(i)) && graph.isReachable(i))
                .toArray();
        int step = Math.max(1, (instances.length + MAX_SAMPLED_INSTANCES - 1) / MAX_SAMPLED_INSTANCES);
        int sampled = 0;
        Map<List<String>, MergedPath> merged = new LinkedHashMap<>();
        for (int i = 0; i < instances.length; i += step, sampled++) {
            cancellation.check();
            for (RootPath path : to(heap.objectAt(instances[i]), 1)) {
                merged.merge(
                        signature(path), new MergedPath(path, 1), (a, b) -> new MergedPath(a.example, a.instances + 1));
            }
        }
        List<MergedPath> paths = new ArrayList<>(merged.values());
        paths.sort((a, b) -> Integer.compare(b.instances, a.instances));
        return new MergedPaths(paths, sampled, instances.length);
    }

    private static List<String> signature(RootPath path) {
        int length = path.steps.size();
        return IntStream.range(0, length)
                .filter(i -> i < SIGNIFICANT_STEPS || length - i <= SIGNIFICANT_STEPS)
                .mapToObj(path.steps::get)
                .map(s -> label(s.object) + "." + (s.reference.startsWith("[") ? "[]" : s.reference))
                .toList();
    }

    private static String label(HeapObject object) {
        return object instanceof HeapClass c
                ? "class " + c.name()
                : object.heapClass().name();
    }

    /** Breadth first from the object against the direction of references. */
    private final class Search {
        private final BitSet seen = new BitSet();
        private final @Nullable ReferenceChain nearest;
        private final int nearestRoot;
        private int[] queue = new int[64];
        /** For each place in the queue the place from which it was reached. */
        private int[] cameFrom = new int[64];

        private int filled;

        /** @param nearest a shortest path where one is known, else null */
        Search(@Nullable ReferenceChain nearest) {
            this.nearest = nearest;
            this.nearestRoot = nearest == null ? HeapGraph.NONE : nearest.objectAt(0);
        }

        List<RootPath> to(int target, int max) {
            List<RootPath> paths = new ArrayList<>();
            if (nearest != null) {
                paths.add(path(nearest));
            }
            add(target, -1);
            for (int at = 0; at < filled && paths.size() < max && !isEnough(paths); at++) {
                cancellation.check();
                if (graph.isRoot(queue[at])) {
                    if (queue[at] != nearestRoot) {
                        int[] chain = chain(at);
                        paths.add(path(i -> chain[i], chain.length));
                    }
                } else {
                    int most = paths.isEmpty() ? Integer.MAX_VALUE : 1 + MAX_SEARCHED - filled;
                    for (int referrer : graph.referrers(queue[at], most)) {
                        if (!seen.get(referrer) && keepsAlive(referrer, queue[at])) {
                            add(referrer, at);
                        }
                    }
                }
            }
            return paths;
        }

        private boolean isEnough(List<RootPath> paths) {
            return !paths.isEmpty() && filled > MAX_SEARCHED;
        }

        private void add(int index, int from) {
            if (filled == queue.length) {
                queue = Arrays.copyOf(queue, filled * 2);
                cameFrom = Arrays.copyOf(cameFrom, filled * 2);
            }
            seen.set(index);
            queue[filled] = index;
            cameFrom[filled++] = from;
        }

        private int[] chain(int place) {
            IntStream.Builder chain = IntStream.builder();
            for (int at = place; at >= 0; at = cameFrom[at]) {
                chain.add(queue[at]);
            }
            return chain.build().toArray();
        }
    }

    /** Steps that are read when asked for, as chains of millions of links occur. */
    private static final class Steps extends AbstractList<Step> implements RandomAccess {
        private final Heap heap;
        private final IntUnaryOperator objectAt;
        private final int length;

        Steps(Heap heap, IntUnaryOperator objectAt, int length) {
            this.heap = heap;
            this.objectAt = objectAt;
            this.length = length;
        }

        @Override
        public Step get(int i) {
            Objects.checkIndex(i, length);
            HeapObject object = heap.objectAt(objectAt.applyAsInt(i));
            boolean isLast = i == length - 1;
            return new Step(object, isLast ? "" : NamedReference.nameOf(object, heap.idAt(objectAt.applyAsInt(i + 1))));
        }

        @Override
        public int size() {
            return length;
        }
    }

    private boolean keepsAlive(int from, int to) {
        return isWeakCounted || !graph.isWeak(from, to);
    }
}
