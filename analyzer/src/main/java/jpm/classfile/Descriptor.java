package jpm.classfile;

import java.util.ArrayList;
import java.util.List;
import jpm.value.PrimitiveType;

/** Descriptors of fields and methods (JVMS 4.3). */
public final class Descriptor {
    private Descriptor() {}

    /** The descriptor of a type in source form: {@code [I} of {@code int[]}, {@code Ljava/util/Map$Entry;} of {@code java.util.Map$Entry}. */
    public static String ofSourceForm(String type) {
        String element = type;
        int dimensions = 0;
        while (element.endsWith("[]")) {
            element = element.substring(0, element.length() - 2);
            dimensions++;
        }
        return "[".repeat(dimensions) + ofElement(element);
    }

    private static String ofElement(String element) {
        for (PrimitiveType primitive : PrimitiveType.values()) {
            if (primitive.javaName.equals(element)) {
                return String.valueOf(primitive.descriptor);
            }
        }
        return "L" + ofClassName(element) + ";";
    }

    /** Of a hidden class the part that tells it from others stays apart, as {@code Class.descriptorString()} has it; HotSpot writes a plus there. */
    private static String ofClassName(String name) {
        int hidden = Math.max(name.indexOf("/0x"), name.indexOf("+0x"));
        return hidden < 0
                ? name.replace('.', '/')
                : name.substring(0, hidden).replace('.', '/') + "." + name.substring(hidden + 1);
    }

    /** The descriptors of a method's arguments; fewer where the descriptor is malformed. */
    public static List<String> arguments(String methodDescriptor) {
        List<String> arguments = new ArrayList<>();
        int at = 1;
        while (at < methodDescriptor.length() && methodDescriptor.charAt(at) != ')') {
            int end = endOfType(methodDescriptor, at);
            arguments.add(methodDescriptor.substring(at, end));
            at = end;
        }
        return arguments;
    }

    private static int endOfType(String descriptor, int start) {
        int at = start;
        while (at < descriptor.length() && descriptor.charAt(at) == '[') {
            at++;
        }
        if (at < descriptor.length() && descriptor.charAt(at) == 'L') {
            int semicolon = descriptor.indexOf(';', at);
            return semicolon < 0 ? descriptor.length() : semicolon + 1;
        }
        return Math.min(descriptor.length(), at + 1);
    }

    /** What a method returns, as a descriptor. */
    public static String returned(String methodDescriptor) {
        return methodDescriptor.substring(methodDescriptor.lastIndexOf(')') + 1);
    }

    /** How many local variable slots the arguments take. */
    public static int argumentSlots(String methodDescriptor) {
        int slots = 0;
        for (String argument : arguments(methodDescriptor)) {
            slots += argument.equals("J") || argument.equals("D") ? 2 : 1;
        }
        return slots;
    }
}
