package jpm.graph;

import java.util.BitSet;
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
            if (!columns.areDominatorsKnown()) {
                findDominators(columns);
            }
            sumRetained(columns);
            options.progress().report("writing the index", 0, -1);
            heap.awaitKeeping();
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
                columns.weak(),
                columns.problem());
    }

    /** References, what is reachable, and who refers to whom. */
    private GraphColumns search() {
        int classCount = heap.classTable().classes().size();
        GraphColumns columns = GraphColumns.create(dump, scratch, objects, classCount);
        try {
            search(columns);
            return columns;
        } catch (RuntimeException | Error e) {
            columns.close();
            throw e;
        }
    }

    /** What is used at random places is in memory and copied to its column when done; the other columns are filled in place. */
    private void search(GraphColumns columns) {
        Ints sizes = scratch.ints(objects);
        ReferencePass pass = ReferencePass.of(heap, dump, columns.facts(sizes), scratch);
        ReferenceGraph references = pass.references();
        weak = pass.weak();
        moveTo(columns.ints(GraphColumns.SIZES), sizes, objects);
        Ints numberOf = zeros(objects);
        Ints counts = zeros(objects + 2L);
        Ints objectOf = columns.ints(GraphColumns.OBJECTS);
        Ints parent = columns.ints(GraphColumns.RETAINED_LOW);
        FutureTask<Boolean> room = Parallel.start("jpm-room", () -> prepare(references.size()));
        PhaseProgress searching = progress("finding what is reachable", objects);
        Ints stackNumber = columns.ints(GraphColumns.DOMINATORS);
        Ints stackAt = columns.ints(GraphColumns.NUMBERS);
        int last = new Preorder(references, numberOf, objectOf, parent, counts, stackNumber, stackAt, searching)
                .search(roots);
        columns.setLast(last);
        moveTo(columns.ints(GraphColumns.NUMBERS), numberOf, objects);
        Parallel.join(room);
        PhaseProgress turning = progress("turning references round", last);
        inbound = InboundReferences.of(
                references, objectOf, last, counts, columns.ints(GraphColumns.DOMINATORS), scratch, turning);
        references.giveBack(scratch);
    }

    /** New memory takes a while to come; this is done beside other work. */
    private boolean prepare(long length) {
        scratch.giveBack(scratch.ints(length));
        return true;
    }

    private Ints zeros(long length) {
        Ints made = scratch.ints(length);
        made.fill(0, length, 0);
        return made;
    }

    private void moveTo(Ints column, Ints from, long length) {
        from.copyTo(column, 0, length);
        scratch.giveBack(from);
    }

    private PhaseProgress progress(String phase, long total) {
        return new PhaseProgress(options, phase, total);
    }

    private void findDominators(GraphColumns columns) {
        int last = columns.last();
        InboundReferences known = inbound;
        InboundReferences found = known != null
                ? known
                : InboundReferences.of(columns.referrers(), last, scratch, progress("reading referrers", last));
        BitSet isRoot = rootNumbers(columns);
        WeakReferences.Found weakFound = weak;
        if (weakFound != null) {
            weakFound.store(columns);
        }
        FutureTask<int[]> beside = Parallel.start("jpm-nearest", () -> findNearest(columns, found, isRoot));
        findDominators(columns, found, isRoot);
        if (known != null) {
            ReferrerRows.pack(found, last, columns);
            columns.keepSearched();
            options.progress().report("referrers packed", last, last);
        }
        columns.storeNearestFar(Parallel.join(beside));
        inbound = null;
        found.giveBack(scratch);
        columns.keepDominated();
    }

    private BitSet rootNumbers(GraphColumns columns) {
        Ints numberOf = columns.ints(GraphColumns.NUMBERS);
        BitSet isRoot = new BitSet(columns.last() + 1);
        for (int root : roots) {
            isRoot.set(numberOf.get(root));
        }
        return isRoot;
    }

    /** Untold, as it is done while dominators are found. */
    private int[] findNearest(GraphColumns columns, InboundReferences from, BitSet isRoot) {
        PhaseProgress silent = new PhaseProgress(options.withProgress(Progress.NONE), "", columns.last());
        return new NearestReferrers.Search(
                        from,
                        columns.last(),
                        isRoot,
                        columns.weak(),
                        columns.bytes(GraphColumns.NEAREST),
                        scratch,
                        silent)
                .run(scratch);
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

    private void sumRetained(GraphColumns columns) {
        int last = columns.last();
        Ints low = zeros(last + 1L);
        RetainedColumn retained = new RetainedColumn(low, columns.bytes(GraphColumns.RETAINED_HIGH));
        retained.sum(
                last,
                columns.ints(GraphColumns.OBJECTS),
                columns.ints(GraphColumns.DOMINATORS),
                columns.facts(),
                progress("adding up retained sizes", last));
        moveTo(columns.ints(GraphColumns.RETAINED_LOW), low, last + 1L);
    }
}
