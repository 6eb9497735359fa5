package jpm.graph;

import java.io.IOException;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import jpm.hprof.RootKind;
import jpm.index.IndexReader;
import jpm.index.IndexWriter;

/** The roots of a dump in columns; as a list it makes its elements when asked for. */
final class RootTable extends AbstractList<GcRoot> {
    private static final RootKind[] KINDS = RootKind.values();

    private int count;
    private long[] ids = new long[256];
    private byte[] kinds = new byte[256];
    private int[] threads = new int[256];
    private int[] numbers = new int[256];

    void append(RootKind kind, long id, int threadSerial, int number) {
        if (count == ids.length) {
            grow(count * 2);
        }
        ids[count] = id;
        kinds[count] = (byte) kind.ordinal();
        threads[count] = threadSerial;
        numbers[count++] = number;
    }

    private void grow(int size) {
        ids = Arrays.copyOf(ids, size);
        kinds = Arrays.copyOf(kinds, size);
        threads = Arrays.copyOf(threads, size);
        numbers = Arrays.copyOf(numbers, size);
    }

    static RootTable merge(List<RootTable> parts) {
        RootTable all = new RootTable();
        all.grow(Math.max(1, parts.stream().mapToInt(p -> p.count).sum()));
        for (RootTable part : parts) {
            System.arraycopy(part.ids, 0, all.ids, all.count, part.count);
            System.arraycopy(part.kinds, 0, all.kinds, all.count, part.count);
            System.arraycopy(part.threads, 0, all.threads, all.count, part.count);
            System.arraycopy(part.numbers, 0, all.numbers, all.count, part.count);
            all.count += part.count;
        }
        return all;
    }

    /** Adds the table's columns to an index. */
    void write(IndexWriter to) throws IOException {
        to.addLongs(ids, count);
        to.addBytes(kinds, count);
        to.addInts(threads, count);
        to.addInts(numbers, count);
    }

    /** Reads what {@link #write} wrote. */
    static RootTable read(IndexReader from, int firstColumn) throws IOException {
        RootTable table = new RootTable();
        table.ids = from.longArray(firstColumn);
        table.kinds = from.byteArray(firstColumn + 1);
        table.threads = from.intArray(firstColumn + 2);
        table.numbers = from.intArray(firstColumn + 3);
        table.count = table.ids.length;
        return table;
    }

    @Override
    public GcRoot get(int i) {
        if (i >= count) {
            throw new IndexOutOfBoundsException(i);
        }
        return new GcRoot(KINDS[kinds[i]], ids[i], threads[i], numbers[i]);
    }

    @Override
    public int size() {
        return count;
    }

    long id(int i) {
        return ids[i];
    }

    int threadSerial(int i) {
        return threads[i];
    }

    RootKind kind(int i) {
        return KINDS[kinds[i]];
    }
}
