package jpm.classfile;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a class file declares, as a debugger needs it.
 *
 * @param access as {@link Class#getModifiers()} and the JVM's own flags have it: of a nested class those it was declared with, without
 *     {@code ACC_SUPER}
 * @param name binary name with dots ({@code com.acme.Shop$Item})
 * @param superName null for {@code java.lang.Object}
 * @param interfaces binary names, in the order of the declaration
 * @param signature the generic signature, or null
 * @param sourceFile or null
 * @param sourceDebugExtension the text of JSR 45, or null
 */
public record ClassFile(
        int majorVersion,
        int minorVersion,
        int access,
        String name,
        @Nullable String superName,
        List<String> interfaces,
        @Nullable String signature,
        @Nullable String sourceFile,
        @Nullable String sourceDebugExtension,
        List<Field> fields,
        List<Method> methods,
        ConstantPoolBytes constantPool) {
    private static final int ACC_INTERFACE = 0x0200;

    public ClassFile {
        interfaces = List.copyOf(interfaces);
        fields = List.copyOf(fields);
        methods = List.copyOf(methods);
    }

    /**
     * Reads a class file.
     *
     * @throws IllegalArgumentException when the bytes are not a whole class file
     */
    public static ClassFile parse(byte[] bytes) {
        return new ClassFileReader(bytes).read();
    }

    public boolean isInterface() {
        return (access & ACC_INTERFACE) != 0;
    }

    /** A field as declared; {@code signature} is the generic one, or null. */
    public record Field(
            String name, String descriptor, @Nullable String signature, int access) {
        private static final int ACC_STATIC = 0x0008;

        public boolean isStatic() {
            return (access & ACC_STATIC) != 0;
        }
    }

    /** A method as declared; {@code signature} is the generic one, or null; {@code code} null for abstract and native methods. */
    public record Method(
            String name,
            String descriptor,
            @Nullable String signature,
            int access,
            @Nullable Code code) {
        private static final int ACC_STATIC = 0x0008;
        private static final int ACC_NATIVE = 0x0100;

        public boolean isStatic() {
            return (access & ACC_STATIC) != 0;
        }

        public boolean isNative() {
            return (access & ACC_NATIVE) != 0;
        }

        /** How many local variable slots {@code this} and the arguments take. */
        public int argumentSlots() {
            return Descriptor.argumentSlots(descriptor) + (isStatic() ? 0 : 1);
        }
    }

    /**
     * A method's bytecode with its debug information.
     *
     * @param lines in the order of the file; empty when the class was compiled without
     * @param variables null when the class was compiled without
     */
    public record Code(
            int maxLocals,
            byte[] bytes,
            List<Line> lines,
            @Nullable List<Variable> variables) {
        /** The lines that the code at a bytecode index belongs to, 0 when that is not known. */
        public int lineAt(int bci) {
            int line = 0;
            int nearest = -1;
            for (Line entry : lines) {
                if (entry.startBci() <= bci && entry.startBci() > nearest) {
                    nearest = entry.startBci();
                    line = entry.line();
                }
            }
            return line;
        }

        public boolean hasLine(int line) {
            for (Line entry : lines) {
                if (entry.line() == line) {
                    return true;
                }
            }
            return false;
        }
    }

    /** From {@code startBci} on code belongs to {@code line}. */
    public record Line(int startBci, int line) {}

    /** A local variable, in scope from {@code startBci} for {@code length} bytes; {@code signature} is the generic one, or null. */
    public record Variable(
            String name, String descriptor, @Nullable String signature, int slot, int startBci, int length) {
        public boolean isInScope(int bci) {
            return startBci <= bci && bci < startBci + length;
        }
    }

    /** The constant pool as it stands in the file; {@code count} as the file has it, one more than the last index. */
    public record ConstantPoolBytes(int count, byte[] bytes) {}
}
