package jpm.graph;

import java.io.IOException;
import java.nio.file.Path;
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
    private final Milestones milestones;
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
            Milestones milestones,
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
        this.milestones = milestones;
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
                    new Milestones(index.ints(GraphColumns.MILESTONES)),
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
        return referrers(index, Integer.MAX_VALUE);
    }

    /** The same, of very many the first {@code most}. */
    public int[] referrers(int index, int most) {
        int number = numberOf.get(index);
        if (number == 0) {
            return new int[0];
        }
        int[] found = referrers.of(number, most);
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
     * A shortest chain of references from a root to an object that does without weak references; null where there is none. Takes less than a thousandth of the time
     * that it would take to go over a long one.
     */
    public @Nullable ReferenceChain findPathFromRoot(int index) {
        ReferenceChain chain = ReferenceChain.of(numberOf.get(index), objectOf, nearest, milestones);
        return chain.length() > 0 && roots.get(chain.objectAt(0)) ? chain : null;
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
        long left = number == 0 ? 0 : retained.bytes(number) - facts.shallowBytes(index);
        // In a damaged dump objects without a class, and thus without a size, may follow.
        boolean isSizeKnown = !heap.coverage().isPartial();
        for (int other = number + 1; number > 0 && other <= last && (left > 0 || !isSizeKnown); other++) {
            if (dominator.get(other) == number) {
                found.add(objectOf.get(other));
                left -= retained.bytes(other);
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

    /** All objects that would be freed with these, these included as far as they are reachable; exact, also where several together hold an object. */
    public BitSet retainedSet(int[] indexes) {
        BitSet removed = new BitSet();
        for (int index : indexes) {
            removed.set(numberOf.get(index));
        }
        removed.clear(0);
        BitSet freed = new BitSet();
        new RetainedSearch(last, dominator, referrers, number -> roots.get(objectOf.get(number)))
                .without(removed).stream().forEach(number -> freed.set(objectOf.get(number)));
        return freed;
    }
}
