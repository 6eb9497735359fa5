package jpm.value;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Read-only access to the objects of one JVM at one moment, whatever holds them: a heap dump, the live JVM, a snapshot.
 *
 * <p>Reading never runs the program's code. Class names are binary names as {@link Class#getName()} gives them for classes
 * ({@code java.util.HashMap$Node}) and source form for arrays ({@code int[]}, {@code java.lang.String[][]}).
 */
public interface ObjectModel {
    /** The class name of an object; a class object's is {@code java.lang.Class}. */
    String className(long id);

    /** The names of the object's class and its superclasses, most derived first, ending in {@code java.lang.Object}. */
    List<String> classNames(long id);

    /** Whether the object is an array. */
    boolean isArray(long id);

    /** The length of an array; {@link IllegalArgumentException} when it is none. */
    int arrayLength(long id);

    /** An element of an array. */
    Value arrayElement(long id, int index);

    /** The instance fields, the most derived class's first, each class's in declaration order; none for arrays. */
    List<Field> fields(long id);

    /** The first instance field of that name, most derived class first, or null where there is none. */
    @Nullable
    Value field(long id, String name);

    /** The static fields of a class, or null where the class is not known. */
    @Nullable
    List<Field> statics(String className);

    /** A static field of a class, or null where the class is not known or has none of that name. */
    default @Nullable Value staticField(String className, String name) {
        List<Field> statics = statics(className);
        if (statics == null) {
            return null;
        }
        return statics.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .findFirst()
                .orElse(null);
    }

    /**
     * The characters of a {@code java.lang.String}, at most {@code maxChars} of them, or null where they were not kept.
     */
    @Nullable
    String string(long id, int maxChars);

    /** The full length of a {@code java.lang.String} in chars. */
    int stringLength(long id);

    /** For a {@code java.lang.Class} object the name of the class it stands for, else null. */
    @Nullable
    String representedClass(long id);

    /** A field with its value; {@code type} in source form. */
    record Field(String declaringClass, String name, String type, Value value) {}
}
