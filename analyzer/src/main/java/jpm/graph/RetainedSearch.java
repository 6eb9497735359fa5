package jpm.graph;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import jpm.index.Ints;

/**
 * Finds what would be freed if some objects were not there, by preorder numbers. What they dominate is gone without a look at references. All else is alive that a
 * sweep in preorder reaches from alive objects before it; sweeps go on while each leaves less than half, and a search over what is then left ends it, as
 * chains may run against the order.
 */
final class RetainedSearch {
    private static final int FEW = 1 << 16;

    private final int last;
    private final Ints dominator;
    private final ReferrerRows referrers;
    private final IntPredicate isRoot;
    /** What was removed or is dominated by it, and in the end all that would be freed. */
    private final BitSet gone = new BitSet();
    /** What no alive object is known to refer to, and may have to go. */
    private final BitSet unsure = new BitSet();

    /** @param isRoot of a number */
    RetainedSearch(int last, Ints dominator, ReferrerRows referrers, IntPredicate isRoot) {
        this.last = last;
        this.dominator = dominator;
        this.referrers = referrers;
        this.isRoot = isRoot;
    }

    /** @param removed the numbers of reachable objects */
    BitSet without(BitSet removed) {
        gone.or(removed);
        for (int number = Math.max(1, removed.nextSetBit(0)); number <= last; number++) {
            if (gone.get(dominator.get(number))) {
                gone.set(number);
            }
        }
        // Of one object that is all, by definition.
        if (removed.cardinality() > 1) {
            decideTheRest();
        }
        return gone;
    }

    private void decideTheRest() {
        unsure.set(1, last + 1);
        unsure.andNot(gone);
        int left = sweep();
        for (int before = Integer.MAX_VALUE; left > FEW && left < before / 2; ) {
            before = left;
            left = sweep();
        }
        new Rest(unsure.stream().toArray()).search();
        gone.or(unsure);
    }

    /** Gives how many are still unsure. */
    private int sweep() {
        ReferrerRows.Reader rows = referrers.reader();
        for (int number = unsure.nextSetBit(0); number >= 0; number = unsure.nextSetBit(number + 1)) {
            if (isRoot.test(number) || rows.any(number, this::isAlive)) {
                unsure.clear(number);
            }
        }
        return unsure.cardinality();
    }

    private boolean isAlive(int number) {
        return !gone.get(number) && !unsure.get(number);
    }

    /** A search from alive objects over those that are unsure. */
    private final class Rest {
        private final int[] numbers;
        /** Where the numbers begin to which each of them refers, by place in {@link #numbers}. */
        private final int[] starts;

        private final int[] targets;
        private final int[] queue;
        private int queued;

        Rest(int[] numbers) {
            this.numbers = numbers;
            this.starts = new int[numbers.length + 2];
            this.queue = new int[numbers.length];
            forEachReference((from, to) -> starts[from + 2]++);
            for (int i = 2; i < starts.length; i++) {
                starts[i] += starts[i - 1];
            }
            this.targets = new int[starts[numbers.length + 1]];
            forEachReference((from, to) -> targets[starts[from + 1]++] = to);
        }

        /** Receives the places of two that are unsure, of which one refers to the other. */
        @FunctionalInterface
        private interface ReferenceConsumer {
            void accept(int from, int to);
        }

        private void forEachReference(ReferenceConsumer consumer) {
            ReferrerRows.Reader rows = referrers.reader();
            for (int i = 0; i < numbers.length; i++) {
                int to = i;
                rows.any(numbers[i], referrer -> {
                    if (unsure.get(referrer)) {
                        consumer.accept(Arrays.binarySearch(numbers, referrer), to);
                    }
                    return false;
                });
            }
        }

        void search() {
            ReferrerRows.Reader rows = referrers.reader();
            for (int number : numbers) {
                if (rows.any(number, RetainedSearch.this::isAlive)) {
                    keep(number);
                }
            }
            for (int at = 0; at < queued; at++) {
                int from = queue[at];
                for (int i = starts[from]; i < starts[from + 1]; i++) {
                    keep(numbers[targets[i]]);
                }
            }
        }

        private void keep(int number) {
            if (unsure.get(number)) {
                unsure.clear(number);
                queue[queued++] = Arrays.binarySearch(numbers, number);
            }
        }
    }
}
