package jpm.jdwp;

import org.jspecify.annotations.Nullable;

/**
 * A field.
 *
 * @param signature the descriptor; {@code Ljava/lang/Object;} where only the dump tells of the field
 * @param genericSignature or null
 * @param modifiers the access flags
 */
record FieldMirror(
        long id,
        ClassMirror declaringClass,
        String name,
        String signature,
        @Nullable String genericSignature,
        int modifiers) {
    static final int STATIC = 0x0008;

    boolean isStatic() {
        return (modifiers & STATIC) != 0;
    }
}
