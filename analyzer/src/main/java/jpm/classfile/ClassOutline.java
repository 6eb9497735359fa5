package jpm.classfile;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a class declares, as source would write it.
 *
 * @param kind {@code class}, {@code interface}, {@code enum} or {@code record}
 * @param fields as {@code private static final int MAX}
 * @param methods as {@code public int price(java.lang.String)}; those that the compiler added are left out
 */
public record ClassOutline(
        String kind, @Nullable String superclass, List<String> interfaces, List<String> fields, List<String> methods) {
    private static final int ENUM = 0x4000;
    private static final int SYNTHETIC = 0x1000;
    private static final String[] MODIFIERS = {"public", "private", "protected", "static", "final"};
    private static final int ABSTRACT = 0x0400;
    private static final String PRIMITIVES = "ZCFDBSIJV";
    private static final String[] PRIMITIVE_NAMES = {
        "boolean", "char", "float", "double", "byte", "short", "int", "long", "void"
    };

    /** The outline of a class file. */
    public static ClassOutline of(ClassFile file) {
        return new ClassOutline(
                kind(file),
                file.superName(),
                file.interfaces(),
                file.fields().stream()
                        .map(field -> modifiers(field.access()) + type(field.descriptor()) + " " + field.name())
                        .toList(),
                file.methods().stream()
                        .filter(method -> (method.access() & SYNTHETIC) == 0
                                && !method.name().equals("<clinit>"))
                        .map(method -> text(file, method))
                        .toList());
    }

    private static String kind(ClassFile file) {
        if (file.isInterface()) {
            return "interface";
        }
        return (file.access() & ENUM) != 0 ? "enum" : "java.lang.Record".equals(file.superName()) ? "record" : "class";
    }

    private static String modifiers(int access) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < MODIFIERS.length; bit++) {
            text.append((access >> bit & 1) != 0 ? MODIFIERS[bit] + " " : "");
        }
        return text + ((access & ABSTRACT) != 0 ? "abstract " : "");
    }

    private static String text(ClassFile file, ClassFile.Method method) {
        String descriptor = method.descriptor();
        int end = descriptor.indexOf(')');
        String simpleName = file.name()
                .substring(Math.max(file.name().lastIndexOf('.'), file.name().lastIndexOf('$')) + 1);
        String head =
                method.name().equals("<init>") ? simpleName : type(descriptor.substring(end + 1)) + " " + method.name();
        return modifiers(method.access())
                + head
                + Descriptor.arguments(descriptor).stream()
                        .map(ClassOutline::type)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /** A field's descriptor in source form. */
    private static String type(String descriptor) {
        int dimensions = descriptor.lastIndexOf('[') + 1;
        String element = descriptor.substring(dimensions);
        String name = element.startsWith("L")
                ? element.substring(1, element.length() - 1).replace('/', '.')
                : PRIMITIVE_NAMES[PRIMITIVES.indexOf(element.charAt(0))];
        return name + "[]".repeat(dimensions);
    }
}
