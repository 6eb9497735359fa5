package jpm.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** The checksums of a column's blocks. Columns are appended to it in pieces that are, all but the last, made of whole blocks. */
final class BlockSums {
    static final int BLOCK_SHIFT = 16;
    static final int BLOCK_BYTES = 1 << BLOCK_SHIFT;

    private int[] sums = new int[16];
    private int count;

    /** How many bytes the checksums of a column take. */
    static long bytesFor(long columnBytes) {
        return (columnBytes + BLOCK_BYTES - 1 >>> BLOCK_SHIFT) * Integer.BYTES;
    }

    static BlockSums of(Bytes column) {
        BlockSums sums = new BlockSums();
        for (ByteBuffer chunk : column.chunks()) {
            sums.append(chunk.duplicate());
        }
        return sums;
    }

    void append(ByteBuffer piece) {
        while (piece.hasRemaining()) {
            ByteBuffer block = piece.duplicate();
            block.limit(Math.min(piece.limit(), piece.position() + BLOCK_BYTES));
            piece.position(block.limit());
            if (count == sums.length) {
                sums = Arrays.copyOf(sums, count * 2);
            }
            sums[count++] = sumOf(block);
        }
    }

    static int sumOf(ByteBuffer block) {
        CRC32C sum = new CRC32C();
        sum.update(block);
        return (int) sum.getValue();
    }

    /** As they stand in the file. */
    ByteBuffer bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(count * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(sums, 0, count);
        return bytes;
    }

    /** The checksum of all of them. */
    long sum() {
        return Integer.toUnsignedLong(sumOf(bytes()));
    }
}
