package jpm.hprof;

import java.util.List;
import jpm.value.Value;

/**
 * A class as its CLASS_DUMP record describes it.
 *
 * @param instanceBytes the field bytes of an instance in the dump, superclasses included; not the size in memory
 * @param statics with their values
 * @param fields the class's own instance fields in the order of the instances' bytes
 */
public record ClassDump(
        long superId,
        long loaderId,
        long signersId,
        long protectionDomainId,
        int instanceBytes,
        List<Static> statics,
        List<Field> fields) {

    /** A static field; {@code typeCode} is 2 for references, else a primitive type's HPROF code. */
    public record Static(long nameId, int typeCode, Value value) {}

    /** An instance field; {@code typeCode} is 2 for references, else a primitive type's HPROF code. */
    public record Field(long nameId, int typeCode) {}

    private static final ClassDump UNKNOWN = new ClassDump(0, 0, 0, 0, 0, List.of(), List.of());

    /** Stands for a class whose CLASS_DUMP is not in the dump. */
    public static ClassDump unknown() {
        return UNKNOWN;
    }
}
