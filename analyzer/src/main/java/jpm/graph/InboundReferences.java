package jpm.graph;

import java.util.concurrent.FutureTask;
import jpm.index.Ints;
import jpm.index.Scratch;

/** By preorder number the numbers of those that refer to an object, in compressed sparse rows. Only objects within reach count. */
final class InboundReferences {
    /** Where the referrers of a number begin; those of the next begin where they end. */
    final Ints starts;

    final Ints referrers;

    private InboundReferences(Ints starts, Ints referrers) {
        this.starts = starts;
        this.referrers = referrers;
    }

    /**
     * Turns references round, by two threads where there may be two.
     *
     * @param counts by number how many references lead there, one entry more than there are numbers; becomes the starts
     * @param ends by number, for the work alone
     */
    static InboundReferences of(
            ReferenceGraph graph,
            Ints objectOf,
            int last,
            Ints counts,
            Ints ends,
            Scratch scratch,
            PhaseProgress progress) {
        int sum = 0;
        for (int number = 0; number <= last; number++) {
            int count = counts.get(number);
            counts.set(number, sum);
            sum += count;
            ends.set(number, sum);
        }
        counts.set(last + 1, sum);
        Ints fills = scratch.ints(last + 1L);
        counts.copyTo(fills, 0, last + 1L);
        Ints referrers = scratch.ints(sum);
        int middle = last / 2;
        // Each row is filled from both of its ends, so that its referrers ascend.
        FutureTask<Boolean> upper = Parallel.start("jpm-turning", () -> {
            for (int number = last; number > middle; number--) {
                fillBackwards(graph, objectOf.get(number), number, ends, referrers);
                progress.step(number);
            }
            return true;
        });
        for (int number = 1; number <= middle; number++) {
            fillForwards(graph, objectOf.get(number), number, fills, referrers);
            progress.step(number);
        }
        Parallel.join(upper);
        scratch.giveBack(fills);
        return new InboundReferences(counts, referrers);
    }

    private static void fillForwards(ReferenceGraph graph, int object, int number, Ints fills, Ints referrers) {
        for (int at = graph.first(object); at >= 0; ) {
            int entry = graph.entry(at);
            int target = entry & Integer.MAX_VALUE;
            int place = fills.get(target);
            fills.set(target, place + 1);
            referrers.set(place, number);
            at = entry < 0 ? -1 : at + 1;
        }
    }

    private static void fillBackwards(ReferenceGraph graph, int object, int number, Ints ends, Ints referrers) {
        for (int at = graph.first(object); at >= 0; ) {
            int entry = graph.entry(at);
            int target = entry & Integer.MAX_VALUE;
            int place = ends.get(target) - 1;
            ends.set(target, place);
            referrers.set(place, number);
            at = entry < 0 ? -1 : at + 1;
        }
    }

    /** From the rows of an index. */
    static InboundReferences of(ReferrerRows rows, int last, Scratch scratch, PhaseProgress progress) {
        Ints starts = scratch.ints(last + 2L);
        long count = rows.count(last);
        if (count > Integer.MAX_VALUE) {
            throw new LimitExceededException("the dump has more than " + Integer.MAX_VALUE + " references");
        }
        Ints referrers = scratch.ints(count);
        rows.unpack(last, starts, referrers, progress);
        return new InboundReferences(starts, referrers);
    }

    void giveBack(Scratch scratch) {
        scratch.giveBack(starts);
        scratch.giveBack(referrers);
    }
}
