package jpm.graph;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;

/** Retained bytes by preorder number in five bytes each: units of 8 bytes, the low 32 bits and the high 8 apart. */
final class RetainedColumn {
    private static final int UNIT_SHIFT = 3;

    private final IntBuffer low;
    private final ByteBuffer high;

    RetainedColumn(IntBuffer low, ByteBuffer high) {
        this.low = low;
        this.high = high;
    }

    long bytes(int number) {
        long units = Integer.toUnsignedLong(low.get(number)) | (long) (high.get(number) & 0xff) << Integer.SIZE;
        return units << UNIT_SHIFT;
    }

    /** The column as arrays, before it is written or wrapped. */
    record Arrays(int[] low, byte[] high) {
        RetainedColumn column() {
            return new RetainedColumn(IntBuffer.wrap(low), ByteBuffer.wrap(high));
        }
    }

    /** Sums sizes up along dominators; entry 0 gets the sum of all. */
    static Arrays sum(Preorder order, int[] dominator, ObjectFacts facts) {
        long[] retained = new long[order.last + 1];
        Arrays arrays = new Arrays(new int[order.last + 1], new byte[order.last + 1]);
        for (int number = order.last; number >= 0; number--) {
            if (number > 0) {
                retained[number] += facts.shallowBytes(order.objectOf[number]);
                retained[dominator[number]] += retained[number];
            }
            long units = retained[number] >>> UNIT_SHIFT;
            arrays.low[number] = (int) units;
            arrays.high[number] = (byte) (units >>> Integer.SIZE);
        }
        return arrays;
    }
}
