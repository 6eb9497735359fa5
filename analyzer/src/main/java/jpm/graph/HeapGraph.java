package jpm.graph;

import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.BitSet;
import java.util.stream.IntStream;
import jpm.io.Cancellation;
import jpm.io.Progress;
import org.jspecify.annotations.Nullable;

/**
 * The references of a heap and what follows from them: what is reachable, who dominates whom, what is retained. Objects are named by their indexes.
 * Thread-safe.
 */
public final class HeapGraph {
    /** Stands for "no object". */
    public static final int NONE = -1;

    private final Heap heap;
    private final ObjectFacts facts;
    /** By object index the preorder number, 0 for objects out of reach. */
    private final IntBuffer numberOf;
    /** By preorder number. */
    private final IntBuffer objectOf;
    /** By preorder number the dominator's, 0 for the virtual root. */
    private final IntBuffer dominator;
    /** By preorder number. */
    private final LongBuffer retained;

    private final IntBuffer referrerStarts;
    private final IntBuffer referrers;

    private final BitSet roots;
    private int @Nullable [] largestChild;

    private HeapGraph(
            Heap heap, ObjectFacts facts, Preorder order, InboundReferences inbound, int[] dominator, long[] retained) {
        this.heap = heap;
        this.facts = facts;
        this.numberOf = IntBuffer.wrap(order.numberOf);
        this.objectOf = IntBuffer.wrap(order.objectOf);
        this.dominator = IntBuffer.wrap(dominator);
        this.retained = LongBuffer.wrap(retained);
        this.referrerStarts = IntBuffer.wrap(inbound.starts);
        this.referrers = IntBuffer.wrap(inbound.referrers);
        this.roots = new BitSet(facts.objects());
        for (int root : new RootRules(heap).rootIndexes()) {
            roots.set(root);
        }
    }

    static HeapGraph of(Heap heap) {
        Cancellation cancellation = heap.dump().options().cancellation();
        Progress progress = heap.dump().options().progress();
        ReferencePass pass = ReferencePass.of(heap);
        int[] roots = new RootRules(heap).rootIndexes();
        progress.report("finding what is reachable", 0, -1);
        Preorder order = Preorder.of(pass.references, roots, cancellation);
        progress.report("turning references round", 0, -1);
        InboundReferences inbound = InboundReferences.of(pass.references, order, cancellation);
        boolean[] isRoot = new boolean[order.last + 1];
        for (int root : roots) {
            isRoot[order.numberOf[root]] = true;
        }
        progress.report("finding dominators", 0, -1);
        int[] dominator = Dominators.of(order, inbound, isRoot, cancellation);
        return new HeapGraph(heap, pass.facts, order, inbound, dominator, retained(order, dominator, pass.facts));
    }

    private static long[] retained(Preorder order, int[] dominator, ObjectFacts facts) {
        long[] retained = new long[order.last + 1];
        for (int number = order.last; number >= 1; number--) {
            retained[number] += facts.shallowBytes(order.objectOf[number]);
            retained[dominator[number]] += retained[number];
        }
        return retained;
    }

    public Heap heap() {
        return heap;
    }

    /** How many objects the roots reach. */
    public int reachableCount() {
        return objectOf.capacity() - 1;
    }

    /** The bytes of all objects that the roots reach. */
    public long reachableBytes() {
        return retained.get(0);
    }

    public boolean isReachable(int index) {
        return numberOf.get(index) != 0;
    }

    /** The immediate dominator, or {@link #NONE} for an object out of reach or one that only the roots together dominate. */
    public int dominatorOf(int index) {
        int number = numberOf.get(index);
        int of = number == 0 ? 0 : dominator.get(number);
        return of == 0 ? NONE : objectOf.get(of);
    }

    /** The bytes that would be freed with the object; its own where it is out of reach. */
    public long retainedBytes(int index) {
        int number = numberOf.get(index);
        return number == 0 ? facts.shallowBytes(index) : retained.get(number);
    }

    public long shallowBytes(int index) {
        return facts.shallowBytes(index);
    }

    /** The class's place in {@link Heap#classes()}, or -1 when the dump does not describe it. */
    public int classNumber(int index) {
        return facts.classNumber(index);
    }

    /** Those within reach that refer to an object; instances of a class are no referrers of a class that is a root. */
    public int[] referrers(int index) {
        int number = numberOf.get(index);
        if (number == 0) {
            return new int[0];
        }
        int from = referrerStarts.get(number);
        int[] found = new int[referrerStarts.get(number + 1) - from];
        for (int i = 0; i < found.length; i++) {
            found[i] = objectOf.get(referrers.get(from + i));
        }
        return found;
    }

    /** Receives an object and its immediate dominator. */
    @FunctionalInterface
    public interface DominatedConsumer {
        /** {@code dominatorIndex} is {@link HeapGraph#NONE} at the top of the tree. */
        void accept(int index, int dominatorIndex, long retainedBytes);
    }

    /** All objects within reach, dominators before those that they dominate. */
    public void forEachReachable(DominatedConsumer consumer) {
        int last = reachableCount();
        for (int number = 1; number <= last; number++) {
            int of = dominator.get(number);
            consumer.accept(objectOf.get(number), of == 0 ? NONE : objectOf.get(of), retained.get(number));
        }
    }

    /** Whether an object is alive by itself. */
    public boolean isRoot(int index) {
        return roots.get(index);
    }

    /** The objects that an object immediately dominates. */
    public int[] dominatedBy(int index) {
        int number = numberOf.get(index);
        IntStream.Builder found = IntStream.builder();
        if (number > 0) {
            for (int other = number + 1; other <= reachableCount(); other++) {
                if (dominator.get(other) == number) {
                    found.add(objectOf.get(other));
                }
            }
        }
        return found.build().toArray();
    }

    /**
     * Goes down the dominator tree while one child holds at least {@code share} of what its parent retains; gives the last object: where what is retained
     * accumulates.
     */
    public int accumulationPoint(int index, double share) {
        int[] largest = largestChildren();
        int at = numberOf.get(index);
        while (largest[at] != 0 && retained.get(largest[at]) >= share * retained.get(at)) {
            at = largest[at];
        }
        return at == 0 ? index : objectOf.get(at);
    }

    private synchronized int[] largestChildren() {
        int[] known = largestChild;
        if (known == null) {
            known = new int[reachableCount() + 1];
            for (int number = 1; number < known.length; number++) {
                int of = dominator.get(number);
                if (known[of] == 0 || retained.get(number) > retained.get(known[of])) {
                    known[of] = number;
                }
            }
            largestChild = known;
        }
        return known;
    }

    /** All objects that would be freed with these, these included; exact, also where several together hold an object. */
    public BitSet retainedSet(int[] indexes) {
        int last = reachableCount();
        boolean[] removed = new boolean[last + 1];
        for (int index : indexes) {
            removed[numberOf.get(index)] = true;
        }
        boolean[] alive = new boolean[last + 1];
        boolean isChanging = true;
        while (isChanging) {
            isChanging = false;
            for (int number = 1; number <= last; number++) {
                if (!alive[number] && !removed[number] && isAlive(number, alive)) {
                    alive[number] = true;
                    isChanging = true;
                }
            }
        }
        BitSet freed = new BitSet();
        for (int number = 1; number <= last; number++) {
            if (!alive[number]) {
                freed.set(objectOf.get(number));
            }
        }
        return freed;
    }

    private boolean isAlive(int number, boolean[] alive) {
        if (roots.get(objectOf.get(number))) {
            return true;
        }
        int end = referrerStarts.get(number + 1);
        for (int at = referrerStarts.get(number); at < end; at++) {
            if (alive[referrers.get(at)]) {
                return true;
            }
        }
        return false;
    }
}
