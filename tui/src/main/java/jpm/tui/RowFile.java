package jpm.tui;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import jpm.analysis.query.ObjectReference;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a query, kept in a file that is gone when this is closed: a result may be larger than memory. A cell is what
 * {@link jpm.analysis.query.HeapQuery} gives; long texts lose their end. Thread-safe.
 */
final class RowFile implements Closeable {
    private static final int BLOCK_ROWS = 128;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MOST_CHARS = 1 << 10;
    private static final int NULL = 0;
    private static final int LONG = 1;
    private static final int DOUBLE = 2;
    private static final int FALSE = 3;
    private static final int TRUE = 4;
    private static final int TEXT = 5;
    private static final int OBJECT = 6;

    private final FileChannel file;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(buffer);
    /** Where each block of rows begins. */
    private long[] blockAt = new long[64];

    private long written;
    private int size;

    RowFile() {
        try {
            Path path = Files.createTempFile("jpm-rows", "");
            file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static JpmException failure(IOException e) {
        return new JpmException(
                "the rows cannot be kept in " + System.getProperty("java.io.tmpdir") + ": " + e.getMessage(),
                "make room there, or narrow the query",
                e);
    }

    synchronized int size() {
        return size;
    }

    synchronized void add(List<@Nullable Object> cells) {
        try {
            if (size % BLOCK_ROWS == 0) {
                beginBlock();
            }
            out.writeShort(cells.size());
            for (Object cell : cells) {
                write(cell);
            }
            size++;
            if (buffer.size() >= BUFFER_BYTES) {
                flush();
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void beginBlock() {
        int block = size / BLOCK_ROWS;
        if (block == blockAt.length) {
            blockAt = Arrays.copyOf(blockAt, block * 2);
        }
        blockAt[block] = written + buffer.size();
    }

    private void write(@Nullable Object cell) throws IOException {
        if (cell instanceof Long number) {
            out.writeByte(LONG);
            out.writeLong(number);
        } else if (cell instanceof Double number) {
            out.writeByte(DOUBLE);
            out.writeDouble(number);
        } else if (cell instanceof Boolean flag) {
            out.writeByte(flag ? TRUE : FALSE);
        } else if (cell instanceof ObjectReference reference) {
            out.writeByte(OBJECT);
            out.writeLong(reference.id());
        } else if (cell == null) {
            out.writeByte(NULL);
        } else {
            writeText(cell.toString());
        }
    }

    private void writeText(String whole) throws IOException {
        String text = whole.length() <= MOST_CHARS ? whole : whole.substring(0, MOST_CHARS) + "…";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(TEXT);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private void flush() throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(buffer.toByteArray());
        while (bytes.hasRemaining()) {
            written += file.write(bytes, written);
        }
        buffer.reset();
    }

    /** At most {@code count} rows from that one on. */
    synchronized List<List<@Nullable Object>> rows(int from, int count) {
        int end = Math.min(size, from + count);
        if (from >= end) {
            return List.of();
        }
        try {
            flush();
            int block = from / BLOCK_ROWS;
            file.position(blockAt[block]);
            DataInputStream in =
                    new DataInputStream(new BufferedInputStream(Channels.newInputStream(file), BUFFER_BYTES));
            for (int skipped = block * BLOCK_ROWS; skipped < from; skipped++) {
                read(in);
            }
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (int row = from; row < end; row++) {
                rows.add(read(in));
            }
            return rows;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static List<@Nullable Object> read(DataInputStream in) throws IOException {
        int cells = in.readShort();
        List<@Nullable Object> row = new ArrayList<>(cells);
        for (int i = 0; i < cells; i++) {
            row.add(readCell(in));
        }
        return Collections.unmodifiableList(row);
    }

    private static @Nullable Object readCell(DataInputStream in) throws IOException {
        return switch (in.readByte()) {
            case LONG -> in.readLong();
            case DOUBLE -> in.readDouble();
            case FALSE -> false;
            case TRUE -> true;
            case OBJECT -> new ObjectReference(in.readLong());
            case TEXT -> new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
            default -> null;
        };
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
