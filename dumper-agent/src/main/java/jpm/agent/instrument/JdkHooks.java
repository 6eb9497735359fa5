package jpm.agent.instrument;

import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The places of the JDK where an exception ends: where it kills a thread, or where a task keeps it for a caller who may never ask. Each gets one call
 * {@code JpmCapture.thrown(throwable, trigger)} and is otherwise as it was.
 *
 * <p>{@code Runtime.exit} gets the call {@code JpmCapture.exiting(status)}. Any other hook at a method's entry reports its first argument. A hook before a call reports that call's argument, so that only exceptions which a task's own code
 * threw are reported, and not {@code completeExceptionally} by hand.
 */
public final class JdkHooks {
    static final String CAPTURE_CLASS = "java/lang/JpmCapture";

    private static final String REPORT = "(Ljava/lang/Throwable;Ljava/lang/String;)V";
    private static final String TAKES_THROWABLE = "(Ljava/lang/Throwable;)";
    private static final String THREAD = "java/lang/Thread";
    private static final String RUNTIME = "java/lang/Runtime";
    /** The trigger of the hook that is told a status instead of an exception. */
    private static final String EXIT = "Runtime.exit";

    private static final HookedClass[] CLASSES = {
        new HookedClass(THREAD, Hook.atEntry("dispatchUncaughtException", "Thread.dispatchUncaughtException")),
        new HookedClass(RUNTIME, Hook.atEntry("exit", EXIT)),
        new HookedClass(
                "java/util/concurrent/FutureTask",
                new Hook("run", "setException", "FutureTask.run"),
                new Hook("runAndReset", "setException", "FutureTask.runAndReset")),
        new HookedClass(
                "java/util/concurrent/CompletableFuture",
                Hook.atEntry("completeThrowable", "CompletableFuture.completeThrowable")),
        new HookedClass(
                "java/util/concurrent/ForkJoinTask", new Hook("doExec", "trySetException", "ForkJoinTask.doExec")),
        // Since 22 what is submitted to a pool catches its own exceptions.
        new HookedClass(
                "java/util/concurrent/ForkJoinTask$InterruptibleTask",
                new Hook("exec", "trySetException", "ForkJoinTask.exec")),
    };

    private JdkHooks() {}

    private static final class HookedClass {
        private final String internalName;
        private final Hook[] hooks;

        HookedClass(String internalName, Hook... hooks) {
            this.internalName = internalName;
            this.hooks = hooks;
        }
    }

    /**
     * @param method the method that is changed
     * @param callee the call before which to report, or null for the method's entry
     */
    private record Hook(String method, @Nullable String callee, String trigger) {
        static Hook atEntry(String method, String trigger) {
            return new Hook(method, null, trigger);
        }
    }

    /** Whether {@link #transform} changes the class of that internal name. */
    public static boolean concerns(String internalName) {
        return find(internalName) != null;
    }

    /** Whether {@link #transform} changes a class; quick, because it is asked about all that are loaded. */
    public static boolean concerns(Class<?> type) {
        return type == Thread.class
                || type == Runtime.class
                || (Future.class.isAssignableFrom(type)
                        && type.getClassLoader() == null
                        && concerns(type.getName().replace('.', '/')));
    }

    private static @Nullable HookedClass find(String internalName) {
        for (HookedClass each : CLASSES) {
            if (each.internalName.equals(internalName)) {
                return each;
            }
        }
        return null;
    }

    /** The class with its hooks, or null where this JDK has none of the hooked methods. */
    public static byte @Nullable [] transform(String internalName, byte[] classFile) {
        HookedClass type = find(internalName);
        if (type == null) {
            return null;
        }
        return type.hooks[0].callee() == null ? atEntry(type.hooks[0], classFile) : beforeCalls(type.hooks, classFile);
    }

    private static byte @Nullable [] atEntry(Hook hook, byte[] classFile) {
        ClassPatch patch = new ClassPatch(classFile);
        if (hook.trigger().equals(EXIT)) {
            int exiting = patch.method(CAPTURE_CLASS, "exiting", "(I)V");
            byte[] code = {0x1b, (byte) 0xb8, (byte) (exiting >> 8), (byte) exiting}; // iload_1, invokestatic
            return patch.insert(hook.method(), "(I)", code, 1, false);
        }
        int trigger = patch.string(hook.trigger());
        int thrown = patch.method(CAPTURE_CLASS, "thrown", REPORT);
        byte[] code = {
            0x2b, // aload_1
            0x13,
            (byte) (trigger >> 8),
            (byte) trigger, // ldc_w
            (byte) 0xb8,
            (byte) (thrown >> 8),
            (byte) thrown, // invokestatic
            0, // nop
        };
        return patch.insert(hook.method(), TAKES_THROWABLE, code, 2, false);
    }

    private static byte @Nullable [] beforeCalls(Hook[] hooks, byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        HookingVisitor visitor = new HookingVisitor(writer, hooks);
        reader.accept(visitor, 0);
        return visitor.hooked ? writer.toByteArray() : null;
    }

    private static final class HookingVisitor extends ClassVisitor {
        private final Hook[] hooks;
        private boolean hooked;

        HookingVisitor(ClassVisitor next, Hook[] hooks) {
            super(Opcodes.ASM9, next);
            this.hooks = hooks;
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            for (Hook hook : hooks) {
                if (hook.method().equals(name)) {
                    return beforeCall(next, hook);
                }
            }
            return next;
        }

        private MethodVisitor beforeCall(MethodVisitor next, Hook hook) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitMethodInsn(
                        int opcode, String owner, String name, String descriptor, boolean inInterface) {
                    if (name.equals(hook.callee()) && descriptor.startsWith(TAKES_THROWABLE)) {
                        super.visitInsn(Opcodes.DUP);
                        report(next, hook);
                    }
                    super.visitMethodInsn(opcode, owner, name, descriptor, inInterface);
                }
            };
        }

        private void report(MethodVisitor code, Hook hook) {
            code.visitLdcInsn(hook.trigger());
            code.visitMethodInsn(Opcodes.INVOKESTATIC, CAPTURE_CLASS, "thrown", REPORT, false);
            hooked = true;
        }
    }
}
