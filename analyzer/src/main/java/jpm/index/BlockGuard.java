package jpm.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks each block of a mapped column when it is first used. A file that is found damaged is removed. Thread-safe. */
final class BlockGuard {
    private final Path file;
    private final ByteBuffer[] chunks;
    private final int blocksInChunkShift;
    private final int[] sums;
    /** Threads that race check the same block twice, which does no harm. */
    private final boolean[] isChecked;

    /** @param sums as {@link BlockSums#bytes} */
    BlockGuard(Path file, Bytes column, ByteBuffer sums) {
        this.file = file;
        this.chunks = column.chunks();
        this.blocksInChunkShift = column.shift() - BlockSums.BLOCK_SHIFT;
        this.sums = new int[sums.remaining() / Integer.BYTES];
        sums.asIntBuffer().get(this.sums);
        this.isChecked = new boolean[this.sums.length];
    }

    /** To be called before the byte at that position is used. */
    void check(long at) {
        int block = (int) (at >>> BlockSums.BLOCK_SHIFT);
        if (!isChecked[block]) {
            verify(block);
        }
    }

    /** To be called before the whole column is used. */
    void checkAll() {
        for (int block = 0; block < sums.length; block++) {
            check((long) block << BlockSums.BLOCK_SHIFT);
        }
    }

    private void verify(int block) {
        ByteBuffer chunk = chunks[block >>> blocksInChunkShift].duplicate();
        int from = (block & (1 << blocksInChunkShift) - 1) << BlockSums.BLOCK_SHIFT;
        chunk.position(from).limit(Math.min(chunk.capacity(), from + BlockSums.BLOCK_BYTES));
        if (BlockSums.sumOf(chunk) != sums[block]) {
            remove();
            throw new DamagedIndexException(file);
        }
        isChecked[block] = true;
    }

    private void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
