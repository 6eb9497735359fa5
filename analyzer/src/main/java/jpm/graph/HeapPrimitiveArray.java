package jpm.graph;

import java.util.Objects;
import jpm.hprof.HprofType;
import jpm.value.PrimitiveType;
import jpm.value.Value;

/** An array of primitives. */
public final class HeapPrimitiveArray extends HeapObject {
    private final PrimitiveType elementType;

    HeapPrimitiveArray(Heap heap, long id, long recordAt, PrimitiveType elementType) {
        super(heap, id, recordAt);
        this.elementType = elementType;
    }

    @Override
    public HeapClass heapClass() {
        return heap.primitiveArrayClass(elementType);
    }

    public PrimitiveType elementType() {
        return elementType;
    }

    public int length() {
        return heap.walker().length(recordAt);
    }

    public Value element(int i) {
        Objects.checkIndex(i, length());
        byte[] bytes = bytes((long) i * elementType.sizeBytes, elementType.sizeBytes);
        return new Value.Primitive(elementType, HprofType.readPrimitive(elementType, bytes, 0));
    }

    /** {@code count} bytes of the content from byte {@code from}; every element big-endian. */
    public byte[] bytes(long from, int count) {
        Objects.checkFromIndexSize(from, (long) count, (long) length() * elementType.sizeBytes);
        return heap.bytes().getBytes(heap.walker().contentAt(recordAt) + from, count);
    }

    @Override
    public long shallowBytes() {
        return heap.sizes().primitiveArrayBytes(elementType, length());
    }
}
