package jpm.index;

import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A vector of shorts outside the Java heap: a view of {@link Bytes}. Different elements may be used by different threads.
 */
public final class Shorts {
    private final Bytes bytes;
    private final ShortBuffer[] chunks;
    private final int shift;
    private final int mask;
    private final @Nullable BlockGuard guard;

    public Shorts(Bytes bytes) {
        this.bytes = bytes;
        ByteBuffer[] of = bytes.chunks();
        this.chunks = new ShortBuffer[of.length];
        for (int i = 0; i < of.length; i++) {
            chunks[i] = of[i].asShortBuffer();
        }
        this.shift = bytes.shift() - 1;
        this.mask = (1 << shift) - 1;
        this.guard = bytes.guard();
    }

    /** In memory; throws {@link OutOfMemoryError} where the JVM may not take so much. */
    public static Shorts inMemory(long length) {
        return new Shorts(Bytes.inMemory(length << 1));
    }

    public long length() {
        return bytes.length() >>> 1;
    }

    public short get(int at) {
        if (guard != null) {
            guard.check((long) at << 1);
        }
        return chunks[at >>> shift].get(at & mask);
    }

    public void set(int at, short value) {
        chunks[at >>> shift].put(at & mask, value);
    }

    Bytes bytes() {
        return bytes;
    }
}
