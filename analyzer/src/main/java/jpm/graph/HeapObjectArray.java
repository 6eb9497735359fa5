package jpm.graph;

import java.util.Objects;
import jpm.io.BigEndian;
import jpm.value.Value;

/** An array of references. */
public final class HeapObjectArray extends HeapObject {
    private final HeapClass heapClass;

    HeapObjectArray(Heap heap, long id, long recordAt, HeapClass heapClass) {
        super(heap, id, recordAt);
        this.heapClass = heapClass;
    }

    @Override
    public HeapClass heapClass() {
        return heapClass;
    }

    public int length() {
        return heap.walker().length(recordAt);
    }

    /** The address of the element, 0 for null. */
    public long elementId(int i) {
        Objects.checkIndex(i, length());
        return heap.bytes().getId(contentAt() + (long) i * heap.idBytes(), heap.idBytes());
    }

    public Value element(int i) {
        long id = elementId(i);
        return id == 0 ? Value.NULL : new Value.Reference(id);
    }

    /** The addresses of {@code count} elements from {@code from}, 0 for null. */
    public long[] elementIds(int from, int count) {
        Objects.checkFromIndexSize(from, count, length());
        int idBytes = heap.idBytes();
        byte[] bytes = heap.bytes().getBytes(contentAt() + (long) from * idBytes, Math.multiplyExact(count, idBytes));
        long[] ids = new long[count];
        for (int i = 0; i < count; i++) {
            ids[i] = BigEndian.getId(bytes, i * idBytes, idBytes);
        }
        return ids;
    }

    private long contentAt() {
        return heap.walker().contentAt(recordAt);
    }

    @Override
    public long shallowBytes() {
        return heap.sizes().objectArrayBytes(length());
    }
}
