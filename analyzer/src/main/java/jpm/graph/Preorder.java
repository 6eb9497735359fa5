package jpm.graph;

import java.util.Arrays;
import jpm.io.Cancellation;

/**
 * The objects that roots reach, numbered in the order in which a depth-first search meets them, from 1; number 0 is a virtual root that refers to all
 * roots. Neighbours in the graph mostly get neighbouring numbers, which is what makes the later phases fast.
 */
final class Preorder {
    private static final int CHECK_EVERY = 1 << 16;

    /** By object index the number, 0 for objects out of reach. */
    final int[] numberOf;
    /** By number the object index; entry 0 and those behind the largest number mean nothing. */
    final int[] objectOf;
    /** By number the number of the object from which the search came. */
    final int[] parent;
    /** By number how many references lead there. */
    final int[] referrerCounts;
    /** The largest number. */
    final int last;

    private Preorder(int[] numberOf, int[] objectOf, int[] parent, int[] referrerCounts, int last) {
        this.numberOf = numberOf;
        this.objectOf = objectOf;
        this.parent = parent;
        this.referrerCounts = referrerCounts;
        this.last = last;
    }

    /** Searches, and makes the references of reachable objects lead to numbers instead of objects. */
    static Preorder of(ReferenceGraph graph, int[] roots, Cancellation cancellation) {
        Search search = new Search(graph, cancellation);
        for (int root : roots) {
            search.from(root);
        }
        return new Preorder(search.numberOf, search.objectOf, search.parent, search.referrerCounts, search.last);
    }

    private static final class Search {
        private final ReferenceGraph graph;
        private final Cancellation cancellation;
        final int[] numberOf;
        final int[] objectOf;
        final int[] parent;
        final int[] referrerCounts;
        int last;
        private int[] stackNumber = new int[1 << 10];
        private int[] stackAt = new int[1 << 10];
        private int depth;

        Search(ReferenceGraph graph, Cancellation cancellation) {
            this.graph = graph;
            this.cancellation = cancellation;
            numberOf = new int[graph.objects()];
            objectOf = new int[graph.objects() + 1];
            parent = new int[graph.objects() + 1];
            referrerCounts = new int[graph.objects() + 2];
        }

        void from(int root) {
            if (numberOf[root] != 0) {
                return;
            }
            visit(root, 0);
            while (depth > 0) {
                int at = stackAt[depth - 1];
                int entry = graph.entry(at);
                int from = stackNumber[depth - 1];
                if (entry < 0) {
                    depth--;
                } else {
                    stackAt[depth - 1] = at + 1;
                }
                int to = entry & Integer.MAX_VALUE;
                int number = numberOf[to];
                if (number == 0) {
                    visit(to, from);
                    number = last;
                }
                graph.replace(at, entry & Integer.MIN_VALUE | number);
                referrerCounts[number]++;
            }
        }

        private void visit(int object, int from) {
            int number = ++last;
            if (number % CHECK_EVERY == 0) {
                cancellation.check();
            }
            numberOf[object] = number;
            objectOf[number] = object;
            parent[number] = from;
            int first = graph.first(object);
            if (first >= 0) {
                push(number, first);
            }
        }

        private void push(int number, int at) {
            if (depth == stackAt.length) {
                stackAt = Arrays.copyOf(stackAt, depth * 2);
                stackNumber = Arrays.copyOf(stackNumber, depth * 2);
            }
            stackNumber[depth] = number;
            stackAt[depth++] = at;
        }
    }
}
