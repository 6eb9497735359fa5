package jpm.index;

import java.util.Arrays;
import java.util.List;

/** A vector of ints of which only as much exists as was asked for. Different elements may be used by different threads. */
public final class GrowingInts {
    private final Scratch scratch;
    private final int shift;
    private final int mask;
    private final Ints[] chunks;
    private int existing;

    /** @param shift it grows by {@code 1 << shift} elements */
    GrowingInts(Scratch scratch, int shift) {
        this.scratch = scratch;
        this.shift = shift;
        this.mask = (1 << shift) - 1;
        this.chunks = new Ints[1 << Integer.SIZE - 1 - shift];
    }

    /** Makes all elements below {@code length} exist; to be called by each thread before it uses them. */
    public synchronized void grow(long length) {
        for (; (long) existing << shift < length; existing++) {
            chunks[existing] = scratch.ints(1L << shift);
        }
    }

    public int get(int at) {
        return chunks[at >>> shift].get(at & mask);
    }

    public void set(int at, int value) {
        chunks[at >>> shift].set(at & mask, value);
    }

    List<Ints> parts() {
        return List.of(Arrays.copyOf(chunks, existing));
    }
}
