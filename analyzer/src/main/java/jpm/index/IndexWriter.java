package jpm.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes an index file column by column: streamed, or reserved and then filled in place. Nothing of it is seen until {@link #commit()} renames it to its
 * name, so that readers and other writers of the same index are never disturbed; the last one to commit wins. Long work can be kept in stages, from which
 * another writer goes on when this one is killed. Columns are added by one thread at a time.
 */
public final class IndexWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path target;
    private final IndexPart part;
    private final Fingerprint fingerprint;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final List<Column> columns = new ArrayList<>();
    private final int stage;
    /** What the last stage keeps, by column. */
    private final Map<Integer, IndexFormat.Place> kept = new HashMap<>();

    private long at = IndexFormat.HEADER_BYTES;
    private boolean committed;
    private BlockSums sums = new BlockSums();
    private long begun;

    /** A column; {@code bytes} where it is filled in place. */
    private record Column(IndexFormat.Place place, @Nullable Bytes bytes) {}

    private IndexWriter(Path target, IndexPart part, Fingerprint fingerprint, int stage) {
        this.target = target;
        this.part = part;
        this.fingerprint = fingerprint;
        this.stage = stage;
    }

    /** Begins the index of a dump anew, without what writers left that were killed; {@code kind} distinguishes several indexes of one dump. */
    public static IndexWriter create(Path directory, Path dump, String kind) throws IOException {
        Path target = IndexFormat.pathOf(directory, dump, kind);
        IndexDirectory.prepare(directory);
        for (IndexPart left : IndexPart.abandoned(directory, target)) {
            left.discard();
        }
        return new IndexWriter(target, IndexPart.create(target), Fingerprint.of(dump), 0);
    }

    /** Goes on with an index that a writer left which was killed, or gives null where none of any use was left. */
    public static @Nullable IndexWriter resume(Path directory, Path dump, String kind) throws IOException {
        Path target = IndexFormat.pathOf(directory, dump, kind);
        Fingerprint fingerprint = Fingerprint.of(dump);
        for (IndexPart left : IndexPart.abandoned(directory, target)) {
            IndexWriter writer = resume(target, left, fingerprint);
            if (writer != null) {
                return writer;
            }
            left.discard();
        }
        return null;
    }

    private static @Nullable IndexWriter resume(Path target, IndexPart left, Fingerprint fingerprint)
            throws IOException {
        IndexFormat.Header header = left.header(fingerprint);
        if (header == null) {
            return null;
        }
        IndexWriter writer = new IndexWriter(target, left, fingerprint, header.stage());
        return writer.adopt(header.columns()) ? writer : null;
    }

    private boolean adopt(List<IndexFormat.Place> places) throws IOException {
        if (!places.stream().allMatch(p -> p.isWithin(part.sizeBytes()))) {
            return false;
        }
        for (IndexFormat.Place place : places) {
            Bytes bytes = map(place.offset(), place.length());
            if (place.sum() != IndexFormat.UNFILLED
                    && place.sum() != BlockSums.of(bytes).sum()) {
                return false;
            }
            if (place.sum() != IndexFormat.UNFILLED) {
                kept.put(columns.size(), place);
            }
            columns.add(new Column(place, bytes));
            at = IndexFormat.aligned(place.end());
        }
        return true;
    }

    /** The stage that is done, 0 at first. */
    public int stage() {
        return stage;
    }

    public int columnCount() {
        return columns.size();
    }

    /** A column that was reserved. */
    public Bytes reserved(int column) {
        Bytes bytes = columns.get(column).bytes;
        if (bytes == null) {
            throw new IllegalStateException("column " + column + " was streamed");
        }
        return bytes;
    }

    /** Adds a column of zeros to be filled in place until {@link #commit()}; the room for it is taken on the disk at once. */
    public Bytes reserve(long length) throws IOException {
        requireRoom();
        IndexFormat.Place place = new IndexFormat.Place(at, length, IndexFormat.UNFILLED);
        fill(part.channel(), at, place.end() - at);
        Bytes bytes = map(at, length);
        columns.add(new Column(place, bytes));
        at = IndexFormat.aligned(place.end());
        return bytes;
    }

    private Bytes map(long offset, long length) throws IOException {
        return Bytes.mapped(part.channel(), FileChannel.MapMode.READ_WRITE, offset, length);
    }

    /** Writes zeros: memory that is mapped beyond the room on the disk would fail where nobody can handle it. */
    static void fill(FileChannel channel, long from, long length) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(BUFFER_BYTES, length));
        for (long at = from; at < from + length; ) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), from + length - at));
            at += channel.write(zeros, at);
        }
    }

    /**
     * Keeps what the given columns hold now, so that {@link #resume} finds it when this writer is killed; they must not change any more, but for those that
     * {@link #commit} is told of. What other columns hold is lost then.
     */
    public void keepStage(int reached, int... filled) throws IOException {
        List<IndexFormat.Place> places = new ArrayList<>();
        columns.forEach(c -> places.add(c.bytes == null ? c.place : unfilled(c.place)));
        Map<Integer, IndexFormat.Place> before = Map.copyOf(kept);
        kept.clear();
        for (int column : filled) {
            IndexFormat.Place known = before.get(column);
            IndexFormat.Place place = known != null ? known : summed(column);
            kept.put(column, place);
            places.set(column, place);
        }
        writeHeader(IndexFormat.header(reached, fingerprint, places));
    }

    private static IndexFormat.Place unfilled(IndexFormat.Place place) {
        return new IndexFormat.Place(place.offset(), place.length(), IndexFormat.UNFILLED);
    }

    private IndexFormat.Place summed(int column) throws IOException {
        IndexFormat.Place place = columns.get(column).place;
        return write(BlockSums.of(reserved(column)), place.offset(), place.length());
    }

    private IndexFormat.Place write(BlockSums of, long offset, long length) throws IOException {
        IndexFormat.Place place = new IndexFormat.Place(offset, length, of.sum());
        write(of.bytes(), place.sumsAt());
        return place;
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        long to = position;
        while (bytes.hasRemaining()) {
            to += part.channel().write(bytes, to);
        }
    }

    public void addLongs(long[] values, int length) throws IOException {
        begin();
        put(values, length, 1);
        end();
    }

    /** Adds every {@code stride}-th value of arrays. */
    public void addLongs(Stream<long[]> arrays, int stride) throws IOException {
        begin();
        for (Iterator<long[]> each = arrays.iterator(); each.hasNext(); ) {
            long[] values = each.next();
            put(values, values.length, stride);
        }
        end();
    }

    private void put(long[] values, int length, int stride) throws IOException {
        for (int i = 0; i < length; i += stride) {
            if (buffer.remaining() < Long.BYTES) {
                flush();
            }
            buffer.putLong(values[i]);
        }
    }

    public void addInts(int[] values, int length) throws IOException {
        begin();
        for (int i = 0; i < length; ) {
            int count = Math.min(length - i, BUFFER_BYTES / Integer.BYTES);
            buffer.asIntBuffer().put(values, i, count);
            buffer.position(count * Integer.BYTES);
            flush();
            i += count;
        }
        end();
    }

    public void addBytes(byte[] values, int length) throws IOException {
        begin();
        for (int i = 0; i < length; ) {
            int count = Math.min(length - i, BUFFER_BYTES);
            buffer.put(values, i, count);
            flush();
            i += count;
        }
        end();
    }

    private void requireRoom() {
        if (columns.size() == IndexFormat.MAX_COLUMNS) {
            throw new IllegalStateException("too many columns");
        }
    }

    private void begin() {
        requireRoom();
        begun = at;
        sums = new BlockSums();
    }

    private void flush() throws IOException {
        buffer.flip();
        sums.append(buffer.duplicate());
        int length = buffer.remaining();
        write(buffer, at);
        at += length;
        buffer.clear();
    }

    private void end() throws IOException {
        flush();
        IndexFormat.Place place = write(sums, begun, at - begun);
        columns.add(new Column(place, null));
        at = IndexFormat.aligned(place.end());
    }

    /**
     * Makes the index visible.
     *
     * @param refilled columns of the last stage that hold something else now
     */
    public void commit(int... refilled) throws IOException {
        for (int column : refilled) {
            kept.remove(column);
        }
        List<IndexFormat.Place> places = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            IndexFormat.Place known = columns.get(i).bytes == null ? columns.get(i).place : kept.get(i);
            places.add(known != null ? known : summed(i));
        }
        writeHeader(IndexFormat.header(IndexFormat.WHOLE, fingerprint, places));
        Files.move(part.path(), target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        part.close();
        committed = true;
        IndexDirectory.prune(target);
    }

    private void writeHeader(ByteBuffer header) throws IOException {
        part.channel().write(header, 0);
    }

    /** Leaves nothing behind unless committed. */
    @Override
    public void close() throws IOException {
        if (!committed) {
            part.discard();
        }
    }
}
