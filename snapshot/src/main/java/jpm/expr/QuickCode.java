package jpm.expr;

import org.jspecify.annotations.Nullable;

/** A part of a {@link QuickTest}: gives a number or a reference, whichever its type is. */
abstract class QuickCode {
    final Class<?> type;

    QuickCode(Class<?> type) {
        this.type = type;
    }

    /** An integral number, or 0 and 1 for a boolean. */
    long bits(@Nullable Object a, @Nullable Object b, long u, long v) {
        throw new IllegalStateException("no integral number");
    }

    /** Any number. */
    double number(@Nullable Object a, @Nullable Object b, long u, long v) {
        return bits(a, b, u, v);
    }

    /** A reference. */
    @Nullable
    Object reference(@Nullable Object a, @Nullable Object b, long u, long v) {
        throw new IllegalStateException("no reference");
    }

    boolean isIntegral() {
        return type == int.class
                || type == long.class
                || type == short.class
                || type == char.class
                || type == byte.class;
    }

    boolean isNumber() {
        return isIntegral() || type == double.class || type == float.class;
    }

    boolean isReference() {
        return !type.isPrimitive();
    }
}
