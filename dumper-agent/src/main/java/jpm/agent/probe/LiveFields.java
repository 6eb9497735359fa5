package jpm.agent.probe;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import jdk.internal.misc.Unsafe;
import jpm.agent.Internals;
import jpm.expr.QuickTest;
import jpm.value.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** Fields of live objects by their offsets. */
final class LiveFields implements QuickTest.Fields {
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();

    private final Internals internals;

    LiveFields(Internals internals) {
        this.internals = internals;
    }

    @Override
    public @Nullable Field find(Class<?> type, String name) {
        try {
            for (Class<?> each = type; each != null; each = each.getSuperclass()) {
                for (Field field : internals.declaredFields(each)) {
                    if (field.getName().equals(name)) {
                        return Modifier.isStatic(field.getModifiers()) ? null : field;
                    }
                }
            }
        } catch (Throwable unreadable) {
            // A field whose type is not on the class path.
            return null;
        }
        return null;
    }

    @Override
    public long offset(Field field) {
        return UNSAFE.objectFieldOffset(field);
    }

    @Override
    public @Nullable Object reference(Object object, long offset) {
        return UNSAFE.getReference(object, offset);
    }

    @Override
    public long bits(Object object, long offset, PrimitiveType type) {
        return switch (type) {
            case BOOLEAN -> UNSAFE.getBoolean(object, offset) ? 1 : 0;
            case CHAR -> UNSAFE.getChar(object, offset);
            case BYTE -> UNSAFE.getByte(object, offset);
            case SHORT -> UNSAFE.getShort(object, offset);
            case INT, FLOAT -> UNSAFE.getInt(object, offset);
            case LONG, DOUBLE -> UNSAFE.getLong(object, offset);
        };
    }
}
