package jpm.graph;

import jpm.io.Cancellation;

/** By preorder number the numbers of those that refer to an object, in compressed sparse rows. Only objects within reach count. */
final class InboundReferences {
    private static final int CHECK_EVERY = 1 << 16;

    /** Where the referrers of a number begin; those of the next begin where they end. */
    final int[] starts;

    final int[] referrers;

    private InboundReferences(int[] starts, int[] referrers) {
        this.starts = starts;
        this.referrers = referrers;
    }

    /** Takes the counts of the search over for the starts. */
    static InboundReferences of(ReferenceGraph graph, Preorder order, Cancellation cancellation) {
        int[] starts = order.referrerCounts;
        int sum = 0;
        for (int number = 0; number <= order.last; number++) {
            sum += starts[number];
            starts[number] = sum;
        }
        starts[order.last + 1] = sum;
        int[] referrers = new int[sum];
        // Filling backwards from each row's end leaves its start behind, and the referrers in ascending order.
        for (int number = order.last; number >= 1; number--) {
            check(number, cancellation);
            for (int at = graph.first(order.objectOf[number]); at >= 0; ) {
                int entry = graph.entry(at);
                referrers[--starts[entry & Integer.MAX_VALUE]] = number;
                at = entry < 0 ? -1 : at + 1;
            }
        }
        return new InboundReferences(starts, referrers);
    }

    private static void check(int number, Cancellation cancellation) {
        if (number % CHECK_EVERY == 0) {
            cancellation.check();
        }
    }
}
