package jpm.graph;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.function.IntPredicate;

/**
 * Inbound references packed: by preorder number the numbers of those that refer to it, ascending, as differences of one to five bytes each, the first
 * from the number itself, which mostly is near. Rows are found by the place of the first row of every block of 32.
 */
final class ReferrerRows {
    static final int BLOCK_SHIFT = 5;
    private static final int BLOCK_MASK = (1 << BLOCK_SHIFT) - 1;

    private final IntBuffer blockAt;
    private final ByteBuffer packed;

    ReferrerRows(IntBuffer blockAt, ByteBuffer packed) {
        this.blockAt = blockAt;
        this.packed = packed;
    }

    /** The referrers of a number. */
    int[] of(int number) {
        Cursor cursor = new Cursor(rowAt(number));
        int[] row = new int[cursor.next()];
        int referrer = number;
        for (int i = 0; i < row.length; i++) {
            referrer = i == 0 ? referrer - signed(cursor.next()) : referrer + cursor.next();
            row[i] = referrer;
        }
        return row;
    }

    /** Whether any referrer of a number fulfils a condition. */
    boolean any(int number, IntPredicate condition) {
        for (int referrer : of(number)) {
            if (condition.test(referrer)) {
                return true;
            }
        }
        return false;
    }

    /** From the form in which small numbers of either sign are small. */
    private static int signed(int folded) {
        return folded >>> 1 ^ -(folded & 1);
    }

    private int rowAt(int number) {
        Cursor cursor = new Cursor(blockAt.get(number >>> BLOCK_SHIFT));
        for (int rows = number & BLOCK_MASK; rows > 0; rows--) {
            for (int left = cursor.next(); left > 0; left--) {
                cursor.next();
            }
        }
        return cursor.at;
    }

    private final class Cursor {
        int at;

        Cursor(int at) {
            this.at = at;
        }

        int next() {
            int value = 0;
            int shift = 0;
            while (true) {
                byte b = packed.get(at++);
                value |= (b & 0x7f) << shift;
                if (b >= 0) {
                    return value;
                }
                shift += 7;
            }
        }
    }

    /** Packed rows as arrays, before they are written or wrapped. */
    record Packed(int[] blockAt, byte[] bytes, int length) {
        ReferrerRows rows() {
            return new ReferrerRows(IntBuffer.wrap(blockAt), ByteBuffer.wrap(bytes, 0, length));
        }
    }

    static Packed pack(InboundReferences inbound, int last) {
        int[] blockAt = new int[(last >>> BLOCK_SHIFT) + 1];
        long size = 0;
        for (int number = 0; number <= last; number++) {
            if ((number & BLOCK_MASK) == 0) {
                blockAt[number >>> BLOCK_SHIFT] = (int) size;
            }
            size += rowBytes(inbound, number);
            if (size > Integer.MAX_VALUE - 16) {
                throw new LimitExceededException("the dump has more references than an index can hold");
            }
        }
        byte[] bytes = new byte[(int) size];
        int at = 0;
        for (int number = 0; number <= last; number++) {
            int from = inbound.starts[number];
            int to = inbound.starts[number + 1];
            at = put(bytes, at, to - from);
            for (int i = from; i < to; i++) {
                at = put(bytes, at, folded(inbound, number, i));
            }
        }
        return new Packed(blockAt, bytes, at);
    }

    private static long rowBytes(InboundReferences inbound, int number) {
        int from = inbound.starts[number];
        int to = inbound.starts[number + 1];
        long bytes = packedBytes(to - from);
        for (int i = from; i < to; i++) {
            bytes += packedBytes(folded(inbound, number, i));
        }
        return bytes;
    }

    /** The first referrer of a row as its difference from the number itself, the others from the one before. */
    private static int folded(InboundReferences inbound, int number, int at) {
        int referrer = inbound.referrers[at];
        if (at > inbound.starts[number]) {
            return referrer - inbound.referrers[at - 1];
        }
        int difference = number - referrer;
        return difference << 1 ^ difference >> Integer.SIZE - 1;
    }

    private static int packedBytes(int value) {
        return (Integer.SIZE - Integer.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    private static int put(byte[] bytes, int position, int value) {
        int at = position;
        int left = value;
        while ((left & ~0x7f) != 0) {
            bytes[at++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[at++] = (byte) left;
        return at;
    }
}
