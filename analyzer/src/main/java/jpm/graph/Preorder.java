package jpm.graph;

import jpm.index.Ints;

/**
 * The objects that roots reach, numbered in the order in which a depth-first search meets them, from 1; number 0 is a virtual root that refers to all
 * roots. Neighbours in the graph mostly get neighbouring numbers, which is what makes the later phases fast.
 */
final class Preorder {
    private final ReferenceGraph graph;
    private final PhaseProgress progress;
    private final Ints numberOf;
    private final Ints objectOf;
    private final Ints parent;
    private final Ints referrerCounts;
    private final Ints resumeAt;
    private int last;

    /**
     * What a search finds.
     *
     * @param numberOf by object index gets the number, 0 for objects out of reach; zero before
     * @param objectOf by number gets the object index
     * @param parent by number gets the number of the object from which the search came
     * @param referrerCounts by number gets how many references of reachable objects lead there; zero before
     */
    record Found(Ints numberOf, Ints objectOf, Ints parent, Ints referrerCounts) {}

    /** @param resumeAt for the search alone: by number where in an object's references it goes on */
    Preorder(ReferenceGraph graph, Found found, Ints resumeAt, PhaseProgress progress) {
        this.graph = graph;
        this.numberOf = found.numberOf;
        this.objectOf = found.objectOf;
        this.parent = found.parent;
        this.referrerCounts = found.referrerCounts;
        this.resumeAt = resumeAt;
        this.progress = progress;
    }

    /** Searches, and gives the largest number. */
    int search(int[] roots) {
        for (int root : roots) {
            if (numberOf.get(root) == 0) {
                from(root);
            }
        }
        return last;
    }

    /** The tree found so far is the stack. */
    private void from(int root) {
        int number = visit(root, 0);
        int at = graph.first(root);
        while (true) {
            while (at == ReferenceGraph.NO_REFERENCES) {
                number = parent.get(number);
                if (number == 0) {
                    return;
                }
                at = resumeAt.get(number);
            }
            int entry = graph.entry(at);
            int to = entry & Integer.MAX_VALUE;
            int next = entry < 0 ? ReferenceGraph.NO_REFERENCES : at + 1;
            int known = numberOf.get(to);
            if (known == 0) {
                resumeAt.set(number, next);
                number = visit(to, number);
                known = number;
                next = graph.first(to);
            }
            referrerCounts.set(known, referrerCounts.get(known) + 1);
            at = next;
        }
    }

    private int visit(int object, int from) {
        int number = ++last;
        progress.step(number);
        numberOf.set(object, number);
        objectOf.set(number, object);
        parent.set(number, from);
        return number;
    }
}
