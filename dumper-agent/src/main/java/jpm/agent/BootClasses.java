package jpm.agent;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import jpm.agent.instrument.ClassPatch;
import org.jspecify.annotations.Nullable;

/**
 * Defines classes in the boot loader, those of package {@code java.lang} in module {@code java.base}.
 *
 * <p>Only {@code java.base} itself can do that, so one of its methods is made to for a moment: {@code StackTraceElement.equals} of a marked element, asked about a class file,
 * defines it. Opening {@code java.lang} by {@link Instrumentation#redefineModule} and a lookup would do as well, but links half a dozen lambdas, which takes longer
 * than all else here together, and a security manager forbids the lookup. Appending to the boot loader's class path would switch class-data sharing off.
 */
public final class BootClasses implements ClassFileTransformer {
    /** The method name of the element that defines classes; told from equal text by identity. */
    private static final String MARK = "jpm.agent.BootClasses";

    private static final String DOOR = "java/lang/StackTraceElement";
    private static final int LENGTH_BYTES = 4;
    private static final int STACK_WORDS = 7;

    private BootClasses() {}

    /**
     * Defines classes in the order in which they come; those that the boot loader has stay as they are.
     *
     * @param classFiles each with its length before it, in four bytes; superclasses and interfaces first
     */
    public static void define(Instrumentation instrumentation, byte[] classFiles) throws UnmodifiableClassException {
        BootClasses transformer = new BootClasses();
        instrumentation.addTransformer(transformer, true);
        try {
            instrumentation.retransformClasses(StackTraceElement.class);
        } finally {
            // The class stays patched until it is transformed again; the transformer would be asked about every class
            // that is defined.
            instrumentation.removeTransformer(transformer);
        }
        try {
            defineAll(new StackTraceElement("", MARK, null, 0), classFiles);
        } finally {
            instrumentation.retransformClasses(StackTraceElement.class);
        }
    }

    private static void defineAll(StackTraceElement door, byte[] classFiles) {
        int at = 0;
        while (at < classFiles.length) {
            int start = at + LENGTH_BYTES;
            int end = start + length(classFiles, at);
            define(door, Arrays.copyOfRange(classFiles, start, end));
            at = end;
        }
    }

    private static void define(StackTraceElement door, byte[] classFile) {
        try {
            if (!isDefined(door, classFile)) {
                throw new UnsupportedOperationException("this JVM keeps its classes as they are");
            }
        } catch (LinkageError e) {
            // The boot loader has this class already: the agent's jar is on its path too. Other faults have their own
            // classes.
            if (e.getClass() != LinkageError.class) {
                throw e;
            }
        }
    }

    @SuppressWarnings("EqualsIncompatibleType") // unless it is patched
    private static boolean isDefined(StackTraceElement door, byte[] classFile) {
        return door.equals(classFile);
    }

    private static int length(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | bytes[at + 3] & 0xFF;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable ClassLoader loader,
            @Nullable String internalName,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        return loader == null && DOOR.equals(internalName) ? patched(classFile) : null;
    }

    /** With {@code if (getMethodName() == MARK) { Unsafe.getUnsafe().defineClass(null, other, 0, other.length, null, null); return true; }} first. */
    static byte @Nullable [] patched(byte[] classFile) {
        String unsafe = "jdk/internal/misc/Unsafe";
        String define =
                "(Ljava/lang/String;[BIILjava/lang/ClassLoader;Ljava/security/ProtectionDomain;)Ljava/lang/Class;";
        ClassPatch patch = new ClassPatch(classFile);
        int name = patch.method(DOOR, "getMethodName", "()Ljava/lang/String;");
        int mark = patch.string(MARK);
        int getUnsafe = patch.method(unsafe, "getUnsafe", "()Ljdk/internal/misc/Unsafe;");
        int bytes = patch.type("[B");
        int defineClass = patch.method(unsafe, "defineClass", define);
        return patch.insert(
                "equals", "(Ljava/lang/Object;)", code(name, mark, getUnsafe, bytes, defineClass), STACK_WORDS, true);
    }

    private static byte[] code(int name, int mark, int getUnsafe, int bytes, int defineClass) {
        return new byte[] {
            0x2a, // aload_0
            (byte) 0xb6,
            (byte) (name >> 8),
            (byte) name, // invokevirtual getMethodName
            0x13,
            (byte) (mark >> 8),
            (byte) mark, // ldc_w MARK
            (byte) 0xa6,
            0,
            25, // if_acmpne to the end
            (byte) 0xb8,
            (byte) (getUnsafe >> 8),
            (byte) getUnsafe, // invokestatic getUnsafe
            0x01, // aconst_null
            0x2b, // aload_1
            (byte) 0xc0,
            (byte) (bytes >> 8),
            (byte) bytes, // checkcast byte[]
            0x03, // iconst_0
            0x2b, // aload_1
            (byte) 0xc0,
            (byte) (bytes >> 8),
            (byte) bytes, // checkcast byte[]
            (byte) 0xbe, // arraylength
            0x01, // aconst_null
            0x01, // aconst_null
            (byte) 0xb6,
            (byte) (defineClass >> 8),
            (byte) defineClass, // invokevirtual defineClass
            0x57, // pop
            0x04, // iconst_1
            (byte) 0xac, // ireturn
        };
    }
}
