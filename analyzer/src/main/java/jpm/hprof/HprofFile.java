package jpm.hprof;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.io.BigEndian;
import jpm.io.ByteSource;
import jpm.io.MalformedDumpException;
import jpm.io.UnsupportedDumpException;

/**
 * An HPROF file's header and top-level records: symbols, classes, stacks, and where the heap's records stand. Heap records themselves are
 * read by {@link SegmentReader}.
 */
public final class HprofFile {
    private static final String MAGIC = "JAVA PROFILE 1.0";
    private static final String PHD_MAGIC = "portable heap dump";
    private static final int MAX_MAGIC_BYTES = 64;
    private static final int TOP_HEADER_BYTES = 9;
    private static final int MAX_BODY_BYTES = 1 << 28;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long OVERFLOW_BYTES = 1L << 32;
    /** How far to look for the next segment behind garbage. */
    private static final int MAX_GARBAGE_BYTES = 1 << 26;

    private final ByteSource source;
    private final HprofHeader header;
    private final SymbolTable symbols = new SymbolTable();
    private final List<LoadedClass> loadedClasses = new ArrayList<>();
    private final Map<Long, StackFrame> frames = new HashMap<>();
    private final List<StackTrace> traces = new ArrayList<>();
    private final List<HeapRegion> regions = new ArrayList<>();
    private String damage = "";
    private long lostBytes;
    private boolean endSeen;

    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long bufferAt;
    private int bufferLimit;

    private HprofFile(ByteSource source) {
        this.source = source;
        this.header = readHeader();
    }

    /** Reads everything but the heap's records. */
    public static HprofFile read(ByteSource source) {
        return read(source, List.of());
    }

    /** As {@link #read(ByteSource)}; regions that are known already are passed over without a look at each. */
    public static HprofFile read(ByteSource source, List<HeapRegion> known) {
        HprofFile file = new HprofFile(source);
        file.readTopLevel(known);
        return file;
    }

    public HprofHeader header() {
        return header;
    }

    public SymbolTable symbols() {
        return symbols;
    }

    public List<LoadedClass> loadedClasses() {
        return Collections.unmodifiableList(loadedClasses);
    }

    /** The stack frames by their ids. */
    public Map<Long, StackFrame> frames() {
        return Collections.unmodifiableMap(frames);
    }

    public List<StackTrace> traces() {
        return Collections.unmodifiableList(traces);
    }

    /** Where the heap's records are, in file order. */
    public List<HeapRegion> regions() {
        return Collections.unmodifiableList(regions);
    }

    /** What is wrong with the file's top level, or the empty string. */
    public String damage() {
        return damage;
    }

    /** Bytes of the file that belong to no record that could be read. */
    public long lostBytes() {
        return lostBytes;
    }

    private HprofHeader readHeader() {
        byte[] start = new byte[MAX_MAGIC_BYTES];
        int length = source.read(0, start, 0, start.length);
        if (length == 0) {
            throw new UnsupportedDumpException(
                    "the file is empty", "The program that wrote it may have been killed, or its disk was full.");
        }
        String text = new String(start, 0, length, StandardCharsets.ISO_8859_1);
        if (text.startsWith(PHD_MAGIC, Short.BYTES)) {
            throw new UnsupportedDumpException(
                    "this is a portable heap dump (PHD) of OpenJ9, which holds no field values",
                    "Make an HPROF dump instead, or open it in Eclipse MAT with IBM's DTFJ.");
        }
        int end = text.indexOf('\0');
        if (!text.startsWith(MAGIC) || end < 0) {
            throw new UnsupportedDumpException(
                    "this is not an HPROF heap dump", "jpm reads .hprof and .hprof.gz files.");
        }
        if (length < end + 1 + Integer.BYTES + Long.BYTES) {
            throw new MalformedDumpException("the file ends within its header", length, "header");
        }
        int idBytes = BigEndian.getInt(start, end + 1);
        if (idBytes != Integer.BYTES && idBytes != Long.BYTES) {
            throw new MalformedDumpException("identifiers of " + idBytes + " bytes", end + 1, "header");
        }
        Instant time = Instant.ofEpochMilli(BigEndian.getLong(start, end + 1 + Integer.BYTES));
        return new HprofHeader(
                text.substring("JAVA PROFILE ".length(), end), idBytes, time, end + 1 + Integer.BYTES + Long.BYTES);
    }

    private void readTopLevel(List<HeapRegion> known) {
        long at = header.headerBytes();
        long size = source.sizeBytes();
        while (at < size) {
            int next = regions.size();
            if (next < known.size() && known.get(next).start() == at + TOP_HEADER_BYTES) {
                regions.add(known.get(next));
                at = known.get(next).end();
                continue;
            }
            if (!load(at, TOP_HEADER_BYTES)) {
                lose("the file is cut off", size - at);
                return;
            }
            int tag = buffer[(int) (at - bufferAt)] & 0xff;
            long length = BigEndian.getUnsignedInt(buffer, (int) (at - bufferAt) + 1 + Integer.BYTES);
            if (!Tag.isTopLevel(tag)) {
                at = resynchronize(at, size);
                continue;
            }
            at += TOP_HEADER_BYTES;
            if (Tag.isHeap(tag)) {
                at = heapRegion(at, length, size);
            } else if (tag == Tag.HEAP_DUMP_END) {
                endSeen = true;
                at += length;
            } else if (length > size - at) {
                lose("the file is cut off", size - at);
                return;
            } else {
                record(tag, at, length);
                at += length;
            }
        }
        if (!endSeen && damage.isEmpty() && regions.isEmpty()) {
            damage = "the file ends before the heap";
        }
    }

    private void lose(String why, long bytes) {
        if (damage.isEmpty()) {
            damage = why;
        }
        lostBytes += bytes;
    }

    /** Adds the region that begins at {@code start}, and gives the position behind it. */
    private long heapRegion(long start, long length, long size) {
        long end = start + length;
        if (length > 0 && (end == size || isTopLevelAt(end, size))) {
            addRegion(start, end);
            return end;
        }
        // A length that overflowed 32 bits, was never filled in, or reaches beyond the end: the records themselves
        // tell.
        if (length > 0 && end > size && length < MAX_BODY_BYTES) {
            addRegion(start, size);
            lose("the file is cut off", 0);
            return size;
        }
        long overflowed = length == 0 ? -1 : endBeyondOverflow(start, end, size);
        if (overflowed > 0) {
            addRegion(start, overflowed);
            return overflowed;
        }
        long real = readRecords(start, size);
        if (real == size || isTopLevelAt(real, size)) {
            addRegion(start, real);
            return real;
        }
        if (length > 0 && end <= size) {
            addRegion(start, Math.max(real, end));
            return Math.max(real, end);
        }
        addRegion(start, real);
        return real;
    }

    /**
     * A length of 32 bits leaves out multiples of 4 GiB: the first such end at which a record ends and something else begins, or -1. The records alone do not
     * tell, as some tags of the top level are tags of heap records too.
     */
    private long endBeyondOverflow(long start, long end, long size) {
        long at = start;
        for (long candidate = end + OVERFLOW_BYTES; candidate <= size; candidate += OVERFLOW_BYTES) {
            at = readRecords(at, candidate);
            if (at == candidate && (at == size || isTopLevelAt(at, size))) {
                return at;
            }
        }
        return -1;
    }

    /** Walks heap records; gives the position behind the last whole one. */
    private long readRecords(long from, long to) {
        return new SegmentReader(source, header.idBytes())
                .read(new HeapRegion(from, to), new HeapRecordSink(false, false, false) {});
    }

    private void addRegion(long start, long end) {
        if (end > start) {
            regions.add(new HeapRegion(start, end));
        }
    }

    private boolean isTopLevelAt(long at, long size) {
        if (!load(at, TOP_HEADER_BYTES)) {
            return false;
        }
        int tag = buffer[(int) (at - bufferAt)] & 0xff;
        long length = BigEndian.getUnsignedInt(buffer, (int) (at - bufferAt) + 1 + Integer.BYTES);
        return Tag.isHeap(tag) || Tag.isTopLevel(tag) && at + TOP_HEADER_BYTES + length <= size;
    }

    /** After garbage: the position of the next heap segment that is followed by another or by the end, or the file's end. */
    private long resynchronize(long from, long size) {
        long last = Math.min(size - TOP_HEADER_BYTES, from + MAX_GARBAGE_BYTES);
        for (long at = from + 1; at < last; at++) {
            if (load(at, TOP_HEADER_BYTES)
                    && buffer[(int) (at - bufferAt)] == Tag.HEAP_DUMP_SEGMENT
                    && isSegmentAt(at, size)) {
                lose("damaged between bytes " + from + " and " + at, at - from);
                return at;
            }
        }
        lose("damaged from byte " + from + " on", size - from);
        return size;
    }

    private boolean isSegmentAt(long at, long size) {
        long next = at + TOP_HEADER_BYTES + BigEndian.getUnsignedInt(buffer, (int) (at - bufferAt) + 1 + Integer.BYTES);
        byte[] tag = new byte[1];
        return next > at + TOP_HEADER_BYTES
                && next < size
                && source.read(next, tag, 0, 1) == 1
                && (tag[0] == Tag.HEAP_DUMP_SEGMENT || tag[0] == Tag.HEAP_DUMP_END);
    }

    private void record(int tag, long at, long length) {
        if (tag != Tag.UTF8 && tag != Tag.LOAD_CLASS && tag != Tag.FRAME && tag != Tag.TRACE
                || length > MAX_BODY_BYTES) {
            return;
        }
        byte[] bytes = buffer;
        int start;
        if (length <= BUFFER_BYTES) {
            load(at, (int) length);
            start = (int) (at - bufferAt);
        } else {
            bytes = new byte[(int) length];
            source.read(at, bytes, 0, bytes.length);
            start = 0;
        }
        body(tag, bytes, start, (int) length);
    }

    private void body(int tag, byte[] bytes, int at, int length) {
        int id = header.idBytes();
        if (tag == Tag.UTF8 && length >= id) {
            symbols.add(BigEndian.getId(bytes, at, id), bytes, at + id, length - id);
        } else if (tag == Tag.LOAD_CLASS && length >= 2 * (id + Integer.BYTES)) {
            loadedClasses.add(new LoadedClass(
                    BigEndian.getInt(bytes, at),
                    BigEndian.getId(bytes, at + Integer.BYTES, id),
                    BigEndian.getId(bytes, at + 2 * Integer.BYTES + id, id)));
        } else if (tag == Tag.FRAME && length >= 4 * id + 2 * Integer.BYTES) {
            StackFrame frame = frame(bytes, at, id);
            frames.put(frame.id(), frame);
        } else if (tag == Tag.TRACE && length >= 3 * Integer.BYTES) {
            traces.add(trace(bytes, at, length, id));
        }
    }

    private static StackFrame frame(byte[] bytes, int at, int id) {
        return new StackFrame(
                BigEndian.getId(bytes, at, id),
                BigEndian.getId(bytes, at + id, id),
                BigEndian.getId(bytes, at + 2 * id, id),
                BigEndian.getId(bytes, at + 3 * id, id),
                BigEndian.getInt(bytes, at + 4 * id),
                BigEndian.getInt(bytes, at + 4 * id + Integer.BYTES));
    }

    private static StackTrace trace(byte[] bytes, int at, int length, int id) {
        int fixed = 3 * Integer.BYTES;
        int count = Math.min((length - fixed) / id, Math.max(0, BigEndian.getInt(bytes, at + 2 * Integer.BYTES)));
        long[] frameIds = new long[count];
        for (int i = 0; i < count; i++) {
            frameIds[i] = BigEndian.getId(bytes, at + fixed + i * id, id);
        }
        return new StackTrace(BigEndian.getInt(bytes, at), BigEndian.getInt(bytes, at + Integer.BYTES), frameIds);
    }

    /** Makes {@code count} bytes from {@code at} stand in the buffer; reads little where headers are far apart. */
    private boolean load(long at, int count) {
        if (at >= bufferAt && at + count <= bufferAt + bufferLimit) {
            return true;
        }
        boolean hop = !regions.isEmpty() && at > bufferAt + bufferLimit;
        bufferLimit = source.read(at, buffer, 0, hop ? Math.max(count, MAX_MAGIC_BYTES) : buffer.length);
        bufferAt = at;
        return bufferLimit >= count;
    }
}
