package jpm.jdwp;

import java.util.List;
import jpm.classfile.ClassFile;
import jpm.classfile.ClassFile.Line;
import jpm.classfile.Descriptor;
import org.jspecify.annotations.Nullable;

/**
 * A method.
 *
 * @param genericSignature or null
 * @param modifiers the access flags
 * @param code null for methods without, and for those that are known from frames only
 * @param lines from which code index on which line; of a method without class file the indexes count lines
 */
record MethodMirror(
        long id,
        ClassMirror declaringClass,
        String name,
        String descriptor,
        @Nullable String genericSignature,
        int modifiers,
        ClassFile.@Nullable Code code,
        List<Line> lines) {
    static final int NATIVE = 0x0100;
    static final int ABSTRACT = 0x0400;

    /** The code index of a frame whose place in the code is not known, and of native methods. */
    static final int NO_CODE_INDEX = -1;

    boolean isStatic() {
        return (modifiers & FieldMirror.STATIC) != 0;
    }

    boolean isNative() {
        return (modifiers & NATIVE) != 0;
    }

    /** The variable slots of {@code this} and the arguments. */
    int argumentSlots() {
        return Descriptor.argumentSlots(descriptor) + (isStatic() ? 0 : 1);
    }

    /** The last index of the code; {@link #NO_CODE_INDEX} without code. */
    int lastCodeIndex() {
        if (code != null) {
            return code.bytes().length - 1;
        }
        return lines.isEmpty() ? NO_CODE_INDEX : lines.get(lines.size() - 1).startBci();
    }
}
