package jpm.graph;

/**
 * An object of a heap: a view of its record in the dump, read when asked. Two views of the same object are equal. Thread-safe.
 */
public abstract sealed class HeapObject permits HeapInstance, HeapObjectArray, HeapPrimitiveArray, HeapClass {
    final Heap heap;
    final long recordAt;
    private final long id;

    HeapObject(Heap heap, long id, long recordAt) {
        this.heap = heap;
        this.id = id;
        this.recordAt = recordAt;
    }

    public final Heap heap() {
        return heap;
    }

    /** The object's address in the dumped process. */
    public final long id() {
        return id;
    }

    /** The object's rank by address, from 0; -1 for a class that is named but not held by the dump. */
    public final long index() {
        return heap.indexOf(id);
    }

    /** The class it is an instance of; {@code java.lang.Class} for a class. */
    public abstract HeapClass heapClass();

    /** The bytes that the object itself took in the dumped process. */
    public abstract long shallowBytes();

    @Override
    public final boolean equals(Object other) {
        return other instanceof HeapObject object && object.id == id && object.heap == heap;
    }

    @Override
    public final int hashCode() {
        return Long.hashCode(id);
    }

    @Override
    public String toString() {
        return heapClass().name() + "@0x" + Long.toHexString(id);
    }
}
