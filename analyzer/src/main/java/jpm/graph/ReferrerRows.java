package jpm.graph;

import java.util.function.IntPredicate;
import jpm.index.Bytes;
import jpm.index.Ints;

/**
 * Inbound references packed: by preorder number the numbers of those that refer to it, ascending, as differences of one to five bytes each, the first
 * from the number itself, which mostly is near. Rows are found by the place of the first row of every block of 32; a long one says how many bytes it takes, so
 * that those behind it are found without reading it.
 */
final class ReferrerRows {
    static final int BLOCK_SHIFT = 5;
    private static final int BLOCK_MASK = (1 << BLOCK_SHIFT) - 1;

    private static final int LONG_ROW = 1 << 8;

    private static final long MAX_BYTES = 1L << Integer.SIZE;

    /** Unsigned. */
    private final Ints blockAt;

    private final Bytes packed;

    ReferrerRows(Ints blockAt, Bytes packed) {
        this.blockAt = blockAt;
        this.packed = packed;
    }

    /** The referrers of a number; of very many the first {@code most}. */
    int[] of(int number, int most) {
        Cursor cursor = new Cursor(rowAt(number));
        int[] row = new int[Math.min(most, cursor.beginRow())];
        int referrer = number;
        for (int i = 0; i < row.length; i++) {
            referrer = i == 0 ? referrer - signed(cursor.next()) : referrer + cursor.next();
            row[i] = referrer;
        }
        return row;
    }

    /** The referrer at a place of a number's row. */
    int at(int number, int place) {
        return of(number, place + 1)[place];
    }

    Reader reader() {
        return new Reader();
    }

    /** Reads the rows of many numbers, fastest where these ascend. Not thread-safe. */
    final class Reader {
        private Cursor cursor = new Cursor(0);
        /** Whose row the cursor stands at. */
        private int next;

        /** Whether any referrer of a number fulfils a condition. */
        boolean any(int number, IntPredicate condition) {
            goTo(number);
            int left = cursor.beginRow();
            boolean isFound = false;
            int referrer = number;
            for (boolean isFirst = true; left > 0; left--, isFirst = false) {
                int difference = cursor.next();
                referrer = isFirst ? referrer - signed(difference) : referrer + difference;
                isFound = isFound || condition.test(referrer);
            }
            next = number + 1;
            return isFound;
        }

        private void goTo(int number) {
            if (number < next || number >>> BLOCK_SHIFT != next >>> BLOCK_SHIFT) {
                next = number & ~BLOCK_MASK;
                cursor = new Cursor(Integer.toUnsignedLong(blockAt.get(number >>> BLOCK_SHIFT)));
            }
            for (; next < number; next++) {
                cursor.skipRow();
            }
        }
    }

    /** From the form in which small numbers of either sign are small. */
    private static int signed(int folded) {
        return folded >>> 1 ^ -(folded & 1);
    }

    private long rowAt(int number) {
        Cursor cursor = new Cursor(Integer.toUnsignedLong(blockAt.get(number >>> BLOCK_SHIFT)));
        for (int rows = number & BLOCK_MASK; rows > 0; rows--) {
            cursor.skipRow();
        }
        return cursor.at;
    }

    private final class Cursor {
        long at;

        Cursor(long at) {
            this.at = at;
        }

        /** Moves to the first referrer of a row, and gives how many there are. */
        int beginRow() {
            int count = next();
            if (count >= LONG_ROW) {
                next();
            }
            return count;
        }

        /** Moves to the next row, and gives how many referrers there were. */
        int skipRow() {
            int count = next();
            if (count >= LONG_ROW) {
                long bytes = Integer.toUnsignedLong(next());
                at += bytes;
            } else {
                for (int left = count; left > 0; left--) {
                    next();
                }
            }
            return count;
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

    /** How many referrers all numbers have together. */
    long count(int last) {
        Cursor cursor = new Cursor(0);
        long count = 0;
        for (int number = 0; number <= last; number++) {
            count += cursor.skipRow();
        }
        return count;
    }

    /** Writes the referrers of all numbers one after another, and where each number's begin. */
    void unpack(int last, Ints starts, Ints referrers, PhaseProgress progress) {
        Cursor cursor = new Cursor(0);
        int at = 0;
        for (int number = 0; number <= last; number++) {
            progress.step(number);
            starts.set(number, at);
            int referrer = number;
            int end = at + cursor.beginRow();
            for (int first = at; at < end; at++) {
                referrer = at == first ? referrer - signed(cursor.next()) : referrer + cursor.next();
                referrers.set(at, referrer);
            }
        }
        starts.set(last + 1, at);
    }

    /** Packs the referrers of all numbers into an index's columns. */
    static void pack(InboundReferences inbound, int last, GraphColumns columns) {
        long size = 0;
        for (int number = 0, from = 0; number <= last; number++) {
            int to = inbound.starts.get(number + 1);
            size += rowBytes(inbound, number, from, to);
            from = to;
        }
        if (size >= MAX_BYTES) {
            throw new LimitExceededException("the dump has more references than an index can hold");
        }
        columns.reserveReferrers((last >>> BLOCK_SHIFT) + 1L, size).fill(inbound, last);
    }

    private void fill(InboundReferences inbound, int last) {
        long at = 0;
        for (int number = 0, from = 0; number <= last; number++) {
            if ((number & BLOCK_MASK) == 0) {
                blockAt.set(number >>> BLOCK_SHIFT, (int) at);
            }
            int to = inbound.starts.get(number + 1);
            at = put(at, to - from);
            if (to - from >= LONG_ROW) {
                at = put(at, (int) differenceBytes(inbound, number, from, to));
            }
            int before = number;
            for (int i = from; i < to; i++) {
                int referrer = inbound.referrers.get(i);
                at = put(at, i == from ? folded(number - referrer) : referrer - before);
                before = referrer;
            }
            from = to;
        }
    }

    private static long rowBytes(InboundReferences inbound, int number, int from, int to) {
        long bytes = differenceBytes(inbound, number, from, to);
        return packedBytes(to - from) + (to - from >= LONG_ROW ? packedBytes((int) bytes) : 0) + bytes;
    }

    private static long differenceBytes(InboundReferences inbound, int number, int from, int to) {
        long bytes = 0;
        int before = number;
        for (int i = from; i < to; i++) {
            int referrer = inbound.referrers.get(i);
            bytes += packedBytes(i == from ? folded(number - referrer) : referrer - before);
            before = referrer;
        }
        return bytes;
    }

    /** A number in the form in which small ones of either sign are small. */
    private static int folded(int difference) {
        return difference << 1 ^ difference >> Integer.SIZE - 1;
    }

    private static int packedBytes(int value) {
        return (Integer.SIZE - Integer.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    private long put(long position, int value) {
        long at = position;
        int left = value;
        while ((left & ~0x7f) != 0) {
            packed.set(at++, (byte) (left | 0x80));
            left >>>= 7;
        }
        packed.set(at++, (byte) left);
        return at;
    }
}
