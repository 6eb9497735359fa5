package jpm.hprof;

import jpm.io.BigEndian;
import jpm.value.PrimitiveType;
import jpm.value.Value;

/** Field type codes of HPROF: sizes in the file, and values. */
public final class HprofType {
    /** The type code of a reference. */
    public static final int OBJECT = 2;

    private static final int FIRST_PRIMITIVE = 4;
    private static final int LAST_PRIMITIVE = 11;
    private static final PrimitiveType[] PRIMITIVES = new PrimitiveType[LAST_PRIMITIVE + 1];

    static {
        for (PrimitiveType type : PrimitiveType.values()) {
            PRIMITIVES[type.hprofCode] = type;
        }
    }

    private HprofType() {}

    static boolean isPrimitive(int code) {
        return code >= FIRST_PRIMITIVE && code <= LAST_PRIMITIVE;
    }

    static boolean isKnown(int code) {
        return code == OBJECT || isPrimitive(code);
    }

    /** The bytes that a field of this type takes in the dump. */
    public static int sizeBytes(int code, int idBytes) {
        return code == OBJECT ? idBytes : PRIMITIVES[code].sizeBytes;
    }

    /** The value of that type at {@code bytes[at]}. */
    public static Value read(int code, byte[] bytes, int at, int idBytes) {
        if (code != OBJECT) {
            return new Value.Primitive(PRIMITIVES[code], readPrimitive(PRIMITIVES[code], bytes, at));
        }
        long id = BigEndian.getId(bytes, at, idBytes);
        return id == 0 ? Value.NULL : new Value.Reference(id);
    }

    /** The bits of a primitive as {@link Value.Primitive} keeps them. */
    public static long readPrimitive(PrimitiveType type, byte[] bytes, int at) {
        return switch (type) {
            case BOOLEAN -> bytes[at] == 0 ? 0 : 1;
            case BYTE -> bytes[at];
            case CHAR -> BigEndian.getUnsignedShort(bytes, at);
            case SHORT -> BigEndian.getShort(bytes, at);
            case INT, FLOAT -> BigEndian.getInt(bytes, at);
            case LONG, DOUBLE -> BigEndian.getLong(bytes, at);
        };
    }
}
