package jpm.graph;

import java.util.ArrayList;
import java.util.List;
import jpm.hprof.ClassDump;
import jpm.hprof.HprofType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** An object that is no array and no class. */
public final class HeapInstance extends HeapObject {
    private static final Value CUT = new Value.Unavailable("the dump's record is shorter than the class's fields");

    private final HeapClass heapClass;

    HeapInstance(Heap heap, long id, long recordAt, HeapClass heapClass) {
        super(heap, id, recordAt);
        this.heapClass = heapClass;
    }

    @Override
    public HeapClass heapClass() {
        return heapClass;
    }

    @Override
    public long shallowBytes() {
        return heapClass.instanceShallowBytes();
    }

    /** All fields, the most derived class's first, each class's in the order of declaration. */
    public List<FieldValue> fields() {
        byte[] bytes = content();
        List<FieldValue> values = new ArrayList<>();
        int at = 0;
        for (HeapClass declaring : heapClass.lineage()) {
            for (ClassDump.Field field : declaring.dump().fields()) {
                HeapField description = HeapField.of(declaring, heap.symbol(field.nameId()), field.typeCode());
                values.add(new FieldValue(description, value(bytes, at, field.typeCode())));
                at += HprofType.sizeBytes(field.typeCode(), heap.idBytes());
            }
        }
        return values;
    }

    /** The value of the first field of that name, most derived class first, or null where there is none. */
    public @Nullable Value field(String name) {
        return field(null, name);
    }

    /** The value of that field of the class named {@code declaringClass}, or null where there is none. */
    public @Nullable Value field(@Nullable String declaringClass, String name) {
        int at = 0;
        for (HeapClass declaring : heapClass.lineage()) {
            boolean wanted = declaringClass == null || declaring.name().equals(declaringClass);
            for (ClassDump.Field field : declaring.dump().fields()) {
                if (wanted && heap.symbol(field.nameId()).equals(name)) {
                    return value(content(), at, field.typeCode());
                }
                at += HprofType.sizeBytes(field.typeCode(), heap.idBytes());
            }
        }
        return null;
    }

    /** The object that the first field of that name refers to, or null where there is none, or no such field. */
    public @Nullable HeapObject referenced(String name) {
        return field(name) instanceof Value.Reference reference ? heap.findObject(reference.id()) : null;
    }

    /** As {@link #referenced(String)}, of the field that the class named {@code declaringClass} declares. */
    public @Nullable HeapObject referenced(String declaringClass, String name) {
        return field(declaringClass, name) instanceof Value.Reference reference
                ? heap.findObject(reference.id())
                : null;
    }

    /** For a {@code java.lang.String} at most {@code maxChars} of its characters; null for anything else. */
    public @Nullable String asString(int maxChars) {
        return heapClass.name().equals("java.lang.String")
                ? StringReader.of(this).text(maxChars)
                : null;
    }

    /** The number of characters of a {@code java.lang.String}, -1 for anything else. */
    public int stringLength() {
        return heapClass.name().equals("java.lang.String")
                ? StringReader.of(this).length()
                : -1;
    }

    private Value value(byte[] bytes, int at, int typeCode) {
        return at + HprofType.sizeBytes(typeCode, heap.idBytes()) > bytes.length
                ? CUT
                : HprofType.read(typeCode, bytes, at, heap.idBytes());
    }

    private byte[] content() {
        long at = heap.walker().contentAt(recordAt);
        return heap.bytes().getBytes(at, heap.bytes().getInt(at - Integer.BYTES));
    }
}
