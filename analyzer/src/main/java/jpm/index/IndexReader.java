package jpm.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The columns of an index file, mapped. Every column's checksum is checked when it is first used. Indexes that are missing, of another version, damaged
 * or of a dump that has changed since do not open: they are to be made anew.
 */
public final class IndexReader {
    private final FileChannel channel;
    private final long[] offsets;
    private final long[] lengths;
    private final long[] sums;

    private IndexReader(FileChannel channel, ByteBuffer header) {
        this.channel = channel;
        int count = header.getInt(Long.BYTES + Integer.BYTES);
        offsets = new long[count];
        lengths = new long[count];
        sums = new long[count];
        header.position(16 + 3 * Long.BYTES);
        for (int i = 0; i < count; i++) {
            offsets[i] = header.getLong();
            lengths[i] = header.getLong();
            sums[i] = header.getLong();
        }
    }

    /** Opens the index of a dump, or gives null when there is none that can be used. */
    public static @Nullable IndexReader open(Path directory, Path dump, String kind) {
        try {
            FileChannel channel = FileChannel.open(IndexFormat.pathOf(directory, dump, kind), StandardOpenOption.READ);
            ByteBuffer header = ByteBuffer.allocate(IndexFormat.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(header, 0);
            if (isValid(header, Fingerprint.of(dump))) {
                IndexReader reader = new IndexReader(channel, header);
                if (reader.isWhole()) {
                    return reader;
                }
            }
            channel.close();
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isValid(ByteBuffer header, Fingerprint expected) {
        if (header.hasRemaining()) {
            return false;
        }
        CRC32C sum = new CRC32C();
        sum.update(header.array(), 0, IndexFormat.HEADER_BYTES - Long.BYTES);
        int at = 16;
        return header.getLong(IndexFormat.HEADER_BYTES - Long.BYTES) == sum.getValue()
                && header.getLong(0) == IndexFormat.MAGIC
                && header.getInt(Long.BYTES) == IndexFormat.VERSION
                && header.getLong(at) == expected.sizeBytes()
                && header.getLong(at + Long.BYTES) == expected.modifiedNanos()
                && header.getLong(at + 2 * Long.BYTES) == expected.sampleSum();
    }

    private boolean isWhole() throws IOException {
        for (int i = 0; i < offsets.length; i++) {
            if (offsets[i] + lengths[i] > channel.size()) {
                return false;
            }
        }
        return true;
    }

    /** Where the index of a dump is kept, whether there is one or not. */
    public static Path pathOf(Path directory, Path dump, String kind) {
        return IndexFormat.pathOf(directory, dump, kind);
    }

    public int columns() {
        return offsets.length;
    }

    /** A column's bytes, mapped; throws {@link IOException} when they are damaged. */
    public ByteBuffer bytes(int column) throws IOException {
        ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, offsets[column], lengths[column])
                .order(ByteOrder.LITTLE_ENDIAN);
        CRC32C sum = new CRC32C();
        sum.update(mapped.duplicate());
        if (sum.getValue() != sums[column]) {
            throw new IOException("column " + column + " of the index is damaged");
        }
        return mapped;
    }

    public IntBuffer ints(int column) throws IOException {
        return bytes(column).asIntBuffer();
    }

    public LongBuffer longs(int column) throws IOException {
        return bytes(column).asLongBuffer();
    }

    public ShortBuffer shorts(int column) throws IOException {
        return bytes(column).asShortBuffer();
    }

    /** A column copied to an array. */
    public long[] longArray(int column) throws IOException {
        LongBuffer buffer = longs(column);
        long[] values = new long[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    /** A column copied to an array. */
    public int[] intArray(int column) throws IOException {
        IntBuffer buffer = ints(column);
        int[] values = new int[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    /** A column copied to an array. */
    public byte[] byteArray(int column) throws IOException {
        ByteBuffer buffer = bytes(column);
        byte[] values = new byte[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    /** Columns mapped before stay readable. */
    public void close() throws IOException {
        channel.close();
    }
}
