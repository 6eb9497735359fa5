package jpm.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A vector of bytes outside the Java heap, of any length: in memory, or a mapped part of a file. Zero at first. Different elements may be used by
 * different threads.
 */
public final class Bytes {
    static final int CHUNK_SHIFT = 30;

    private final ByteBuffer[] chunks;
    private final int shift;
    private final int mask;
    private final long length;
    private final @Nullable BlockGuard guard;

    private Bytes(ByteBuffer[] chunks, int shift, long length, @Nullable BlockGuard guard) {
        this.guard = guard;
        this.chunks = chunks;
        this.shift = shift;
        this.mask = (1 << shift) - 1;
        this.length = length;
    }

    /** Gives the chunk that begins at a position. */
    @FunctionalInterface
    interface Chunk<E extends Exception> {
        ByteBuffer at(long position, int chunkBytes) throws E;
    }

    static <E extends Exception> Bytes of(long length, int shift, Chunk<E> chunk) throws E {
        ByteBuffer[] chunks = new ByteBuffer[(int) ((length + (1L << shift) - 1) >>> shift)];
        for (int i = 0; i < chunks.length; i++) {
            long position = (long) i << shift;
            chunks[i] = chunk.at(position, (int) Math.min(1L << shift, length - position))
                    .order(ByteOrder.LITTLE_ENDIAN);
        }
        return new Bytes(chunks, shift, length, null);
    }

    /** In memory; throws {@link OutOfMemoryError} where the JVM may not take so much. */
    public static Bytes inMemory(long length) {
        return of(length, CHUNK_SHIFT, (position, bytes) -> ByteBuffer.allocateDirect(bytes));
    }

    /** A part of a file, which stays readable when the channel is closed. */
    static Bytes mapped(FileChannel channel, FileChannel.MapMode mode, long from, long length) throws IOException {
        return of(length, CHUNK_SHIFT, (position, bytes) -> channel.map(mode, from + position, bytes));
    }

    /** The same, checked when used. */
    Bytes guardedBy(BlockGuard newGuard) {
        return new Bytes(chunks, shift, length, newGuard);
    }

    @Nullable
    BlockGuard guard() {
        return guard;
    }

    public long length() {
        return length;
    }

    public byte get(long at) {
        if (guard != null) {
            guard.check(at);
        }
        return chunks[(int) (at >>> shift)].get((int) at & mask);
    }

    public void set(long at, byte value) {
        chunks[(int) (at >>> shift)].put((int) at & mask, value);
    }

    /** Copies little-endian longs from a position that is a multiple of 8. */
    public void copyLongs(long from, long[] into) {
        for (int i = 0; i < into.length; ) {
            long at = from + (long) i * Long.BYTES;
            LongBuffer chunk = slice(at).asLongBuffer();
            int count = Math.min(chunk.remaining(), into.length - i);
            chunk.get(into, i, count);
            i += count;
        }
    }

    /** What is left of a position's block where blocks are checked, else of its chunk. */
    private ByteBuffer slice(long at) {
        ByteBuffer chunk = chunks[(int) (at >>> shift)].duplicate().order(ByteOrder.LITTLE_ENDIAN);
        chunk.position((int) at & mask);
        if (guard != null) {
            guard.check(at);
            int inBlock = BlockSums.BLOCK_BYTES - ((int) at & BlockSums.BLOCK_BYTES - 1);
            chunk.limit(Math.min(chunk.limit(), chunk.position() + inBlock));
        }
        return chunk;
    }

    /** The chunks, all but the last of {@code 1 << shift()} bytes. */
    ByteBuffer[] chunks() {
        return chunks;
    }

    int shift() {
        return shift;
    }
}
