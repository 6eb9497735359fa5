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
         * @param counts by object index how many references lead there; becomes anything
         * @param begins by number, for the work alone
         * @param ends by number, for the work alone
         * @param referrers gets the rows; as long as there are references
         */
        InboundReferences run(Ints counts, Ints begins, Ints ends, Ints referrers, Scratch scratch) {
            int middle = last / 2;
            FutureTask<Boolean> upperCounts =
                    Parallel.start("jpm-turning", () -> order(middle + 1, last, counts, ends));
            order(1, middle, counts, ends);
            Parallel.join(upperCounts);
            int sum = 0;
            for (int number = 0; number <= last; number++) {
                begins.set(number, sum);
                counts.set(number, sum);
                sum += number == 0 ? 0 : ends.get(number);
                ends.set(number, sum);
            }
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

        /** From the order of objects to that of numbers. */
        private boolean order(int first, int end, Ints counts, Ints ordered) {
            for (int number = first; number <= end; number++) {
                ordered.set(number, counts.get(objectOf.get(number)));
            }
            return true;
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
