package jpm.expr;

import java.util.ArrayList;
import java.util.List;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import jpm.value.Value.Primitive;

/**
 * The descriptor of a method in its parts.
 *
 * @param parameters their descriptors
 * @param result its descriptor; {@code V} for none
 */
record MethodDescriptor(List<String> parameters, String result) {
    MethodDescriptor {
        parameters = List.copyOf(parameters);
    }

    static MethodDescriptor of(String descriptor) {
        List<String> parameters = new ArrayList<>();
        int at = 1;
        while (at < descriptor.length() && descriptor.charAt(at) != ')') {
            int end = at;
            while (descriptor.charAt(end) == '[') {
                end++;
            }
            end = descriptor.charAt(end) == 'L' ? descriptor.indexOf(';', end) + 1 : end + 1;
            parameters.add(descriptor.substring(at, end));
            at = end;
        }
        return new MethodDescriptor(parameters, descriptor.substring(descriptor.indexOf(')') + 1));
    }

    boolean isVoid() {
        return result.equals("V");
    }

    /** A value as a parameter holds it. */
    Value argument(int index, Value value) {
        return as(parameters.get(index), value);
    }

    /** A value as the method gives it. */
    Value result(Value value) {
        return as(result, value);
    }

    private static Value as(String descriptor, Value value) {
        if (descriptor.length() != 1 || !(value instanceof Primitive number)) {
            return value;
        }
        PrimitiveType type = PrimitiveType.ofDescriptor(descriptor.charAt(0));
        if (type == PrimitiveType.BOOLEAN || number.type() == PrimitiveType.BOOLEAN) {
            return new Primitive(type, type == PrimitiveType.BOOLEAN ? number.bits() & 1 : number.bits());
        }
        return Arithmetic.cast(number, type);
    }
}
