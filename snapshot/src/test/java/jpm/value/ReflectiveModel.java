package jpm.value;

import java.lang.reflect.Array;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects of the running JVM, read by reflection. */
public final class ReflectiveModel implements ObjectModel {
    private final List<Object> objects = new ArrayList<>();
    private final Map<Object, Long> ids = new IdentityHashMap<>();

    public Value value(@Nullable Object object) {
        if (object == null) {
            return Value.NULL;
        }
        return new Value.Reference(ids.computeIfAbsent(object, o -> {
            objects.add(o);
            return (long) objects.size() - 1;
        }));
    }

    public Object object(long id) {
        return objects.get((int) id);
    }

    @Override
    public String className(long id) {
        return sourceName(object(id).getClass());
    }

    private static String sourceName(Class<?> type) {
        return type.isArray() ? sourceName(type.getComponentType()) + "[]" : type.getName();
    }

    @Override
    public List<String> classNames(long id) {
        List<String> names = new ArrayList<>();
        for (Class<?> c = object(id).getClass(); c != null; c = c.getSuperclass()) {
            names.add(sourceName(c));
        }
        return names;
    }

    @Override
    public boolean isArray(long id) {
        return object(id).getClass().isArray();
    }

    @Override
    public int arrayLength(long id) {
        return Array.getLength(object(id));
    }

    @Override
    public Value arrayElement(long id, int index) {
        return typed(object(id).getClass().getComponentType(), Array.get(object(id), index));
    }

    private Value typed(Class<?> type, @Nullable Object value) {
        return type.isPrimitive() && value != null ? primitive(value) : value(value);
    }

    /** The primitive that a box holds. */
    public static Value primitive(Object box) {
        if (box instanceof Boolean b) {
            return new Value.Primitive(PrimitiveType.BOOLEAN, b ? 1 : 0);
        } else if (box instanceof Character c) {
            return new Value.Primitive(PrimitiveType.CHAR, c);
        } else if (box instanceof Float f) {
            return new Value.Primitive(PrimitiveType.FLOAT, Float.floatToRawIntBits(f));
        } else if (box instanceof Double d) {
            return new Value.Primitive(PrimitiveType.DOUBLE, Double.doubleToRawLongBits(d));
        }
        PrimitiveType type = PrimitiveType.valueOf(
                box instanceof Integer ? "INT" : box.getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT));
        return new Value.Primitive(type, ((Number) box).longValue());
    }

    @Override
    public List<Field> fields(long id) {
        List<Field> fields = new ArrayList<>();
        if (isArray(id)) {
            return fields;
        }
        for (Class<?> c = object(id).getClass(); c != null; c = c.getSuperclass()) {
            for (java.lang.reflect.Field field : c.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    fields.add(read(field, object(id)));
                }
            }
        }
        return fields;
    }

    private Field read(java.lang.reflect.Field field, @Nullable Object holder) {
        try {
            field.setAccessible(true);
            return new Field(
                    field.getDeclaringClass().getName(),
                    field.getName(),
                    sourceName(field.getType()),
                    typed(field.getType(), field.get(holder)));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public @Nullable Value field(long id, String name) {
        for (Class<?> c = object(id).getClass(); c != null; c = c.getSuperclass()) {
            for (java.lang.reflect.Field field : c.getDeclaredFields()) {
                if (field.getName().equals(name) && !Modifier.isStatic(field.getModifiers())) {
                    return read(field, object(id)).value();
                }
            }
        }
        return null;
    }

    @Override
    public @Nullable List<Field> statics(String className) {
        try {
            List<Field> fields = new ArrayList<>();
            for (java.lang.reflect.Field field : Class.forName(className).getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) && isOpen(field)) {
                    fields.add(read(field, null));
                }
            }
            return fields;
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    private static boolean isOpen(java.lang.reflect.Field field) {
        return field.trySetAccessible();
    }

    @Override
    public @Nullable String string(long id, int maxChars) {
        return object(id) instanceof String s ? s.substring(0, Math.min(maxChars, s.length())) : null;
    }

    @Override
    public int stringLength(long id) {
        return ((String) object(id)).length();
    }

    @Override
    public @Nullable String representedClass(long id) {
        return object(id) instanceof Class<?> c ? sourceName(c) : null;
    }
}
