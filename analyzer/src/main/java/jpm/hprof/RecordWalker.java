package jpm.hprof;

import jpm.io.CachedBytes;

/** Steps over single heap records at random positions, reading no more than their fixed parts. */
public final class RecordWalker {
    private final CachedBytes bytes;
    private final int idBytes;

    public RecordWalker(CachedBytes bytes, int idBytes) {
        this.bytes = bytes;
        this.idBytes = idBytes;
    }

    /** Whether the record there is an object: a class, an instance or an array. */
    public boolean isObject(long recordAt) {
        int tag = tag(recordAt);
        return tag >= Tag.CLASS_DUMP && tag <= Tag.PRIMITIVE_ARRAY_DUMP || tag == Tag.PRIMITIVE_ARRAY_WITHOUT_DATA;
    }

    public boolean isClass(long recordAt) {
        return tag(recordAt) == Tag.CLASS_DUMP;
    }

    public boolean isInstance(long recordAt) {
        return tag(recordAt) == Tag.INSTANCE_DUMP;
    }

    public boolean isObjectArray(long recordAt) {
        return tag(recordAt) == Tag.OBJECT_ARRAY_DUMP;
    }

    /** The object's id. */
    public long id(long recordAt) {
        return bytes.getId(recordAt + 1, idBytes);
    }

    /** The class id of an instance or object array. */
    public long classId(long recordAt) {
        int beforeClass = isInstance(recordAt) ? Integer.BYTES : 2 * Integer.BYTES;
        return bytes.getId(recordAt + 1 + idBytes + beforeClass, idBytes);
    }

    /** An array's number of elements. */
    public int length(long recordAt) {
        return bytes.getInt(recordAt + 1 + idBytes + Integer.BYTES);
    }

    /** A primitive array's HPROF type code. */
    public int elementTypeCode(long recordAt) {
        return bytes.getByte(recordAt + 1 + idBytes + 2 * Integer.BYTES);
    }

    /** Where the field bytes of an instance, or the elements of an array, begin. */
    public long contentAt(long recordAt) {
        int ids = isInstance(recordAt) || isObjectArray(recordAt) ? 2 : 1;
        int codeBytes = ids == 1 ? 1 : 0;
        return recordAt + 1 + (long) ids * idBytes + 2 * Integer.BYTES + codeBytes;
    }

    /** The position of the next record. */
    public long next(long recordAt) {
        int tag = tag(recordAt);
        return switch (tag) {
            case Tag.INSTANCE_DUMP -> contentAt(recordAt) + bytes.getInt(contentAt(recordAt) - Integer.BYTES);
            case Tag.OBJECT_ARRAY_DUMP -> contentAt(recordAt) + (long) length(recordAt) * idBytes;
            case Tag.PRIMITIVE_ARRAY_DUMP ->
                contentAt(recordAt) + (long) length(recordAt) * HprofType.sizeBytes(elementTypeCode(recordAt), idBytes);
            case Tag.PRIMITIVE_ARRAY_WITHOUT_DATA -> contentAt(recordAt);
            case Tag.CLASS_DUMP -> afterClass(recordAt);
            case Tag.HEAP_DUMP_INFO -> recordAt + 1 + Integer.BYTES + idBytes;
            default -> afterRoot(recordAt, tag);
        };
    }

    private long afterRoot(long recordAt, int tag) {
        RootKind kind = RootKind.ofTag(tag);
        if (kind == null) {
            throw new IllegalArgumentException("no heap record at " + recordAt);
        }
        return recordAt + 1 + kind.bodyBytes(idBytes);
    }

    private long afterClass(long recordAt) {
        long at = recordAt + 1 + 7L * idBytes + 2 * Integer.BYTES;
        at = afterValues(at, Short.BYTES);
        at = afterValues(at, idBytes);
        return at + Short.BYTES + (long) bytes.getUnsignedShort(at) * (idBytes + 1);
    }

    private long afterValues(long countAt, int keyBytes) {
        int count = bytes.getUnsignedShort(countAt);
        long at = countAt + Short.BYTES;
        for (int i = 0; i < count; i++) {
            at += keyBytes + 1 + HprofType.sizeBytes(bytes.getByte(at + keyBytes), idBytes);
        }
        return at;
    }

    private int tag(long recordAt) {
        return bytes.getByte(recordAt) & 0xff;
    }
}
