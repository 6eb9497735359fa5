package jpm.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Writes an index file column by column. Nothing of it is seen until {@link #commit()} renames it to its name, so that readers and other writers of the
 * same index are never disturbed; the last one to commit wins. One thread's.
 */
public final class IndexWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;
    private static final String PART = ".part";
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private final Fingerprint fingerprint;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final List<long[]> columns = new ArrayList<>();
    private long at = IndexFormat.HEADER_BYTES;
    private boolean committed;
    private CRC32C sum = new CRC32C();
    private long begun;

    private IndexWriter(Path target, Path temporary, Fingerprint fingerprint) throws IOException {
        this.target = target;
        this.temporary = temporary;
        this.fingerprint = fingerprint;
        this.channel = FileChannel.open(temporary, StandardOpenOption.WRITE);
    }

    /** Begins the index of a dump; {@code kind} distinguishes several indexes of one dump. */
    public static IndexWriter create(Path directory, Path dump, String kind) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        removeAbandoned(directory);
        Path target = IndexFormat.pathOf(directory, dump, kind);
        Path temporary = Files.createTempFile(directory, target.getFileName() + ".", PART);
        return new IndexWriter(target, temporary, Fingerprint.of(dump));
    }

    /** What writers left that were killed. */
    private static void removeAbandoned(Path directory) throws IOException {
        Instant limit = Instant.now().minus(ABANDONED_AFTER);
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, "*" + PART)) {
            for (Path part : parts) {
                if (Files.getLastModifiedTime(part).toInstant().isBefore(limit)) {
                    Files.deleteIfExists(part);
                }
            }
        }
    }

    public void addLongs(long[] values, int length) throws IOException {
        addLongs(values, length, 1);
    }

    /** Adds every {@code stride}-th value. */
    public void addLongs(long[] values, int length, int stride) throws IOException {
        begin();
        for (int i = 0; i < length; i += stride) {
            if (buffer.remaining() < Long.BYTES) {
                flush();
            }
            buffer.putLong(values[i]);
        }
        end();
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

    public void addShorts(short[] values, int length) throws IOException {
        begin();
        for (int i = 0; i < length; ) {
            int count = Math.min(length - i, BUFFER_BYTES / Short.BYTES);
            buffer.asShortBuffer().put(values, i, count);
            buffer.position(count * Short.BYTES);
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

    private void begin() {
        if (columns.size() == IndexFormat.MAX_COLUMNS) {
            throw new IllegalStateException("too many columns");
        }
        begun = at;
        sum = new CRC32C();
    }

    private void flush() throws IOException {
        buffer.flip();
        sum.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            at += channel.write(buffer, at);
        }
        buffer.clear();
    }

    private void end() throws IOException {
        flush();
        columns.add(new long[] {begun, at - begun, sum.getValue()});
        at = (at + Long.BYTES - 1) & -Long.BYTES;
    }

    /** Makes the index visible. */
    public void commit() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(IndexFormat.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(IndexFormat.MAGIC).putInt(IndexFormat.VERSION).putInt(columns.size());
        header.putLong(fingerprint.sizeBytes())
                .putLong(fingerprint.modifiedNanos())
                .putLong(fingerprint.sampleSum());
        for (long[] column : columns) {
            for (long value : column) {
                header.putLong(value);
            }
        }
        CRC32C headerSum = new CRC32C();
        headerSum.update(header.array(), 0, IndexFormat.HEADER_BYTES - Long.BYTES);
        header.putLong(IndexFormat.HEADER_BYTES - Long.BYTES, headerSum.getValue());
        header.rewind();
        channel.write(header, 0);
        channel.close();
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        committed = true;
    }

    /** Leaves nothing behind unless committed. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (!committed) {
            Files.deleteIfExists(temporary);
        }
    }
}
