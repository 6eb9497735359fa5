package jpm.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of an index file, mapped. Indexes that are missing, of another version, cut off or of a dump that has changed since do not open: they are to be
 * made anew. What columns hold is checked block by block when it is first used, so that little of a large index is read for a small question; where
 * it is damaged, whatever is called then throws {@link DamagedIndexException}.
 */
public final class IndexReader implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;
    private final List<IndexFormat.Place> columns;

    private IndexReader(Path file, FileChannel channel, List<IndexFormat.Place> columns) {
        this.file = file;
        this.channel = channel;
        this.columns = columns;
    }

    /** Opens the index of a dump, or gives null when there is none that can be used. */
    public static @Nullable IndexReader open(Path directory, Path dump, String kind) {
        Path file = IndexFormat.pathOf(directory, dump, kind);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            ByteBuffer header = IndexFormat.buffer();
            channel.read(header, 0);
            if (IndexFormat.isValid(header, Fingerprint.of(dump))) {
                IndexFormat.Header found = IndexFormat.parse(header);
                if (found.stage() == IndexFormat.WHOLE && isWhole(channel, found.columns())) {
                    noteUse(file);
                    return new IndexReader(file, channel, found.columns());
                }
            }
            channel.close();
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    private static boolean isWhole(FileChannel channel, List<IndexFormat.Place> columns) throws IOException {
        long size = channel.size();
        return columns.stream().allMatch(c -> c.isWithin(size));
    }

    /** By this time it is decided which indexes go when there are too many. */
    private static void noteUse(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // Another user's index is as good.
        }
    }

    /** Where the index of a dump is kept, whether there is one or not. */
    public static Path pathOf(Path directory, Path dump, String kind) {
        return IndexFormat.pathOf(directory, dump, kind);
    }

    /** How many bytes a column has. */
    public long length(int column) {
        return columns.get(column).length();
    }

    /** A column's bytes, mapped; throws {@link IOException} when not even their checksums are whole. */
    public Bytes bytes(int column) throws IOException {
        IndexFormat.Place place = columns.get(column);
        ByteBuffer sums = ByteBuffer.allocate(Math.toIntExact(BlockSums.bytesFor(place.length())))
                .order(ByteOrder.LITTLE_ENDIAN);
        channel.read(sums, place.sumsAt());
        if (BlockSums.sumOf(sums.flip().duplicate()) != (int) place.sum()) {
            throw new IOException("the checksums of column " + column + " of the index are damaged");
        }
        Bytes mapped = Bytes.mapped(channel, FileChannel.MapMode.READ_ONLY, place.offset(), place.length());
        return mapped.guardedBy(new BlockGuard(file, mapped, sums));
    }

    public Ints ints(int column) throws IOException {
        return Ints.of(bytes(column));
    }

    public Shorts shorts(int column) throws IOException {
        return new Shorts(bytes(column));
    }

    /** A column copied to an array. */
    public long[] longArray(int column) throws IOException {
        Bytes bytes = bytes(column);
        long[] values = new long[Math.toIntExact(bytes.length() / Long.BYTES)];
        bytes.copyLongs(0, values);
        return values;
    }

    /** A column copied to an array. */
    public int[] intArray(int column) throws IOException {
        Ints ints = ints(column);
        int[] values = new int[Math.toIntExact(ints.length())];
        for (int i = 0; i < values.length; i++) {
            values[i] = ints.get(i);
        }
        return values;
    }

    /** A column copied to an array. */
    public byte[] byteArray(int column) throws IOException {
        Bytes bytes = bytes(column);
        byte[] values = new byte[Math.toIntExact(bytes.length())];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.get(i);
        }
        return values;
    }

    /** Columns mapped before stay readable. */
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
