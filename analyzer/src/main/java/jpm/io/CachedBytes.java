package jpm.io;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Numbers at random positions of a source, read through a small direct-mapped cache of blocks. Reading beyond the end gives zeros.
 * Thread-safe.
 */
public final class CachedBytes {
    private static final int BLOCK_SHIFT = 13;
    private static final int BLOCK_BYTES = 1 << BLOCK_SHIFT;
    private static final int BLOCK_MASK = BLOCK_BYTES - 1;
    private static final int CACHED_BLOCKS = 512;

    private final ByteSource source;
    private final AtomicReferenceArray<@Nullable Block> cache = new AtomicReferenceArray<>(CACHED_BLOCKS);

    public CachedBytes(ByteSource source) {
        this.source = source;
    }

    private record Block(long number, byte[] bytes) {}

    public byte getByte(long position) {
        return block(position >>> BLOCK_SHIFT)[(int) position & BLOCK_MASK];
    }

    public int getUnsignedShort(long position) {
        int at = (int) position & BLOCK_MASK;
        return at <= BLOCK_BYTES - Short.BYTES
                ? BigEndian.getUnsignedShort(block(position >>> BLOCK_SHIFT), at)
                : (getByte(position) & 0xff) << Byte.SIZE | getByte(position + 1) & 0xff;
    }

    public int getInt(long position) {
        int at = (int) position & BLOCK_MASK;
        return at <= BLOCK_BYTES - Integer.BYTES
                ? BigEndian.getInt(block(position >>> BLOCK_SHIFT), at)
                : getUnsignedShort(position) << Short.SIZE | getUnsignedShort(position + Short.BYTES);
    }

    public long getLong(long position) {
        int at = (int) position & BLOCK_MASK;
        return at <= BLOCK_BYTES - Long.BYTES
                ? BigEndian.getLong(block(position >>> BLOCK_SHIFT), at)
                : (long) getInt(position) << Integer.SIZE | getInt(position + Integer.BYTES) & 0xffff_ffffL;
    }

    /** An identifier of 8 or (unsigned) 4 bytes. */
    public long getId(long position, int idBytes) {
        return idBytes == Long.BYTES ? getLong(position) : getInt(position) & 0xffff_ffffL;
    }

    /** Reads a range; more than a few blocks go past the cache. */
    public byte[] getBytes(long position, int length) {
        byte[] bytes = new byte[length];
        int offset = (int) position & BLOCK_MASK;
        if (offset + (long) length <= BLOCK_BYTES) {
            System.arraycopy(block(position >>> BLOCK_SHIFT), offset, bytes, 0, length);
        } else {
            source.read(position, bytes, 0, length);
        }
        return bytes;
    }

    private byte[] block(long number) {
        int slot = (int) (number % CACHED_BLOCKS);
        Block cached = cache.get(slot);
        if (cached != null && cached.number == number) {
            return cached.bytes;
        }
        byte[] bytes = new byte[BLOCK_BYTES];
        source.read(number << BLOCK_SHIFT, bytes, 0, BLOCK_BYTES);
        cache.set(slot, new Block(number, bytes));
        return bytes;
    }
}
