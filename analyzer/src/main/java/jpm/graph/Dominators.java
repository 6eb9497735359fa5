package jpm.graph;

import java.util.Arrays;
import java.util.BitSet;
import jpm.index.Ints;
import jpm.index.Scratch;

/**
 * Immediate dominators by the Semi-NCA algorithm (Georgiadis, Tarjan, Werneck: Finding Dominators in Practice, 2006), over preorder
 * numbers and without recursion.
 *
 * <p>Semidominators are found in reverse preorder; the forest of the numbers already done is kept as ancestor links whose paths are compressed while
 * they are searched. The immediate dominator is then the nearest ancestor in the growing dominator tree that is not below the semidominator. Both
 * loops touch memory mostly in order, as preorder numbers of neighbours are near.
 */
final class Dominators {

    private final int last;
    private final Ints parent;
    private final PhaseProgress progress;
    private final Ints semi;
    /** Becomes the dominators: a number's ancestor is not needed any more when its dominator is found. */
    private final Ints ancestor;
    /** The smallest semidominator on the compressed path to the ancestor. */
    private final Ints label;

    private int[] path = new int[1 << 10];

    private Dominators(Ints parent, int last, Ints result, Scratch scratch, PhaseProgress progress) {
        this.parent = parent;
        this.last = last;
        this.progress = progress;
        this.semi = result;
        this.ancestor = scratch.ints(last + 1L);
        this.label = scratch.ints(last + 1L);
    }

    /**
     * Gives by number the number of the immediate dominator, 0 for those that only the virtual root dominates.
     *
     * @param parent by number the one from which the search came
     * @param isRoot whether the virtual root refers to a number
     * @param result gets the dominators
     */
    static void of(
            Ints parent,
            int last,
            InboundReferences inbound,
            BitSet isRoot,
            Ints result,
            Scratch scratch,
            PhaseProgress progress) {
        Dominators search = new Dominators(parent, last, result, scratch, progress);
        parent.copyTo(search.ancestor, 0, last + 1L);
        search.findSemidominators(inbound, isRoot);
        search.findImmediate();
        search.ancestor.copyTo(result, 0, last + 1L);
        scratch.giveBack(search.ancestor);
        scratch.giveBack(search.label);
    }

    private void findSemidominators(InboundReferences inbound, BitSet isRoot) {
        Ints starts = inbound.starts;
        Ints referrers = inbound.referrers;
        int end = starts.get(last + 1);
        for (int number = last; number >= 1; number--) {
            progress.step(number);
            // The number is on no compressed path yet.
            int best = isRoot.get(number) ? 0 : ancestor.get(number);
            int start = starts.get(number);
            for (int at = start; at < end && best > 0; at++) {
                int referrer = referrers.get(at);
                int candidate = referrer <= number ? referrer : evaluate(referrer, number);
                best = Math.min(best, candidate);
            }
            semi.set(number, best);
            label.set(number, best);
            end = start;
        }
    }

    /** The smallest semidominator on the path from {@code from} up to, and without, the first number not above {@code done}. */
    private int evaluate(int from, int done) {
        int depth = 0;
        int at = from;
        int top = ancestor.get(at);
        while (top > done) {
            if (depth == path.length) {
                path = Arrays.copyOf(path, depth * 2);
            }
            path[depth++] = at;
            at = top;
            top = ancestor.get(at);
        }
        int smallest = label.get(at);
        while (depth > 0) {
            int below = path[--depth];
            smallest = Math.min(smallest, label.get(below));
            label.set(below, smallest);
            ancestor.set(below, top);
        }
        return smallest;
    }

    private void findImmediate() {
        for (int number = 1; number <= last; number++) {
            int at = parent.get(number);
            int lowest = semi.get(number);
            while (at > lowest) {
                at = ancestor.get(at);
            }
            ancestor.set(number, at);
        }
    }
}
