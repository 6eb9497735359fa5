package jpm.graph;

import java.util.Arrays;
import jpm.io.Cancellation;

/**
 * Immediate dominators by the Semi-NCA algorithm (Georgiadis, Tarjan, Werneck: Finding Dominators in Practice, 2006), over preorder
 * numbers and without recursion.
 *
 * <p>Semidominators are found in reverse preorder; the forest of the numbers already done is kept as ancestor links whose paths are compressed while
 * they are searched. The immediate dominator is then the nearest ancestor in the growing dominator tree that is not below the semidominator. Both
 * loops touch memory mostly in order, as preorder numbers of neighbours are near.
 */
final class Dominators {
    private static final int CHECK_EVERY = 1 << 16;

    private final int last;
    private final int[] semi;
    private final int[] ancestor;
    /** The smallest semidominator on the compressed path to the ancestor. */
    private final int[] label;

    private int[] path = new int[1 << 10];

    private Dominators(int[] parent, int last) {
        this.last = last;
        this.semi = new int[last + 1];
        this.ancestor = parent.clone();
        this.label = new int[last + 1];
    }

    /**
     * Gives by number the number of the immediate dominator, 0 for those that only the virtual root dominates.
     *
     * @param isRoot whether the virtual root refers to a number
     */
    static int[] of(Preorder order, InboundReferences inbound, boolean[] isRoot, Cancellation cancellation) {
        Dominators search = new Dominators(order.parent, order.last);
        search.findSemidominators(order.parent, inbound, isRoot, cancellation);
        return search.immediate(order.parent);
    }

    private void findSemidominators(
            int[] parent, InboundReferences inbound, boolean[] isRoot, Cancellation cancellation) {
        int[] starts = inbound.starts;
        int[] referrers = inbound.referrers;
        for (int number = last; number >= 1; number--) {
            if (number % CHECK_EVERY == 0) {
                cancellation.check();
            }
            int best = isRoot[number] ? 0 : parent[number];
            for (int at = starts[number]; at < starts[number + 1] && best > 0; at++) {
                int referrer = referrers[at];
                int candidate = referrer <= number ? referrer : evaluate(referrer, number);
                best = Math.min(best, candidate);
            }
            semi[number] = best;
            label[number] = best;
        }
    }

    /** The smallest semidominator on the path from {@code from} up to, and without, the first number not above {@code done}. */
    private int evaluate(int from, int done) {
        int depth = 0;
        int at = from;
        while (ancestor[at] > done) {
            if (depth == path.length) {
                path = Arrays.copyOf(path, depth * 2);
            }
            path[depth++] = at;
            at = ancestor[at];
        }
        int top = ancestor[at];
        int smallest = label[at];
        while (depth > 0) {
            int below = path[--depth];
            smallest = Math.min(smallest, label[below]);
            label[below] = smallest;
            ancestor[below] = top;
        }
        return smallest;
    }

    private int[] immediate(int[] parent) {
        int[] immediate = ancestor;
        for (int number = 1; number <= last; number++) {
            int at = parent[number];
            while (at > semi[number]) {
                at = immediate[at];
            }
            immediate[number] = at;
        }
        return immediate;
    }
}
