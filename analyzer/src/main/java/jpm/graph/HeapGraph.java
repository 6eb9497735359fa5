package jpm.graph;

import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import jpm.index.IndexReader;
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

    private final RetainedColumn retained;
    private final ReferrerRows referrers;
    private final BitSet roots;
    private final String indexProblem;
    private int @Nullable [] largestChild;

    private HeapGraph(
            Heap heap,
            ObjectFacts facts,
            IntBuffer numberOf,
            IntBuffer objectOf,
            IntBuffer dominator,
            RetainedColumn retained,
            ReferrerRows referrers,
            String indexProblem) {
        this.heap = heap;
        this.facts = facts;
        this.numberOf = numberOf;
        this.objectOf = objectOf;
        this.dominator = dominator;
        this.retained = retained;
        this.referrers = referrers;
        this.indexProblem = indexProblem;
        this.roots = new BitSet(facts.objects());
        for (int root : new RootRules(heap).rootIndexes()) {
            roots.set(root);
        }
    }

    /** What the heap's index holds; null where there is none. */
    static @Nullable HeapGraph load(Heap heap) {
        Dump dump = heap.dump();
        IndexReader index = GraphIndex.open(dump.options().cacheDirectory(), dump.path());
        if (index == null) {
            return null;
        }
        try {
            ObjectFacts facts = new ObjectFacts(
                    index.shorts(GraphIndex.CLASSES),
                    index.ints(GraphIndex.WIDE_CLASSES),
                    index.ints(GraphIndex.SIZES));
            HeapGraph graph = new HeapGraph(
                    heap,
                    facts,
                    index.ints(GraphIndex.NUMBERS),
                    index.ints(GraphIndex.OBJECTS),
                    index.ints(GraphIndex.DOMINATORS),
                    new RetainedColumn(index.ints(GraphIndex.RETAINED_LOW), index.bytes(GraphIndex.RETAINED_HIGH)),
                    new ReferrerRows(index.ints(GraphIndex.REFERRER_BLOCKS), index.bytes(GraphIndex.REFERRERS)),
                    "");
            index.close();
            return facts.objects() == heap.objectCount() ? graph : null;
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * Computes everything, and keeps it in an index where the heap's options name a directory for it.
     *
     * @param dump the heap's, with who is told of the progress and who may cancel
     */
    static HeapGraph compute(Heap heap, Dump dump) {
        Cancellation cancellation = dump.options().cancellation();
        Progress progress = dump.options().progress();
        try (GraphIndex index = GraphIndex.create(dump.options().cacheDirectory(), dump.path())) {
            ReferencePass pass = ReferencePass.of(heap, dump);
            ObjectFacts facts = pass.facts;
            index.add(to -> to.addShorts(facts.shortClassArray(), facts.shortClassArray().length));
            index.add(to -> to.addInts(facts.classArray(), facts.classArray().length));
            index.add(to -> to.addInts(facts.sizeUnitArray(), facts.objects()));
            int[] roots = new RootRules(heap).rootIndexes();
            progress.report("finding what is reachable", 0, -1);
            Preorder order = Preorder.of(pass.references, roots, cancellation);
            index.add(to -> to.addInts(order.numberOf, order.numberOf.length));
            index.add(to -> to.addInts(order.objectOf, order.last + 1));
            progress.report("turning references round", 0, -1);
            InboundReferences inbound = InboundReferences.of(pass.references, order, cancellation);
            FutureTask<ReferrerRows.Packed> packing = new FutureTask<>(() -> ReferrerRows.pack(inbound, order.last));
            Thread packer = new Thread(packing, "jpm-packing");
            packer.setDaemon(true);
            packer.start();
            progress.report("finding dominators", 0, -1);
            boolean[] isRoot = new boolean[order.last + 1];
            for (int root : roots) {
                isRoot[order.numberOf[root]] = true;
            }
            int[] dominator = Dominators.of(order, inbound, isRoot, cancellation);
            RetainedColumn.Arrays retained = RetainedColumn.sum(order, dominator, facts);
            ReferrerRows.Packed packed = Parallel.join(packing);
            progress.report("writing the index", 0, -1);
            index.add(to -> to.addInts(packed.blockAt(), packed.blockAt().length));
            index.add(to -> to.addBytes(packed.bytes(), packed.length()));
            index.add(to -> to.addInts(dominator, order.last + 1));
            index.add(to -> to.addInts(retained.low(), order.last + 1));
            index.add(to -> to.addBytes(retained.high(), order.last + 1));
            index.commit();
            return new HeapGraph(
                    heap,
                    facts,
                    IntBuffer.wrap(order.numberOf),
                    IntBuffer.wrap(order.objectOf, 0, order.last + 1).slice(),
                    IntBuffer.wrap(dominator),
                    retained.column(),
                    packed.rows(),
                    index.problem());
        }
    }

    /** Why the index could not be kept on disk, or the empty string. */
    public String indexProblem() {
        return indexProblem;
    }

    /** Where the index is kept on disk, or null when it is not. */
    public @Nullable Path indexPath() {
        Dump dump = heap.dump();
        return indexProblem.isEmpty() ? GraphIndex.path(dump.options().cacheDirectory(), dump.path()) : null;
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
        return roots.get(objectOf.get(number)) || referrers.any(number, referrer -> alive[referrer]);
    }
}
