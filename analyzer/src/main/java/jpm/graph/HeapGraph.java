package jpm.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import jpm.index.DamagedIndexException;
import jpm.index.IndexReader;
import jpm.index.Ints;
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
    private final Ints numberOf;
    /** By preorder number. */
    private final Ints objectOf;
    /** By preorder number the dominator's, 0 for the virtual root. */
    private final Ints dominator;

    private final int last;

    private final RetainedColumn retained;
    private final ReferrerRows referrers;
    private final NearestReferrers nearest;
    private final WeakReferences weak;
    private final BitSet roots;
    private final String indexProblem;
    private int @Nullable [] largestChild;

    HeapGraph(
            Heap heap,
            ObjectFacts facts,
            int last,
            Ints numberOf,
            Ints objectOf,
            Ints dominator,
            RetainedColumn retained,
            ReferrerRows referrers,
            NearestReferrers nearest,
            WeakReferences weak,
            String indexProblem) {
        this.heap = heap;
        this.facts = facts;
        this.last = last;
        this.numberOf = numberOf;
        this.objectOf = objectOf;
        this.dominator = dominator;
        this.retained = retained;
        this.referrers = referrers;
        this.nearest = nearest;
        this.weak = weak;
        this.indexProblem = indexProblem;
        this.roots = new BitSet(facts.objects());
        for (int root : new RootRules(heap).rootIndexes()) {
            roots.set(root);
        }
    }

    /** What the heap's index holds; null where there is none. */
    static @Nullable HeapGraph load(Heap heap) {
        Dump dump = heap.dump();
        IndexReader index = GraphColumns.open(dump.options().cacheDirectory(), dump.path());
        if (index == null) {
            return null;
        }
        try (index) {
            if (!GraphColumns.fits(index, heap.objectCount())) {
                return null;
            }
            ObjectFacts facts = new ObjectFacts(
                    index.shorts(GraphColumns.CLASSES),
                    index.ints(GraphColumns.WIDE_CLASSES),
                    index.ints(GraphColumns.SIZES));
            ReferrerRows referrers =
                    new ReferrerRows(index.ints(GraphColumns.REFERRER_BLOCKS), index.bytes(GraphColumns.REFERRERS));
            return new HeapGraph(
                    heap,
                    facts,
                    index.ints(GraphColumns.FACTS).get(0),
                    index.ints(GraphColumns.NUMBERS),
                    index.ints(GraphColumns.OBJECTS),
                    index.ints(GraphColumns.DOMINATORS),
                    new RetainedColumn(index.ints(GraphColumns.RETAINED_LOW), index.bytes(GraphColumns.RETAINED_HIGH)),
                    referrers,
                    new NearestReferrers(
                            index.bytes(GraphColumns.NEAREST), index.ints(GraphColumns.NEAREST_FAR), referrers),
                    new WeakReferences(index.ints(GraphColumns.WEAK)),
                    "");
        } catch (IOException | DamagedIndexException e) {
            return null;
        }
    }

    /**
     * Computes everything, and keeps it in an index where the heap's options name a directory for it.
     *
     * @param dump the heap's, with who is told of the progress and who may cancel
     */
    static HeapGraph compute(Heap heap, Dump dump) {
        return new GraphBuild(heap, dump).run();
    }

    /** Why the index could not be kept on disk, or the empty string. */
    public String indexProblem() {
        return indexProblem;
    }

    /** Where the index is kept on disk, or null when it is not. */
    public @Nullable Path indexPath() {
        Dump dump = heap.dump();
        return indexProblem.isEmpty() ? GraphColumns.path(dump.options().cacheDirectory(), dump.path()) : null;
    }

    public Heap heap() {
        return heap;
    }

    /** How many objects the roots reach. */
    public int reachableCount() {
        return last;
    }

    /** The bytes of all objects that the roots reach. */
    public long reachableBytes() {
        return retained.bytes(0);
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
        return number == 0 ? facts.shallowBytes(index) : retained.bytes(number);
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
        int[] found = referrers.of(number);
        for (int i = 0; i < found.length; i++) {
            found[i] = objectOf.get(found[i]);
        }
        return found;
    }

    /** Whether an object refers to another by nothing but being a weak, soft, phantom or final reference to it. */
    public boolean isWeak(int fromIndex, int toIndex) {
        return weak.contains(numberOf.get(fromIndex), numberOf.get(toIndex));
    }

    /**
     * A shortest chain of references from a root to an object, both included, that does without weak references; empty where there is none. Takes time by its
     * own length only.
     */
    public int[] pathFromRoot(int index) {
        int[] chain = new int[64];
        int count = 0;
        for (int number = numberOf.get(index); number != 0; number = nearest.of(number)) {
            if (count == chain.length) {
                chain = Arrays.copyOf(chain, count * 2);
            }
            chain[count++] = number;
        }
        int[] path = new int[count];
        for (int i = 0; i < count; i++) {
            path[count - 1 - i] = objectOf.get(chain[i]);
        }
        return count > 0 && roots.get(path[0]) ? path : new int[0];
    }

    /** Receives an object and its immediate dominator. */
    @FunctionalInterface
    public interface DominatedConsumer {
        /** {@code dominatorIndex} is {@link HeapGraph#NONE} at the top of the tree. */
        void accept(int index, int dominatorIndex, long retainedBytes);
    }

    /** All objects within reach, dominators before those that they dominate. */
    public void forEachReachable(DominatedConsumer consumer) {
        for (int number = 1; number <= last; number++) {
            int of = dominator.get(number);
            consumer.accept(objectOf.get(number), of == 0 ? NONE : objectOf.get(of), retained.bytes(number));
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
        while (largest[at] != 0 && retained.bytes(largest[at]) >= share * retained.bytes(at)) {
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
                if (known[of] == 0 || retained.bytes(number) > retained.bytes(known[of])) {
                    known[of] = number;
                }
            }
            largestChild = known;
        }
        return known;
    }

    /** All objects that would be freed with these, these included; exact, also where several together hold an object. */
    public BitSet retainedSet(int[] indexes) {
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
        return roots.get(objectOf.get(number)) || referrers.any(number, referrer -> alive[referrer]);
    }
}
