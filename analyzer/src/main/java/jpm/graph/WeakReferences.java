package jpm.graph;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import jpm.index.Ints;

/**
 * References that keep nothing alive for long: those by which an instance of {@code java.lang.ref.Reference} refers to its referent, and by nothing else.
 * Pairs of the preorder numbers of what is referred to and of what refers to it, ascending.
 */
final class WeakReferences {
    private final Ints pairs;
    private final int count;

    WeakReferences(Ints pairs) {
        this.pairs = pairs;
        this.count = (int) (pairs.length() / 2);
    }

    /** Whether {@code from} refers to {@code to} in no other way. */
    boolean contains(int from, int to) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long order = order(pairs.get(2 * middle), pairs.get(2 * middle + 1), to, from);
            if (order == 0) {
                return true;
            }
            low = order < 0 ? middle + 1 : low;
            high = order > 0 ? middle - 1 : high;
        }
        return false;
    }

    private static long order(int to, int from, int otherTo, int otherFrom) {
        return pair(to, from) - pair(otherTo, otherFrom);
    }

    private static long pair(int to, int from) {
        return (long) to << Integer.SIZE | from;
    }

    /** The preorder numbers that any weak reference leads to, ascending; one may come more than once. */
    int target(int place) {
        return pairs.get(2 * place);
    }

    int size() {
        return count;
    }

    /** Weak references by object indexes, as they are found; one thread's. */
    static final class Found {
        private int[] pairs = new int[256];
        private int length;

        void add(int from, int to) {
            if (length == pairs.length) {
                pairs = Arrays.copyOf(pairs, length * 2);
            }
            pairs[length++] = to;
            pairs[length++] = from;
        }

        /** Takes over another's. */
        void addAll(Found other) {
            int[] all = Arrays.copyOf(pairs, length + other.length);
            System.arraycopy(other.pairs, 0, all, length, other.length);
            pairs = all;
            length += other.length;
        }

        BySource bySource(int objects) {
            return new BySource(pairs, length, objects);
        }

        /** Puts those between reachable objects into their column. */
        void store(GraphColumns columns) {
            Ints numberOf = columns.ints(GraphColumns.NUMBERS);
            long[] sorted = new long[length / 2];
            int count = 0;
            for (int i = 0; i < length; i += 2) {
                int from = numberOf.get(pairs[i + 1]);
                if (from > 0) {
                    sorted[count++] = pair(numberOf.get(pairs[i]), from);
                }
            }
            Arrays.sort(sorted, 0, count);
            int[] column = new int[2 * count];
            for (int i = 0; i < count; i++) {
                column[2 * i] = (int) (sorted[i] >>> Integer.SIZE);
                column[2 * i + 1] = (int) sorted[i];
            }
            columns.storeWeak(column);
        }
    }

    /** Weak references by object indexes, found by the object that refers, which has one at most. */
    static final class BySource {
        static final int NONE = -1;

        private final BitSet isSource;
        /** The object that refers and, in the low half, what it refers to; ascending. */
        private final long[] sorted;

        private BySource(int[] pairs, int length, int objects) {
            isSource = new BitSet(objects);
            sorted = new long[length / 2];
            for (int i = 0; i < length; i += 2) {
                isSource.set(pairs[i + 1]);
                sorted[i / 2] = pair(pairs[i + 1], pairs[i]);
            }
            Arrays.sort(sorted);
        }

        /** What an object refers to weakly, or {@link #NONE}. */
        int referentOf(int from) {
            return isSource.get(from) ? (int) sorted[~Arrays.binarySearch(sorted, pair(from, 0) - 1)] : NONE;
        }

        /** The referents of those objects that fulfil a condition. */
        int[] referentsOf(IntPredicate isMeant) {
            return Arrays.stream(sorted)
                    .filter(pair -> isMeant.test((int) (pair >>> Integer.SIZE)))
                    .mapToInt(pair -> (int) pair)
                    .toArray();
        }
    }
}
