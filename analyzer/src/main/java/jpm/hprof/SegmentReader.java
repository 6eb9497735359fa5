package jpm.hprof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jpm.io.BigEndian;
import jpm.io.ByteSource;
import jpm.value.PrimitiveType;
import org.jspecify.annotations.Nullable;

/**
 * Walks the heap records of a region through a sliding window that fits the processor's cache, whatever the region's and the records' sizes.
 * One reader serves one thread.
 */
public final class SegmentReader {
    private static final int WINDOW_BYTES = 1 << 18;
    private static final int MAX_WINDOW_BYTES = 1 << 28;
    /** More than the fixed part of any record but CLASS_DUMP. */
    private static final int FIXED_BYTES = 64;

    private static final Kind[] KINDS = kinds();

    private final ByteSource source;
    private final int idBytes;
    private byte[] window = new byte[WINDOW_BYTES];
    /** Position in the source of {@code window[0]}. */
    private long windowAt;

    private int at;
    private int limit;
    private long end;

    /**
     * How to read a kind of record, each in a class of its own: calls of more than two cannot be inlined into the loop over all records, which the JVM would
     * compile for long, and again for every kind and sink that it did not expect.
     */
    private enum Kind {
        INSTANCE(Tag.INSTANCE_DUMP) {
            @Override
            boolean read(SegmentReader reader, HeapRecordSink sink) {
                return reader.instance(sink);
            }
        },
        PRIMITIVE_ARRAY(Tag.PRIMITIVE_ARRAY_DUMP) {
            @Override
            boolean read(SegmentReader reader, HeapRecordSink sink) {
                return reader.primitiveArray(sink, true);
            }
        },
        OBJECT_ARRAY(Tag.OBJECT_ARRAY_DUMP) {
            @Override
            boolean read(SegmentReader reader, HeapRecordSink sink) {
                return reader.objectArray(sink);
            }
        },
        CLASS(Tag.CLASS_DUMP) {
            @Override
            boolean read(SegmentReader reader, HeapRecordSink sink) {
                return reader.classDump(sink);
            }
        },
        INFO(Tag.HEAP_DUMP_INFO) {
            @Override
            boolean read(SegmentReader reader, HeapRecordSink sink) {
                return reader.skip(1 + Integer.BYTES + reader.idBytes);
            }
        },
        PRIMITIVE_ARRAY_WITHOUT_DATA(Tag.PRIMITIVE_ARRAY_WITHOUT_DATA) {
            @Override
            boolean read(SegmentReader reader, HeapRecordSink sink) {
                return reader.primitiveArray(sink, false);
            }
        },
        ROOT_OR_UNKNOWN(0) {
            @Override
            boolean read(SegmentReader reader, HeapRecordSink sink) {
                return reader.root(sink);
            }
        };

        final int tag;

        Kind(int tag) {
            this.tag = tag;
        }

        abstract boolean read(SegmentReader reader, HeapRecordSink sink);
    }

    private static Kind[] kinds() {
        Kind[] byTag = new Kind[256];
        Arrays.fill(byTag, Kind.ROOT_OR_UNKNOWN);
        for (Kind kind : Kind.values()) {
            byTag[kind.tag] = kind;
        }
        return byTag;
    }

    public SegmentReader(ByteSource source, int idBytes) {
        this.source = source;
        this.idBytes = idBytes;
    }

    /**
     * Reads the records of a region.
     *
     * @return the position behind the last whole record: the region's end, or less when a record is cut off or damaged
     */
    public long read(HeapRegion region, HeapRecordSink sink) {
        windowAt = region.start();
        at = 0;
        limit = 0;
        end = region.end();
        while (limit - at >= FIXED_BYTES || ensureSome()) {
            int before = at;
            long beforeAt = windowAt;
            if (!KINDS[window[at] & 0xff].read(this, sink)) {
                return beforeAt + before;
            }
        }
        return windowAt + at;
    }

    private boolean instance(HeapRecordSink sink) {
        int header = 1 + 2 * idBytes + 2 * Integer.BYTES;
        if (limit - at < header) {
            return false;
        }
        long id = id(at + 1);
        long classId = id(at + 1 + idBytes + Integer.BYTES);
        int length = BigEndian.getInt(window, at + header - Integer.BYTES);
        if (length < 0 || windowAt + at + header + length > end) {
            return false;
        }
        if (sink.wantsFields() && !ensure(header + length)) {
            return false;
        }
        sink.instance(id, windowAt + at, classId, window, at + header, length);
        return skip((long) header + length);
    }

    private boolean objectArray(HeapRecordSink sink) {
        int header = 1 + 2 * idBytes + 2 * Integer.BYTES;
        if (limit - at < header) {
            return false;
        }
        long id = id(at + 1);
        int length = BigEndian.getInt(window, at + 1 + idBytes + Integer.BYTES);
        long classId = id(at + header - idBytes);
        long bytes = (long) length * idBytes;
        if (length < 0 || windowAt + at + header + bytes > end) {
            return false;
        }
        sink.objectArray(id, windowAt + at, classId, length);
        if (!sink.wantsElements()) {
            return skip(header + bytes);
        }
        skip(header);
        for (int left = length; left > 0; ) {
            int count = (int) Math.min(left, available(left * (long) idBytes) / idBytes);
            if (count == 0) {
                return false;
            }
            sink.elements(window, at, count);
            at += count * idBytes;
            left -= count;
        }
        return true;
    }

    private boolean primitiveArray(HeapRecordSink sink, boolean hasData) {
        int header = 1 + idBytes + 2 * Integer.BYTES + 1;
        if (limit - at < header) {
            return false;
        }
        long id = id(at + 1);
        int length = BigEndian.getInt(window, at + 1 + idBytes + Integer.BYTES);
        int code = window[at + header - 1];
        if (length < 0 || !HprofType.isPrimitive(code)) {
            return false;
        }
        PrimitiveType type = PrimitiveType.ofHprofCode(code);
        long bytes = hasData ? (long) length * type.sizeBytes : 0;
        if (windowAt + at + header + bytes > end) {
            return false;
        }
        sink.primitiveArray(id, windowAt + at, type, length);
        if (!sink.wantsPrimitives()) {
            return skip(header + bytes);
        }
        skip(header);
        for (long left = bytes; left > 0; ) {
            int count = (int) Math.min(left, available(left) / type.sizeBytes * type.sizeBytes);
            if (count == 0) {
                return false;
            }
            sink.primitives(window, at, count);
            at += count;
            left -= count;
        }
        return true;
    }

    private boolean root(HeapRecordSink sink) {
        RootKind kind = RootKind.ofTag(window[at] & 0xff);
        if (kind == null || limit - at < 1 + kind.bodyBytes(idBytes)) {
            return false;
        }
        int more = at + 1 + (1 + kind.moreIds) * idBytes;
        int serial = kind.moreBytes >= Integer.BYTES ? BigEndian.getInt(window, more) : 0;
        int number = kind.moreBytes > Integer.BYTES ? BigEndian.getInt(window, more + Integer.BYTES) : 0;
        sink.root(kind, id(at + 1), serial, number);
        return skip(1 + kind.bodyBytes(idBytes));
    }

    private boolean classDump(HeapRecordSink sink) {
        long recordAt = windowAt + at;
        ClassDump dump = null;
        int wanted = 1 << 10;
        while (dump == null) {
            boolean enough = ensure(wanted);
            ClassDumpParser parser = new ClassDumpParser(window, at + 1, limit, idBytes);
            dump = parser.parse();
            if (dump != null) {
                sink.classDump(id(at + 1), recordAt, dump);
                return skip(parser.position() - at);
            }
            if (!enough || parser.isDamaged()) {
                return false;
            }
            wanted *= 4;
        }
        return true;
    }

    private long id(int position) {
        return BigEndian.getId(window, position, idBytes);
    }

    /** Moves on by {@code count} bytes, which may lie beyond the window. */
    private boolean skip(long count) {
        if (count <= limit - at) {
            at += (int) count;
        } else {
            windowAt += at + count;
            at = 0;
            limit = 0;
        }
        return windowAt + at <= end;
    }

    private boolean ensureSome() {
        ensure(Math.min(FIXED_BYTES, window.length));
        return limit > at;
    }

    /** How many of {@code wanted} bytes can be had at once: all, or as much as the window holds. */
    private int available(long wanted) {
        if (limit - at < Math.min(wanted, FIXED_BYTES)) {
            ensure((int) Math.min(wanted, window.length));
        }
        return limit - at;
    }

    /** Makes {@code count} bytes from {@code at} stand in the window; false when the region or the source ends before. */
    private boolean ensure(int count) {
        if (limit - at >= count) {
            return true;
        }
        if (count > MAX_WINDOW_BYTES || count < 0) {
            return false;
        }
        byte[] from = window;
        if (count > window.length) {
            window = new byte[Integer.highestOneBit(count - 1) << 1];
        }
        System.arraycopy(from, at, window, 0, limit - at);
        windowAt += at;
        limit -= at;
        at = 0;
        fill();
        return limit >= count;
    }

    private void fill() {
        int wanted = (int) Math.min(window.length - limit, end - windowAt - limit);
        if (wanted > 0) {
            limit += source.read(windowAt + limit, window, limit, wanted);
        }
    }

    /** Reads CLASS_DUMP, whose length is only known by reading it. */
    private static final class ClassDumpParser {
        private static final int RESERVED_IDS = 2;

        private final byte[] bytes;
        private final int limit;
        private final int idBytes;
        private int at;
        private boolean damaged;

        ClassDumpParser(byte[] bytes, int at, int limit, int idBytes) {
            this.bytes = bytes;
            this.at = at;
            this.limit = limit;
            this.idBytes = idBytes;
        }

        int position() {
            return at;
        }

        boolean isDamaged() {
            return damaged;
        }

        /** Null when the bytes do not suffice, or are damaged. */
        @Nullable
        ClassDump parse() {
            int fixed = (7 * idBytes) + 2 * Integer.BYTES + Short.BYTES;
            if (limit - at < fixed) {
                return null;
            }
            at += idBytes + Integer.BYTES;
            long superId = nextId();
            long loaderId = nextId();
            long signersId = nextId();
            long domainId = nextId();
            at += RESERVED_IDS * idBytes;
            int instanceBytes = BigEndian.getInt(bytes, at);
            at += Integer.BYTES;
            if (!skipConstants()) {
                return null;
            }
            List<ClassDump.Static> statics = statics();
            List<ClassDump.Field> fields = statics == null ? null : fields();
            return fields == null || statics == null
                    ? null
                    : new ClassDump(superId, loaderId, signersId, domainId, instanceBytes, statics, fields);
        }

        private long nextId() {
            long id = BigEndian.getId(bytes, at, idBytes);
            at += idBytes;
            return id;
        }

        private boolean skipConstants() {
            int count = BigEndian.getUnsignedShort(bytes, at);
            at += Short.BYTES;
            for (int i = 0; i < count; i++) {
                int size = limit - at < 1 + Short.BYTES ? -1 : valueBytes(bytes[at + Short.BYTES]);
                if (size < 0 || limit - at < Short.BYTES + 1 + size) {
                    return false;
                }
                at += Short.BYTES + 1 + size;
            }
            return true;
        }

        private int valueBytes(int code) {
            if (!HprofType.isKnown(code)) {
                damaged = true;
                return -1;
            }
            return HprofType.sizeBytes(code, idBytes);
        }

        private @Nullable List<ClassDump.Static> statics() {
            if (limit - at < Short.BYTES) {
                return null;
            }
            int count = BigEndian.getUnsignedShort(bytes, at);
            at += Short.BYTES;
            List<ClassDump.Static> statics = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int size = limit - at < idBytes + 1 ? -1 : valueBytes(bytes[at + idBytes]);
                if (size < 0 || limit - at < idBytes + 1 + size) {
                    return null;
                }
                int code = bytes[at + idBytes];
                statics.add(new ClassDump.Static(
                        BigEndian.getId(bytes, at, idBytes),
                        code,
                        HprofType.read(code, bytes, at + idBytes + 1, idBytes)));
                at += idBytes + 1 + size;
            }
            return statics;
        }

        private @Nullable List<ClassDump.Field> fields() {
            if (limit - at < Short.BYTES) {
                return null;
            }
            int count = BigEndian.getUnsignedShort(bytes, at);
            int size = count * (idBytes + 1);
            if (limit - at - Short.BYTES < size) {
                return null;
            }
            at += Short.BYTES;
            ClassDump.Field[] fields = new ClassDump.Field[count];
            for (int i = 0; i < count; i++, at += idBytes + 1) {
                damaged |= !HprofType.isKnown(bytes[at + idBytes]);
                fields[i] = new ClassDump.Field(BigEndian.getId(bytes, at, idBytes), bytes[at + idBytes]);
            }
            return damaged ? null : Arrays.asList(fields);
        }
    }
}
