package jpm.value;

/** The eight primitive types, with their descriptors, HPROF type codes and sizes. */
public enum PrimitiveType {
    BOOLEAN("boolean", 'Z', 4, 1),
    CHAR("char", 'C', 5, 2),
    FLOAT("float", 'F', 6, 4),
    DOUBLE("double", 'D', 7, 8),
    BYTE("byte", 'B', 8, 1),
    SHORT("short", 'S', 9, 2),
    INT("int", 'I', 10, 4),
    LONG("long", 'J', 11, 8);

    private static final PrimitiveType[] VALUES = values();
    private static final int FIRST_HPROF_CODE = 4;

    public final String javaName;
    public final char descriptor;
    public final int hprofCode;
    public final int sizeBytes;

    PrimitiveType(String javaName, char descriptor, int hprofCode, int sizeBytes) {
        this.javaName = javaName;
        this.descriptor = descriptor;
        this.hprofCode = hprofCode;
        this.sizeBytes = sizeBytes;
    }

    /** The type of an HPROF basic-type code 4..11; {@link IllegalArgumentException} for any other. */
    public static PrimitiveType ofHprofCode(int code) {
        int ordinal = code - FIRST_HPROF_CODE;
        if (ordinal < 0 || ordinal >= VALUES.length) {
            throw new IllegalArgumentException("no primitive type has HPROF code " + code);
        }
        return VALUES[ordinal];
    }

    /** The type of a field descriptor's first character; {@link IllegalArgumentException} for references. */
    public static PrimitiveType ofDescriptor(char descriptor) {
        for (PrimitiveType type : VALUES) {
            if (type.descriptor == descriptor) {
                return type;
            }
        }
        throw new IllegalArgumentException("not a primitive descriptor: " + descriptor);
    }
}
