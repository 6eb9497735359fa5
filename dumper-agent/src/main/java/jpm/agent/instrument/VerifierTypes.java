package jpm.agent.instrument;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Label;
import org.objectweb.asm.Opcodes;

/** The verifier's types of locals, in the notation of {@code MethodVisitor.visitFrame}. */
final class VerifierTypes {
    private VerifierTypes() {}

    /** Whether a slot holds a value that a variable of that descriptor can have. */
    static boolean fits(String descriptor, int slot, List<Object> locals) {
        if (slot >= locals.size()) {
            return false;
        }
        Object type = locals.get(slot);
        return switch (descriptor.charAt(0)) {
            case 'Z', 'B', 'S', 'C', 'I' -> type == Opcodes.INTEGER;
            case 'J' -> type == Opcodes.LONG;
            case 'F' -> type == Opcodes.FLOAT;
            case 'D' -> type == Opcodes.DOUBLE;
            default -> type instanceof String || type == Opcodes.NULL;
        };
    }

    /** The descriptor of the values of a type; null where it has none that could be loaded. */
    static @Nullable String descriptor(Object type) {
        if (type instanceof String name) {
            return name.charAt(0) == '[' ? name : "L" + name + ";";
        }
        if (type == Opcodes.INTEGER) {
            return "I";
        }
        if (type == Opcodes.LONG) {
            return "J";
        }
        if (type == Opcodes.FLOAT) {
            return "F";
        }
        if (type == Opcodes.DOUBLE) {
            return "D";
        }
        return type == Opcodes.NULL ? "Ljava/lang/Object;" : null;
    }

    /** The weakest type that a captured variable of that descriptor can be loaded from. */
    static Object loadable(String descriptor) {
        return switch (descriptor.charAt(0)) {
            case 'Z', 'B', 'S', 'C', 'I' -> Opcodes.INTEGER;
            case 'J' -> Opcodes.LONG;
            case 'F' -> Opcodes.FLOAT;
            case 'D' -> Opcodes.DOUBLE;
            default -> "java/lang/Object";
        };
    }

    /** The locals with what a handler cannot rely on left out. */
    static List<Object> withoutUninitialized(List<Object> locals) {
        List<Object> kept = new ArrayList<>(locals);
        for (int slot = 0; slot < kept.size(); slot++) {
            if (kept.get(slot) instanceof Label) {
                kept.set(slot, Opcodes.TOP);
            }
        }
        return kept;
    }

    /** Whether a handler whose frame has {@code wanted} may cover an instruction with {@code locals}. */
    static boolean isAssignable(List<Object> locals, List<Object> wanted) {
        for (int slot = 0; slot < wanted.size(); slot++) {
            Object type = wanted.get(slot);
            if (type != Opcodes.TOP && !(slot < locals.size() && isAssignable(locals.get(slot), type))) {
                return false;
            }
        }
        return locals.contains(Opcodes.UNINITIALIZED_THIS) == wanted.contains(Opcodes.UNINITIALIZED_THIS);
    }

    private static boolean isAssignable(Object type, Object wanted) {
        return type.equals(wanted)
                || (wanted.equals("java/lang/Object") && (type instanceof String || type == Opcodes.NULL));
    }

    /** The locals as {@code visitFrame} wants them: without a long's or double's second slot, and with no TOP at the end. */
    static Object[] frame(List<Object> locals) {
        List<Object> frame = new ArrayList<>();
        for (int slot = 0; slot < locals.size(); slot++) {
            Object type = locals.get(slot);
            frame.add(type);
            if (type == Opcodes.LONG || type == Opcodes.DOUBLE) {
                slot++;
            }
        }
        while (!frame.isEmpty() && frame.get(frame.size() - 1) == Opcodes.TOP) {
            frame.remove(frame.size() - 1);
        }
        return frame.toArray();
    }
}
