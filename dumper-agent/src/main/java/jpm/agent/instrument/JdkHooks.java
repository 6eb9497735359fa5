package jpm.agent.instrument;

import java.util.List;
import java.util.Map;
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
 * <p>A hook at a method's entry reports its first argument. A hook before a call reports that call's argument, so that only exceptions which a task's own code
 * threw are reported, and not {@code completeExceptionally} by hand.
 */
public final class JdkHooks {
    static final String CAPTURE_CLASS = "java/lang/JpmCapture";

    private static final String TAKES_THROWABLE = "(Ljava/lang/Throwable;)";
    private static final Map<String, List<Hook>> HOOKS = Map.of(
            "java/lang/Thread",
            List.of(new Hook("dispatchUncaughtException", null, "Thread.dispatchUncaughtException")),
            "java/util/concurrent/FutureTask",
            List.of(
                    new Hook("run", "setException", "FutureTask.run"),
                    new Hook("runAndReset", "setException", "FutureTask.runAndReset")),
            "java/util/concurrent/CompletableFuture",
            List.of(new Hook("completeThrowable", null, "CompletableFuture.completeThrowable")),
            "java/util/concurrent/ForkJoinTask",
            List.of(new Hook("doExec", "trySetException", "ForkJoinTask.doExec")),
            // Since 22 what is submitted to a pool catches its own exceptions.
            "java/util/concurrent/ForkJoinTask$InterruptibleTask",
            List.of(new Hook("exec", "trySetException", "ForkJoinTask.exec")));

    private JdkHooks() {}

    /**
     * @param method the method that is changed
     * @param callee the call before which to report, or null for the method's entry
     */
    private record Hook(String method, @Nullable String callee, String trigger) {}

    /** Whether {@link #transform} changes the class of that internal name. */
    public static boolean concerns(String internalName) {
        return HOOKS.containsKey(internalName);
    }

    /** The class with its hooks, or null where this JDK has none of the hooked methods. */
    public static byte @Nullable [] transform(String internalName, byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        HookingVisitor visitor = new HookingVisitor(writer, HOOKS.getOrDefault(internalName, List.of()));
        reader.accept(visitor, 0);
        return visitor.hooked ? writer.toByteArray() : null;
    }

    private static final class HookingVisitor extends ClassVisitor {
        private final List<Hook> hooks;
        private boolean hooked;

        HookingVisitor(ClassVisitor next, List<Hook> hooks) {
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
                if (hook.method().equals(name) && (hook.callee() != null || descriptor.startsWith(TAKES_THROWABLE))) {
                    return hook.callee() == null ? atEntry(next, hook) : beforeCall(next, hook);
                }
            }
            return next;
        }

        private MethodVisitor atEntry(MethodVisitor next, Hook hook) {
            return new MethodVisitor(Opcodes.ASM9, next) {
                @Override
                public void visitCode() {
                    super.visitCode();
                    super.visitVarInsn(Opcodes.ALOAD, 1);
                    report(next, hook);
                }
            };
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
            code.visitMethodInsn(
                    Opcodes.INVOKESTATIC, CAPTURE_CLASS, "thrown", "(Ljava/lang/Throwable;Ljava/lang/String;)V", false);
            hooked = true;
        }
    }
}
