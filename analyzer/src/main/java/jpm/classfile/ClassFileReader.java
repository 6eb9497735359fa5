package jpm.classfile;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import jpm.classfile.ClassFile.Code;
import jpm.classfile.ClassFile.ConstantPoolBytes;
import jpm.classfile.ClassFile.Field;
import jpm.classfile.ClassFile.Line;
import jpm.classfile.ClassFile.Method;
import jpm.classfile.ClassFile.Variable;
import org.jspecify.annotations.Nullable;

/** Reads one class file (JVMS chapter 4). Attributes that no debugger asks for are passed over. */
final class ClassFileReader {
    private static final int MAGIC = 0xCAFEBABE;
    private static final int HEADER_BYTES = 10;
    private static final int ACC_SUPER = 0x0020;

    private final ByteBuffer in;
    private int[] constantAt = new int[0];

    /** What attributes may tell of a class, a field or a method. */
    private static final class Attributes {
        @Nullable
        String signature;

        @Nullable
        String sourceFile;

        @Nullable
        String sourceDebugExtension;

        @Nullable
        Code code;

        int innerAccess = -1;
    }

    ClassFileReader(byte[] bytes) {
        in = ByteBuffer.wrap(bytes);
    }

    ClassFile read() {
        try {
            return readClass();
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a whole class file", e);
        }
    }

    private ClassFile readClass() {
        if (in.getInt() != MAGIC) {
            throw new IllegalArgumentException("not a class file");
        }
        int minor = u2();
        int major = u2();
        ConstantPoolBytes pool = constantPool();
        int access = u2();
        int thisClass = u2();
        String name = className(thisClass);
        int superClass = u2();
        List<String> interfaces = new ArrayList<>();
        for (int left = u2(); left > 0; left--) {
            interfaces.add(className(u2()));
        }
        List<Field> fields = new ArrayList<>();
        for (int left = u2(); left > 0; left--) {
            fields.add(field());
        }
        List<Method> methods = new ArrayList<>();
        for (int left = u2(); left > 0; left--) {
            methods.add(method());
        }
        Attributes attributes = attributes(thisClass);
        int declared = attributes.innerAccess >= 0 ? attributes.innerAccess : access;
        return new ClassFile(
                major,
                minor,
                declared & ~ACC_SUPER,
                name,
                superClass == 0 ? null : className(superClass),
                interfaces,
                attributes.signature,
                attributes.sourceFile,
                attributes.sourceDebugExtension,
                fields,
                methods,
                pool);
    }

    private int u2() {
        return in.getShort() & 0xffff;
    }

    private ConstantPoolBytes constantPool() {
        int count = u2();
        constantAt = new int[count];
        for (int i = 1; i < count; i++) {
            constantAt[i] = in.position();
            int tag = in.get();
            skip(constantBytes(tag));
            boolean takesTwo = tag == 5 || tag == 6;
            i += takesTwo ? 1 : 0;
        }
        byte[] bytes = new byte[in.position() - HEADER_BYTES];
        in.get(HEADER_BYTES, bytes);
        return new ConstantPoolBytes(count, bytes);
    }

    private int constantBytes(int tag) {
        return switch (tag) {
            case 1 -> Short.BYTES + (in.getShort(in.position()) & 0xffff);
            case 3, 4, 9, 10, 11, 12, 17, 18 -> 4;
            case 5, 6 -> 8;
            case 7, 8, 16, 19, 20 -> 2;
            case 15 -> 3;
            default -> throw new IllegalArgumentException("not a class file: constant of unknown kind " + tag);
        };
    }

    private void skip(int bytes) {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + bytes);
    }

    private String utf8(int index) {
        int at = constantAt[index] + 1;
        try (DataInputStream text = new DataInputStream(new ByteArrayInputStream(in.array(), at, in.limit() - at))) {
            return text.readUTF();
        } catch (IOException e) {
            throw new IllegalArgumentException("not a whole class file", e);
        }
    }

    private String className(int index) {
        return utf8(in.getShort(constantAt[index] + 1) & 0xffff).replace('/', '.');
    }

    private Field field() {
        int access = u2();
        String name = utf8(u2());
        String descriptor = utf8(u2());
        return new Field(name, descriptor, attributes(0).signature, access);
    }

    private Method method() {
        int access = u2();
        String name = utf8(u2());
        String descriptor = utf8(u2());
        Attributes attributes = attributes(0);
        return new Method(name, descriptor, attributes.signature, access, attributes.code);
    }

    private Attributes attributes(int thisClass) {
        Attributes found = new Attributes();
        forEachAttribute((name, length) -> read(name, length, thisClass, found));
        return found;
    }

    /** Hands over each attribute's name and length, the buffer standing at its content. */
    private void forEachAttribute(ObjIntConsumer<String> reader) {
        for (int left = u2(); left > 0; left--) {
            String name = utf8(u2());
            int length = in.getInt();
            int start = in.position();
            skip(length);
            int end = in.position();
            in.position(start);
            reader.accept(name, length);
            in.position(end);
        }
    }

    private void read(String name, int length, int thisClass, Attributes into) {
        switch (name) {
            case "Signature" -> into.signature = utf8(u2());
            case "SourceFile" -> into.sourceFile = utf8(u2());
            case "SourceDebugExtension" -> into.sourceDebugExtension = text(length);
            case "Code" -> into.code = code();
            case "InnerClasses" -> into.innerAccess = innerAccess(thisClass);
            default -> {}
        }
    }

    private String text(int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private int innerAccess(int thisClass) {
        String own = thisClass == 0 ? "" : className(thisClass);
        int access = -1;
        for (int left = u2(); left > 0; left--) {
            int inner = u2();
            skip(2 * Short.BYTES);
            int flags = u2();
            if (className(inner).equals(own)) {
                access = flags;
            }
        }
        return access;
    }

    private Code code() {
        skip(Short.BYTES);
        int maxLocals = u2();
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        skip(u2() * 4 * Short.BYTES);
        return debugInformation(maxLocals, bytes);
    }

    private Code debugInformation(int maxLocals, byte[] bytes) {
        List<Line> lines = new ArrayList<>();
        List<List<Variable>> variables = new ArrayList<>();
        List<Variable> generic = new ArrayList<>();
        forEachAttribute((name, length) -> {
            switch (name) {
                case "LineNumberTable" -> lines(lines);
                case "LocalVariableTable" -> variables.add(variables());
                case "LocalVariableTypeTable" -> generic.addAll(variables());
                default -> {}
            }
        });
        return new Code(
                maxLocals, bytes, List.copyOf(lines), variables.isEmpty() ? null : withSignatures(variables, generic));
    }

    private void lines(List<Line> into) {
        for (int left = u2(); left > 0; left--) {
            into.add(new Line(u2(), u2()));
        }
    }

    private List<Variable> variables() {
        List<Variable> variables = new ArrayList<>();
        for (int left = u2(); left > 0; left--) {
            int start = u2();
            int length = u2();
            String name = utf8(u2());
            String descriptor = utf8(u2());
            variables.add(new Variable(name, descriptor, null, u2(), start, length));
        }
        return variables;
    }

    /** The table of generic types repeats those variables whose types are generic, their signatures in place of descriptors. */
    private static List<Variable> withSignatures(List<List<Variable>> tables, List<Variable> generic) {
        List<Variable> joined = new ArrayList<>();
        for (Variable variable : tables.stream().flatMap(List::stream).toList()) {
            String signature = generic.stream()
                    .filter(other -> other.slot() == variable.slot() && other.startBci() == variable.startBci())
                    .map(Variable::descriptor)
                    .findFirst()
                    .orElse(null);
            joined.add(new Variable(
                    variable.name(),
                    variable.descriptor(),
                    signature,
                    variable.slot(),
                    variable.startBci(),
                    variable.length()));
        }
        return List.copyOf(joined);
    }
}
