package jpm.hprof;

import jpm.value.PrimitiveType;

/**
 * Receives the records of a heap segment in file order. One sink serves one thread. {@code recordAt} is the position of a record's tag
 * in the dump; content stands in a buffer that is only valid during the call.
 */
public abstract class HeapRecordSink {
    private final boolean wantsFields;
    private final boolean wantsElements;
    private final boolean wantsPrimitives;

    /**
     * @param wantsFields whether {@link #instance} needs the field bytes
     * @param wantsElements whether {@link #elements} is called for object arrays
     * @param wantsPrimitives whether {@link #primitives} is called for primitive arrays
     */
    protected HeapRecordSink(boolean wantsFields, boolean wantsElements, boolean wantsPrimitives) {
        this.wantsFields = wantsFields;
        this.wantsElements = wantsElements;
        this.wantsPrimitives = wantsPrimitives;
    }

    final boolean wantsFields() {
        return wantsFields;
    }

    final boolean wantsElements() {
        return wantsElements;
    }

    final boolean wantsPrimitives() {
        return wantsPrimitives;
    }

    public void root(RootKind kind, long id, int threadSerial, int number) {}

    public void classDump(long id, long recordAt, ClassDump dump) {}

    /** An instance; its {@code length} field bytes stand in {@code bytes} from {@code at} when they were asked for. */
    public void instance(long id, long recordAt, long classId, byte[] bytes, int at, int length) {}

    public void objectArray(long id, long recordAt, long classId, int length) {}

    /** The next {@code count} element ids of the object array announced last. */
    public void elements(byte[] bytes, int at, int count) {}

    public void primitiveArray(long id, long recordAt, PrimitiveType type, int length) {}

    /** The next {@code byteCount} bytes of the primitive array announced last. */
    public void primitives(byte[] bytes, int at, int byteCount) {}
}
