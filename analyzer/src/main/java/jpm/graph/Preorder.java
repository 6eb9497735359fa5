package jpm.graph;

import jpm.index.Ints;

/**
 * The objects that roots reach, numbered in the order in which a depth-first search meets them, from 1; number 0 is a virtual root that refers to all
 * roots. Neighbours in the graph mostly get neighbouring numbers, which is what makes the later phases fast.
 */
final class Preorder {
    private static final int DONE = -1;

    private final ReferenceGraph graph;
    private final PhaseProgress progress;
    private final Ints numberOf;
    private final Ints objectOf;
    private final Ints parent;
    private final Ints referrerCounts;
    private int last;
    /** The objects whose references are not done yet, and where they go on. */
    private final Ints stackNumber;

    private final Ints stackAt;
    private int depth;

    /**
     * @param numberOf by object index gets the number, 0 for objects out of reach; zero before
     * @param objectOf by number gets the object index
     * @param parent by number gets the number of the object from which the search came
     * @param referrerCounts by number gets how many references lead there; zero before
     * @param stackNumber for the search alone, as long as there are objects; what may be a file, as chains can be as long as the heap
     * @param stackAt the same
     */
    Preorder(
            ReferenceGraph graph,
            Ints numberOf,
            Ints objectOf,
            Ints parent,
            Ints referrerCounts,
            Ints stackNumber,
            Ints stackAt,
            PhaseProgress progress) {
        this.graph = graph;
        this.numberOf = numberOf;
        this.objectOf = objectOf;
        this.parent = parent;
        this.referrerCounts = referrerCounts;
        this.stackNumber = stackNumber;
        this.stackAt = stackAt;
        this.progress = progress;
    }

    /** Searches, makes the references of reachable objects lead to numbers instead of objects, and gives the largest number. */
    int search(int[] roots) {
        for (int root : roots) {
            if (numberOf.get(root) == 0) {
                from(root);
            }
        }
        return last;
    }

    private void from(int root) {
        int number = visit(root, 0);
        int at = graph.first(root);
        while (true) {
            if (at < 0) {
                if (depth == 0) {
                    return;
                }
                number = stackNumber.get(--depth);
                at = stackAt.get(depth);
            }
            int entry = graph.entry(at);
            int to = entry & Integer.MAX_VALUE;
            int next = entry < 0 ? DONE : at + 1;
            int found = numberOf.get(to);
            boolean isNew = found == 0;
            if (isNew) {
                found = visit(to, number);
            }
            graph.replace(at, entry & Integer.MIN_VALUE | found);
            referrerCounts.set(found, referrerCounts.get(found) + 1);
            int first = isNew ? graph.first(to) : DONE;
            if (first >= 0) {
                if (next >= 0) {
                    push(number, next);
                }
                number = found;
                next = first;
            }
            at = next;
        }
    }

    private void push(int number, int at) {
        stackNumber.set(depth, number);
        stackAt.set(depth++, at);
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
