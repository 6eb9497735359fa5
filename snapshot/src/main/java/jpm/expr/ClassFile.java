package jpm.expr;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A class file as far as evaluation needs it: supertypes, and methods with their code. */
final class ClassFile {
    private static final int MAGIC = 0xCAFEBABE;
    private static final int UTF8 = 1;
    private static final int INTEGER = 3;
    private static final int FLOAT = 4;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int NAME_AND_TYPE = 12;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int DYNAMIC = 17;
    private static final int INVOKE_DYNAMIC = 18;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;
    private static final int STATIC = 0x0008;
    private static final int BRIDGE = 0x0040;

    private final Object[] constants;
    private String name = "";
    private @Nullable String superclass;
    private final List<String> interfaces = new ArrayList<>();
    private final List<Code> methods = new ArrayList<>();
    private final List<Bootstrap> bootstraps = new ArrayList<>();

    private ClassFile(Object[] constants) {
        this.constants = constants;
    }

    /** A member that code names: {@code owner} and {@code descriptor} as in the class file, the owner with dots. */
    record Member(String owner, String name, String descriptor) {}

    /** A call site that a bootstrap method links. */
    record DynamicCall(int bootstrap, String name, String descriptor) {}

    /** A bootstrap method with the numbers of its constant arguments. */
    record Bootstrap(Member method, int[] arguments) {}

    /** A method; {@code bytes} is empty for one that has no code. */
    record Code(ClassFile owner, String name, String descriptor, int access, int maxLocals, byte[] bytes) {
        boolean isStatic() {
            return (access & STATIC) != 0;
        }

        /** Whether the compiler made it, to call another of the same name. */
        boolean isBridge() {
            return (access & BRIDGE) != 0;
        }

        int parameterCount() {
            return MethodDescriptor.of(descriptor).parameters().size();
        }

        /** Whether the compiler made it for a record: it does nothing but call what {@code ObjectMethods} links. */
        boolean isGenerated() {
            for (int i = 1; i <= 2 && i + 2 < bytes.length; i++) {
                if ((bytes[i] & 0xFF) == Opcodes.INVOKEDYNAMIC) {
                    int index = (bytes[i + 1] & 0xFF) << 8 | bytes[i + 2] & 0xFF;
                    int bootstrap = owner.dynamicCall(index).bootstrap();
                    return owner.bootstrap(bootstrap).method().owner().equals("java.lang.runtime.ObjectMethods");
                }
            }
            return false;
        }
    }

    private record Pair(int tag, int first, int second) {}

    /** Reads a class file; {@link IllegalArgumentException} when it is none. */
    static ClassFile parse(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != MAGIC) {
                throw new IllegalArgumentException("no class file");
            }
            in.readInt();
            ClassFile file = new ClassFile(constants(in));
            file.readRest(in);
            return file;
        } catch (IOException | ClassCastException | IndexOutOfBoundsException | NullPointerException e) {
            throw new IllegalArgumentException("damaged class file", e);
        }
    }

    private static Object[] constants(DataInputStream in) throws IOException {
        Object[] constants = new Object[in.readUnsignedShort()];
        for (int i = 1; i < constants.length; i++) {
            int tag = in.readUnsignedByte();
            constants[i] = constant(tag, in);
            i += tag == LONG || tag == DOUBLE ? 1 : 0;
        }
        return constants;
    }

    private static Object constant(int tag, DataInputStream in) throws IOException {
        return switch (tag) {
            case UTF8 -> in.readUTF();
            case INTEGER -> in.readInt();
            case FLOAT -> in.readFloat();
            case LONG -> in.readLong();
            case DOUBLE -> in.readDouble();
            case CLASS, STRING, METHOD_TYPE, MODULE, PACKAGE -> new Pair(tag, in.readUnsignedShort(), 0);
            case METHOD_HANDLE -> new Pair(tag, in.readUnsignedByte(), in.readUnsignedShort());
            case 9, 10, 11, NAME_AND_TYPE, DYNAMIC, INVOKE_DYNAMIC ->
                new Pair(tag, in.readUnsignedShort(), in.readUnsignedShort());
            default -> throw new IllegalArgumentException("unknown constant " + tag);
        };
    }

    private void readRest(DataInputStream in) throws IOException {
        in.readUnsignedShort();
        name = className(in.readUnsignedShort());
        int superIndex = in.readUnsignedShort();
        superclass = superIndex == 0 ? null : className(superIndex);
        for (int i = in.readUnsignedShort(); i > 0; i--) {
            interfaces.add(className(in.readUnsignedShort()));
        }
        for (int i = in.readUnsignedShort(); i > 0; i--) {
            in.skipNBytes(6);
            skipAttributes(in);
        }
        for (int i = in.readUnsignedShort(); i > 0; i--) {
            methods.add(method(in));
        }
        readBootstraps(in);
    }

    private static void skipAttributes(DataInputStream in) throws IOException {
        for (int i = in.readUnsignedShort(); i > 0; i--) {
            in.readUnsignedShort();
            in.skipNBytes(in.readInt());
        }
    }

    private Code method(DataInputStream in) throws IOException {
        int access = in.readUnsignedShort();
        String methodName = utf8(in.readUnsignedShort());
        String descriptor = utf8(in.readUnsignedShort());
        byte[] code = new byte[0];
        int maxLocals = 0;
        for (int i = in.readUnsignedShort(); i > 0; i--) {
            String attribute = utf8(in.readUnsignedShort());
            int length = in.readInt();
            if (attribute.equals("Code")) {
                in.readUnsignedShort();
                maxLocals = in.readUnsignedShort();
                code = in.readNBytes(in.readInt());
                in.skipNBytes(length - 8L - code.length);
            } else {
                in.skipNBytes(length);
            }
        }
        return new Code(this, methodName, descriptor, access, maxLocals, code);
    }

    private void readBootstraps(DataInputStream in) throws IOException {
        for (int i = in.readUnsignedShort(); i > 0; i--) {
            String attribute = utf8(in.readUnsignedShort());
            int length = in.readInt();
            if (!attribute.equals("BootstrapMethods")) {
                in.skipNBytes(length);
                continue;
            }
            for (int j = in.readUnsignedShort(); j > 0; j--) {
                Member handle = handle(in.readUnsignedShort());
                int[] arguments = new int[in.readUnsignedShort()];
                for (int k = 0; k < arguments.length; k++) {
                    arguments[k] = in.readUnsignedShort();
                }
                bootstraps.add(new Bootstrap(handle, arguments));
            }
        }
    }

    private String utf8(int index) {
        return (String) constants[index];
    }

    private Pair pair(int index) {
        return (Pair) constants[index];
    }

    String className(int index) {
        return utf8(pair(index).first).replace('/', '.');
    }

    Member member(int index) {
        Pair member = pair(index);
        Pair nameAndType = pair(member.second);
        return new Member(className(member.first), utf8(nameAndType.first), utf8(nameAndType.second));
    }

    /** The method that a handle names. */
    Member handle(int index) {
        return member(pair(index).second);
    }

    /** What a handle does with its method: {@code REF_invokeStatic} and so on (JVMS 5.4.3.5). */
    int handleKind(int index) {
        return pair(index).first;
    }

    DynamicCall dynamicCall(int index) {
        Pair call = pair(index);
        Pair nameAndType = pair(call.second);
        return new DynamicCall(call.first, utf8(nameAndType.first), utf8(nameAndType.second));
    }

    Bootstrap bootstrap(int number) {
        return bootstraps.get(number);
    }

    /** An {@code Integer}, {@code Float}, {@code Long}, {@code Double} or {@code String}; null for a constant of another kind. */
    @Nullable
    Object literal(int index) {
        Object constant = constants[index];
        if (constant instanceof Pair pair) {
            return pair.tag == STRING ? utf8(pair.first) : null;
        }
        return constant;
    }

    String name() {
        return name;
    }

    @Nullable
    String superclass() {
        return superclass;
    }

    List<String> interfaces() {
        return interfaces;
    }

    @Nullable
    Code method(String methodName, String descriptor) {
        for (Code method : methods) {
            if (method.name.equals(methodName) && method.descriptor.equals(descriptor)) {
                return method;
            }
        }
        return null;
    }

    /** The methods of that name that have code. */
    List<Code> methods(String methodName) {
        return methods.stream()
                .filter(method -> method.name.equals(methodName) && method.bytes.length > 0)
                .toList();
    }
}
