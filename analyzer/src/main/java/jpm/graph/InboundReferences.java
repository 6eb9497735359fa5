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

    /** Turns references round. */
    static final class Turning {
        private final ReferenceGraph graph;
        private final Ints numberOf;
        private final Ints objectOf;
        private final int last;
        private final PhaseProgress progress;

        Turning(ReferenceGraph graph, Ints numberOf, Ints objectOf, int last, PhaseProgress progress) {
            this.graph = graph;
            this.numberOf = numberOf;
            this.objectOf = objectOf;
            this.last = last;
            this.progress = progress;
        }

        /**
         * By two threads where there may be two. Gives the graph's memory back.
         *
         * @param counts by number how many references lead there; becomes anything
         * @param begins by number, for the work alone
         * @param ends by number, for the work alone
         * @param referrers gets the rows; as long as there are references
         */
        InboundReferences run(Ints counts, Ints begins, Ints ends, Ints referrers, Scratch scratch) {
            int sum = 0;
            for (int number = 0; number <= last; number++) {
                begins.set(number, sum);
                int count = counts.get(number);
                counts.set(number, sum);
                sum += count;
                ends.set(number, sum);
            }
            int middle = last / 2;
            // Each row is filled from both of its ends, so that its referrers ascend.
            FutureTask<Boolean> upper = Parallel.start("jpm-turning", () -> fillBackwards(middle, ends, referrers));
            fillForwards(middle, counts, referrers);
            Parallel.join(upper);
            graph.giveBack(scratch);
            Ints starts = scratch.ints(last + 2L);
            begins.copyTo(starts, 0, last + 1L);
            starts.set(last + 1, sum);
            return new InboundReferences(starts, referrers);
        }

        private void fillForwards(int middle, Ints fills, Ints referrers) {
            for (int number = 1; number <= middle; number++) {
                progress.step(number);
                int at = graph.first(objectOf.get(number));
                while (at != ReferenceGraph.NO_REFERENCES) {
                    int entry = graph.entry(at);
                    int target = numberOf.get(entry & Integer.MAX_VALUE);
                    int place = fills.get(target);
                    fills.set(target, place + 1);
                    referrers.set(place, number);
                    at = entry < 0 ? ReferenceGraph.NO_REFERENCES : at + 1;
                }
            }
        }

        private boolean fillBackwards(int middle, Ints ends, Ints referrers) {
            for (int number = last; number > middle; number--) {
                progress.step(number);
                int at = graph.first(objectOf.get(number));
                while (at != ReferenceGraph.NO_REFERENCES) {
                    int entry = graph.entry(at);
                    int target = numberOf.get(entry & Integer.MAX_VALUE);
                    int place = ends.get(target) - 1;
                    ends.set(target, place);
                    referrers.set(place, number);
                    at = entry < 0 ? ReferenceGraph.NO_REFERENCES : at + 1;
                }
            }
            return true;
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

    /** The place of a referrer among those of a number. */
    int placeOf(int referrer, int number) {
        int begin = starts.get(number);
        int low = begin;
        int high = starts.get(number + 1) - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (referrers.get(middle) < referrer) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - begin;
    }

    void giveBack(Scratch scratch) {
        scratch.giveBack(starts);
        scratch.giveBack(referrers);
    }
}
