package jpm.graph;

import jpm.value.PrimitiveType;

/** Class names of HPROF in source form. */
final class ClassNames {
    private ClassNames() {}

    /** {@code java/util/Map$Entry} to {@code java.util.Map$Entry}, {@code [[I} to {@code int[][]}; names already in source form stay. */
    static String fromInternal(String internal) {
        int dimensions = 0;
        while (dimensions < internal.length() && internal.charAt(dimensions) == '[') {
            dimensions++;
        }
        String element = internal.substring(dimensions);
        return (dimensions == 0 ? dotted(element) : elementName(element)) + "[]".repeat(dimensions);
    }

    private static String elementName(String descriptor) {
        if (descriptor.startsWith("L") && descriptor.endsWith(";")) {
            return dotted(descriptor.substring(1, descriptor.length() - 1));
        }
        if (descriptor.length() == 1) {
            for (PrimitiveType type : PrimitiveType.values()) {
                if (type.descriptor == descriptor.charAt(0)) {
                    return type.javaName;
                }
            }
        }
        return dotted(descriptor);
    }

    /** The slash before a hidden class's address stays. */
    private static String dotted(String name) {
        int hidden = name.indexOf("/0x");
        return hidden < 0
                ? name.replace('/', '.')
                : name.substring(0, hidden).replace('/', '.') + name.substring(hidden);
    }
}
