package jpm.debug;

import jpm.value.PrimitiveType;

/** Field descriptors of class files (JVMS 4.3.2) as a programmer writes types. */
final class Descriptors {
    private Descriptors() {}

    /** {@code int[]} of {@code [I}, {@code java.util.Map$Entry} of {@code Ljava/util/Map$Entry;}; what is no descriptor stays as it is. */
    static String sourceForm(String descriptor) {
        int dimensions = 0;
        while (dimensions < descriptor.length() && descriptor.charAt(dimensions) == '[') {
            dimensions++;
        }
        return elementType(descriptor.substring(dimensions)) + "[]".repeat(dimensions);
    }

    private static String elementType(String descriptor) {
        if (descriptor.startsWith("L") && descriptor.endsWith(";")) {
            return descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
        }
        return descriptor.length() == 1 && "ZCFDBSIJ".contains(descriptor)
                ? PrimitiveType.ofDescriptor(descriptor.charAt(0)).javaName
                : descriptor;
    }
}
