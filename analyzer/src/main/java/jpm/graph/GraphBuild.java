package jpm.graph;

import java.util.BitSet;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import jpm.index.Ints;
import jpm.index.Scratch;
import jpm.io.Progress;
import org.jspecify.annotations.Nullable;

/** Computes a heap's graph, phase by phase; goes on where a process that was killed came to. */
final class GraphBuild {
    private final Heap heap;
    private final Dump dump;
    private final HeapOptions options;
    private final Scratch scratch;
    private final int objects;
    private final int[] roots;
    private @Nullable InboundReferences inbound;
    private WeakReferences.@Nullable Found weak;
    private NearestReferrers.@Nullable Coding coding;
    private volatile Milestones.@Nullable Found milestones;

    /** @param dump the heap's, with who is told of the progress and who may cancel */
    GraphBuild(Heap heap, Dump dump) {
        this.heap = heap;
        this.dump = dump;
        this.options = dump.options();
        if (heap.objectCount() >= Integer.MAX_VALUE - 8) {
            throw new LimitExceededException("the dump has more than " + (Integer.MAX_VALUE - 8) + " objects");
        }
        this.objects = (int) heap.objectCount();
        long memory = Math.max(0, options.ramBytes() - heap.objects().memoryBytes());
        this.scratch = new Scratch(memory, options.cacheDirectory());
        this.roots = new RootRules(heap).rootIndexes();
    }

    HeapGraph run() {
        GraphColumns left = GraphColumns.resume(dump, scratch, objects);
        try (GraphColumns columns = left != null ? left : search()) {
            Ints low = findDominators(columns);
            options.progress().report("writing the index", 0, -1);
            heap.awaitKeeping();
            moveTo(columns.ints(GraphColumns.RETAINED_LOW), low, columns.last() + 1L);
            columns.commit();
            return graph(columns);
        }
    }

    private HeapGraph graph(GraphColumns columns) {
        return new HeapGraph(
                heap,
                columns.facts(),
                columns.last(),
                columns.ints(GraphColumns.NUMBERS),
                columns.ints(GraphColumns.OBJECTS),
                columns.ints(GraphColumns.DOMINATORS),
                columns.retained(),
                columns.referrers(),
                columns.nearest(),
                columns.milestones(),
                columns.weak(),
                columns.problem());
    }

    /** References, what is reachable, and who refers to whom. */
    private GraphColumns search() {
        int classCount = heap.classTable().classes().size();
        // New memory takes a while to come; here and below it is touched beside other work.
        FutureTask<Ints> starts = Parallel.start("jpm-room", () -> scratch.zeros(objects + 2L));
        GraphColumns columns = GraphColumns.create(dump, scratch, objects, classCount);
        try {
            search(columns, starts);
            return columns;
        } catch (RuntimeException | Error e) {
            columns.close();
            throw e;
        }
    }

    /** What is used at random places is in memory and copied to its column when done; the other columns are filled in place. */
    private void search(GraphColumns columns, FutureTask<Ints> starts) {
        ReferencePass pass = ReferencePass.of(heap, dump, columns.facts(), starts, scratch);
        ReferenceGraph references = pass.references();
        weak = pass.weak();
        FutureTask<Ints> room = Parallel.start("jpm-room", () -> scratch.ints(references.size()));
        FutureTask<Ints> nearest = Parallel.start("jpm-nearest", () -> findNearest(columns, references, pass.weak()));
        Ints numberOf = scratch.zeros(objects);
        Ints counts = scratch.zeros(objects + 1L);
        Ints objectOf = columns.ints(GraphColumns.OBJECTS);
        Ints spare = columns.ints(GraphColumns.DOMINATORS);
        Preorder.Found found = new Preorder.Found(numberOf, objectOf, columns.ints(GraphColumns.RETAINED_LOW), counts);
        int last = Parallel.beside(nearest, () -> number(references, found, spare));
        columns.setLast(last);
        Ints referrerOf = Parallel.join(nearest);
        PhaseProgress turning = progress("turning references round", 2L * last);
        NearestReferrers.Coding codes =
                new NearestReferrers.Coding(last, objectOf, columns.bytes(GraphColumns.NEAREST), scratch);
        codes.begin(referrerOf, numberOf, turning);
        coding = codes;
        inbound = new InboundReferences.Turning(references, numberOf, objectOf, last, turning)
                .run(counts, referrerOf, spare, Parallel.join(room), scratch);
        scratch.giveBack(counts);
        moveTo(columns.ints(GraphColumns.NUMBERS), numberOf, objects);
    }

    private int number(ReferenceGraph references, Preorder.Found found, Ints spare) {
        PhaseProgress searching = progress("finding what is reachable", objects);
        return new Preorder(references, found, spare, searching).search(roots);
    }

    /** By object index the nearest referrers, for now where numbers will be. */
    private Ints findNearest(GraphColumns columns, ReferenceGraph references, WeakReferences.Found weakFound) {
        Ints referrerOf = columns.ints(GraphColumns.NUMBERS);
        NearestSearch search =
                new NearestSearch(references, weakFound.bySource(objects), objects, referrerOf, untold());
        search.from(roots);
        milestones = search.milestones();
        return referrerOf;
    }

    private void moveTo(Ints column, Ints from, long length) {
        from.copyTo(column, 0, length);
        scratch.giveBack(from);
    }

    private PhaseProgress progress(String phase, long total) {
        return new PhaseProgress(options, phase, total);
    }

    /** Gives the low parts of what is retained: their column has the search's tree as long as that may be gone on with. */
    private Ints findDominators(GraphColumns columns) {
        int last = columns.last();
        InboundReferences known = inbound;
        InboundReferences found = known != null
                ? known
                : InboundReferences.of(columns.referrers(), last, scratch, progress("reading referrers", last));
        FutureTask<Boolean> keeping = Parallel.start("jpm-referrers", () -> known == null || keep(known, columns));
        Ints low = Parallel.beside(keeping, () -> {
            findDominators(columns, found, rootNumbers(columns));
            return sumRetained(columns);
        });
        Parallel.join(keeping);
        inbound = null;
        coding = null;
        found.giveBack(scratch);
        return low;
    }

    /** Beside the dominators. */
    private boolean keep(InboundReferences found, GraphColumns columns) {
        int last = columns.last();
        Objects.requireNonNull(weak).store(columns);
        ReferrerRows.pack(found, last, columns);
        options.cancellation().check();
        columns.storeNearestFar(Objects.requireNonNull(coding).end(found, scratch));
        Objects.requireNonNull(milestones).store(columns);
        columns.keepSearched();
        options.progress().report("referrers packed", last, last);
        return true;
    }

    private BitSet rootNumbers(GraphColumns columns) {
        Ints numberOf = columns.ints(GraphColumns.NUMBERS);
        BitSet isRoot = new BitSet(columns.last() + 1);
        for (int root : roots) {
            isRoot.set(numberOf.get(root));
        }
        return isRoot;
    }

    private PhaseProgress untold() {
        return new PhaseProgress(options.withProgress(Progress.NONE), "", objects);
    }

    private void findDominators(GraphColumns columns, InboundReferences from, BitSet isRoot) {
        Dominators.of(
                columns.ints(GraphColumns.RETAINED_LOW),
                columns.last(),
                from,
                isRoot,
                columns.ints(GraphColumns.DOMINATORS),
                scratch,
                progress("finding dominators", columns.last()));
    }

    private Ints sumRetained(GraphColumns columns) {
        int last = columns.last();
        Ints sums = scratch.zeros(last + 1L);
        RetainedColumn retained = new RetainedColumn(sums, columns.bytes(GraphColumns.RETAINED_HIGH));
        retained.sum(
                last,
                columns.ints(GraphColumns.OBJECTS),
                columns.ints(GraphColumns.DOMINATORS),
                columns.facts(),
                progress("adding up retained sizes", last));
        return sums;
    }
}
