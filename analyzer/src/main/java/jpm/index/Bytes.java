package jpm.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

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

    private Bytes(ByteBuffer[] chunks, int shift, long length) {
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
        return new Bytes(chunks, shift, length);
    }

    /** In memory; throws {@link OutOfMemoryError} where the JVM may not take so much. */
    public static Bytes inMemory(long length) {
        return of(length, CHUNK_SHIFT, (position, bytes) -> ByteBuffer.allocateDirect(bytes));
    }

    /** A part of a file, which stays readable when the channel is closed. */
    static Bytes mapped(FileChannel channel, FileChannel.MapMode mode, long from, long length) throws IOException {
        return of(length, CHUNK_SHIFT, (position, bytes) -> channel.map(mode, from + position, bytes));
    }

    public long length() {
        return length;
    }

    public byte get(long at) {
        return chunks[(int) (at >>> shift)].get((int) at & mask);
    }

    public void set(long at, byte value) {
        chunks[(int) (at >>> shift)].put((int) at & mask, value);
    }

    /** The chunks, all but the last of {@code 1 << shift()} bytes. */
    ByteBuffer[] chunks() {
        return chunks;
    }

    int shift() {
        return shift;
    }
}
