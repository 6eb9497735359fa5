package jpm.graph;

import java.util.Arrays;
import java.util.stream.IntStream;
import jpm.index.Ints;

/**
 * Objects along long shortest paths, from which the way to the root is known without walking it. By place, ascending by number, three values each: the
 * preorder number, how many references it is away from a root, and one more than the place of the milestone before it on its path (0 where none is known).
 *
 * <p>There is one for a thousand objects at most, and every path meets one within the first few ten thousand steps: see {@link NearestSearch}.
 */
final class Milestones {
    /** Stands for "no milestone". */
    static final int NONE = -1;

    private static final int VALUES = 3;

    private final Ints values;
    private final int count;

    Milestones(Ints values) {
        this.values = values;
        this.count = (int) (values.length() / VALUES);
    }

    /** The place of a preorder number, or {@link #NONE}. */
    int find(int number) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = number(middle);
            if (found == number) {
                return middle;
            }
            low = found < number ? middle + 1 : low;
            high = found > number ? middle - 1 : high;
        }
        return NONE;
    }

    int number(int place) {
        return values.get(VALUES * place);
    }

    /** How many references lead from the root to it. */
    int distance(int place) {
        return values.get(VALUES * place + 1);
    }

    /** The place of the milestone before it on the way from the root, or {@link #NONE}. */
    int before(int place) {
        return values.get(VALUES * place + 2) - 1;
    }

    /** Milestones by object indexes, in the order in which a search sets them. */
    static final class Found {
        private int[] values = new int[64 * VALUES];
        private int count;

        /** Gives what names it as the one before another; 0 names none. */
        int add(int object, int distance, int before) {
            int at = VALUES * count;
            if (at == values.length) {
                values = Arrays.copyOf(values, 2 * at);
            }
            values[at] = object;
            values[at + 1] = distance;
            values[at + 2] = before;
            return ++count;
        }

        /** Puts them into their column. */
        void store(GraphColumns columns) {
            columns.storeMilestones(byNumber(columns.ints(GraphColumns.NUMBERS)));
        }

        private int[] byNumber(Ints numberOf) {
            long[] order = IntStream.range(0, count)
                    .mapToLong(i -> (long) numberOf.get(values[VALUES * i]) << Integer.SIZE | i)
                    .sorted()
                    .toArray();
            int[] placeOf = new int[count + 1];
            for (int place = 0; place < count; place++) {
                placeOf[(int) order[place] + 1] = place + 1;
            }
            int[] sorted = new int[VALUES * count];
            for (int place = 0; place < count; place++) {
                int from = VALUES * (int) order[place];
                sorted[VALUES * place] = (int) (order[place] >>> Integer.SIZE);
                sorted[VALUES * place + 1] = values[from + 1];
                sorted[VALUES * place + 2] = placeOf[values[from + 2]];
            }
            return sorted;
        }
    }
}
