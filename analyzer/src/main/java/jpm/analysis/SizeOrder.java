package jpm.analysis;

import java.util.Arrays;
import java.util.function.IntToLongFunction;
import jpm.io.Cancellation;

/** Sorts many things by a size without an object for each. */
public final class SizeOrder {
    private static final int CHECKED_EVERY = 1 << 20;

    private SizeOrder() {}

    /**
     * The numbers below {@code count}, the one of the largest size first; of equal sizes the smaller number first.
     *
     * <p>Sizes and numbers share 63 bits, so that beyond 2 GB objects of a heap of 4 GB sizes that differ by a few bytes may count as equal.
     *
     * @param bytes the size of a number; not negative
     */
    public static int[] largestFirst(int count, IntToLongFunction bytes, Cancellation cancellation) {
        long most = 0;
        for (int i = 0; i < count; i++) {
            most = Math.max(most, bytes.applyAsLong(i));
            checkAt(i, cancellation);
        }
        int numberBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, count));
        int dropped = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(most) + numberBits - (Long.SIZE - 1));
        long[] keys = new long[count];
        for (int i = 0; i < count; i++) {
            keys[i] = (most >>> dropped) - (bytes.applyAsLong(i) >>> dropped) << numberBits | i;
            checkAt(i, cancellation);
        }
        Arrays.parallelSort(keys);
        cancellation.check();
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = (int) (keys[i] & (1L << numberBits) - 1);
        }
        return order;
    }

    private static void checkAt(int i, Cancellation cancellation) {
        if (i % CHECKED_EVERY == 0) {
            cancellation.check();
        }
    }
}
