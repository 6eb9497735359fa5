package jpm.graph;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jpm.hprof.ClassDump;
import jpm.hprof.HprofType;
import jpm.value.PrimitiveType;

/** How many bytes objects took in the dumped process, by HotSpot's layout rules. Thread-safe. */
final class ObjectSizes {
    private static final long LARGEST_COMPRESSED_ADDRESS = 32L << 30;
    private static final int MARK_BYTES = 8;

    private final int referenceBytes;
    private final int headerBytes;
    private final int alignmentBytes;
    private final Map<HeapClass, Long> instanceBytes = new ConcurrentHashMap<>();

    ObjectSizes(int referenceBytes, int headerBytes, int alignmentBytes) {
        this.referenceBytes = referenceBytes;
        this.headerBytes = headerBytes;
        this.alignmentBytes = alignmentBytes;
    }

    static ObjectSizes guess(int idBytes, long lastId) {
        boolean isCompressed = idBytes == Long.BYTES && lastId < LARGEST_COMPRESSED_ADDRESS;
        int referenceBytes = isCompressed ? Integer.BYTES : idBytes;
        int headerBytes = idBytes == Long.BYTES ? MARK_BYTES + Integer.BYTES : 2 * Integer.BYTES;
        return new ObjectSizes(referenceBytes, headerBytes, Long.BYTES);
    }

    long instanceBytes(HeapClass heapClass) {
        Long known = instanceBytes.get(heapClass);
        if (known != null) {
            return known;
        }
        long bytes = align(fieldsEnd(heapClass.lineage()));
        instanceBytes.put(heapClass, bytes);
        return bytes;
    }

    private long fieldsEnd(List<HeapClass> lineage) {
        long end = headerBytes;
        for (int i = lineage.size() - 1; i >= 0; i--) {
            for (ClassDump.Field field : lineage.get(i).dump().fields()) {
                end += fieldBytes(field.typeCode());
            }
        }
        return end;
    }

    private int fieldBytes(int typeCode) {
        return typeCode == HprofType.OBJECT ? referenceBytes : HprofType.sizeBytes(typeCode, referenceBytes);
    }

    long classBytes(HeapClass heapClass) {
        long statics = 0;
        for (ClassDump.Static s : heapClass.dump().statics()) {
            statics += fieldBytes(s.typeCode());
        }
        return align(instanceBytes(heapClass.heapClass()) + statics);
    }

    long objectArrayBytes(int length) {
        return align(arrayHeaderBytes() + (long) length * referenceBytes);
    }

    long primitiveArrayBytes(PrimitiveType type, int length) {
        return align(arrayHeaderBytes() + (long) length * type.sizeBytes);
    }

    private int arrayHeaderBytes() {
        return headerBytes + Integer.BYTES;
    }

    private long align(long bytes) {
        return (bytes + alignmentBytes - 1) / alignmentBytes * alignmentBytes;
    }
}
