package jpm.graph;

import jpm.value.PrimitiveType;

/**
 * How a JVM laid out its objects.
 *
 * @param headerBytes what an instance begins with: 8 with compact headers, 12, or 16 without compressed class pointers
 * @param referenceBytes 4 or 8
 * @param smallArrayBaseBytes where elements of less than 8 bytes begin
 * @param largeArrayBaseBytes where elements of 8 bytes begin
 * @param alignmentBytes what every object's size is a multiple of
 * @param fillsGaps whether fields fill the gaps that superclasses left, as since JDK 15
 */
public record ObjectLayout(
        int headerBytes,
        int referenceBytes,
        int smallArrayBaseBytes,
        int largeArrayBaseBytes,
        int alignmentBytes,
        boolean fillsGaps) {
    private static final int LENGTH_BYTES = Integer.BYTES;

    /** The layout whose arrays of small elements begin at {@code arrayBaseBytes}. */
    static ObjectLayout of(int arrayBaseBytes, int idBytes, int referenceBytes, int alignmentBytes) {
        int header = idBytes == Integer.BYTES ? Long.BYTES : arrayBaseBytes == 24 ? 16 : arrayBaseBytes - LENGTH_BYTES;
        int largeBase = (arrayBaseBytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        return new ObjectLayout(header, referenceBytes, arrayBaseBytes, largeBase, alignmentBytes, true);
    }

    public long align(long bytes) {
        return (bytes + alignmentBytes - 1) & -alignmentBytes;
    }

    public long objectArrayBytes(long length) {
        int base = referenceBytes == Long.BYTES ? largeArrayBaseBytes : smallArrayBaseBytes;
        return align(base + length * referenceBytes);
    }

    public long primitiveArrayBytes(PrimitiveType type, long length) {
        int base = type.sizeBytes == Long.BYTES ? largeArrayBaseBytes : smallArrayBaseBytes;
        return align(base + length * type.sizeBytes);
    }
}
