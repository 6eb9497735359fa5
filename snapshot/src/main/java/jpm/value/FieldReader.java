package jpm.value;

import org.jspecify.annotations.Nullable;

/** Typed reading of fields by name; what is not as expected ends in {@link UnknownLayoutException}. */
final class FieldReader {
    final ObjectModel model;

    FieldReader(ObjectModel model) {
        this.model = model;
    }

    /** The value at the end of a path of field names. */
    Value value(long id, String... path) {
        Value value = new Value.Reference(id);
        for (String name : path) {
            value = require(model.field(id(value), name), name);
        }
        return value;
    }

    boolean has(long id, String field) {
        return model.field(id, field) != null;
    }

    /** The object at the end of a path; null is an unknown layout. */
    long id(long id, String... path) {
        return id(value(id, path));
    }

    long id(Value value) {
        if (value instanceof Value.Reference reference) {
            return reference.id();
        }
        throw new UnknownLayoutException("no object");
    }

    /** The object at the end of a path, or null for the null reference. */
    @Nullable
    Long idOrNull(long id, String... path) {
        Value value = value(id, path);
        return value instanceof Value.Null ? null : (Long) id(value);
    }

    /** An int-like or long field. */
    long number(long id, String... path) {
        return number(value(id, path));
    }

    long number(Value value) {
        if (value instanceof Value.Primitive primitive) {
            return primitive.bits();
        }
        throw new UnknownLayoutException("no number");
    }

    int integer(long id, String... path) {
        return (int) number(id, path);
    }

    /** A size field: never negative. */
    int size(long id, String... path) {
        int size = integer(id, path);
        if (size < 0) {
            throw new UnknownLayoutException("negative size");
        }
        return size;
    }

    boolean flag(long id, String... path) {
        return number(id, path) != 0;
    }

    /** A string field, or null. */
    @Nullable
    String text(long id, String... path) {
        return text(value(id, path));
    }

    @Nullable
    String text(Value value) {
        return value instanceof Value.Reference reference ? model.string(reference.id(), MAX_TEXT_CHARS) : null;
    }

    String requiredText(long id, String... path) {
        return require(text(id, path), "text");
    }

    /** The text of a field that a class declares, which a subclass may have another of the same name of. */
    String declaredText(long id, String declaringClass, String name) {
        for (ObjectModel.Field field : model.fields(id)) {
            if (field.name().equals(name) && field.declaringClass().equals(declaringClass)) {
                return require(text(field.value()), name);
            }
        }
        return require(text(value(id, name)), name);
    }

    int length(long array) {
        if (!model.isArray(array)) {
            throw new UnknownLayoutException("no array");
        }
        return model.arrayLength(array);
    }

    Value element(long array, int index) {
        return model.arrayElement(array, index);
    }

    /** A static field of a class, or null where it or the class is not known. */
    @Nullable
    Value constant(String className, String name) {
        return model.staticField(className, name);
    }

    static <T> T require(@Nullable T value, String what) {
        if (value == null) {
            throw new UnknownLayoutException("no " + what);
        }
        return value;
    }

    private static final int MAX_TEXT_CHARS = 1 << 16;
}
