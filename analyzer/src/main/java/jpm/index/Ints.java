package jpm.index;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/** A vector of ints: in memory, or a view of {@link Bytes}. Different elements may be used by different threads. */
public abstract sealed class Ints {
    private static final int BLOCK = 1 << 14;

    /** The elements of an array. */
    public static Ints of(int[] values) {
        return new OfArray(values);
    }

    public static Ints of(Bytes bytes) {
        BlockGuard guard = bytes.guard();
        return guard == null ? new OfBytes(bytes) : new Checked(bytes, guard);
    }

    public abstract long length();

    public abstract int get(int at);

    public abstract void set(int at, int value);

    /** Sets all elements from one up to and without another. */
    public abstract void fill(long from, long to, int value);

    /** Copies elements to the same places of another vector. */
    public abstract void copyTo(Ints target, long from, long to);

    /** Takes elements from an array, whose first element goes to {@code from}. */
    abstract void take(int[] values, int at, long from, long to);

    private static final class OfArray extends Ints {
        private final int[] values;

        OfArray(int[] values) {
            this.values = values;
        }

        @Override
        public long length() {
            return values.length;
        }

        @Override
        public int get(int at) {
            return values[at];
        }

        @Override
        public void set(int at, int value) {
            values[at] = value;
        }

        @Override
        public void fill(long from, long to, int value) {
            Arrays.fill(values, (int) from, (int) to, value);
        }

        @Override
        public void copyTo(Ints target, long from, long to) {
            target.take(values, (int) from, from, to);
        }

        @Override
        void take(int[] others, int at, long from, long to) {
            System.arraycopy(others, at, values, (int) from, (int) (to - from));
        }
    }

    private static sealed class OfBytes extends Ints {
        private final long length;
        private final IntBuffer[] chunks;
        private final int shift;
        private final int mask;

        OfBytes(Bytes bytes) {
            this.length = bytes.length() / Integer.BYTES;
            ByteBuffer[] of = bytes.chunks();
            this.chunks = new IntBuffer[of.length];
            for (int i = 0; i < of.length; i++) {
                chunks[i] = of[i].asIntBuffer();
            }
            this.shift = bytes.shift() - 2;
            this.mask = (1 << shift) - 1;
        }

        @Override
        public long length() {
            return length;
        }

        @Override
        public int get(int at) {
            return chunks[at >>> shift].get(at & mask);
        }

        @Override
        public void set(int at, int value) {
            chunks[at >>> shift].put(at & mask, value);
        }

        @Override
        public void fill(long from, long to, int value) {
            int[] block = new int[(int) Math.min(BLOCK, to - from)];
            Arrays.fill(block, value);
            for (long at = from; at < to; at += block.length) {
                take(block, 0, at, Math.min(to, at + block.length));
            }
        }

        @Override
        public void copyTo(Ints target, long from, long to) {
            int[] block = new int[(int) Math.min(BLOCK, to - from)];
            for (long at = from; at < to; at += block.length) {
                int count = (int) Math.min(block.length, to - at);
                give(block, at, count);
                target.take(block, 0, at, at + count);
            }
        }

        private void give(int[] block, long from, int count) {
            int given = 0;
            while (given < count) {
                long place = from + given;
                IntBuffer chunk = chunks[(int) (place >>> shift)].duplicate();
                chunk.position((int) place & mask);
                int some = Math.min(chunk.remaining(), count - given);
                chunk.get(block, given, some);
                given += some;
            }
        }

        @Override
        void take(int[] values, int at, long from, long to) {
            int taken = at;
            for (long place = from; place < to; ) {
                IntBuffer chunk = chunks[(int) (place >>> shift)].duplicate();
                chunk.position((int) place & mask);
                int count = (int) Math.min(chunk.remaining(), to - place);
                chunk.put(values, taken, count);
                taken += count;
                place += count;
            }
        }
    }

    /** Of an index that is checked when used; not to be written. */
    private static final class Checked extends OfBytes {
        private final BlockGuard guard;

        Checked(Bytes bytes, BlockGuard guard) {
            super(bytes);
            this.guard = guard;
        }

        @Override
        public int get(int at) {
            guard.check((long) at * Integer.BYTES);
            return super.get(at);
        }

        @Override
        public void copyTo(Ints target, long from, long to) {
            guard.checkAll();
            super.copyTo(target, from, to);
        }
    }
}
