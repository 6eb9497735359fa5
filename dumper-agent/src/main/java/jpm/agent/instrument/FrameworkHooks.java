package jpm.agent.instrument;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The places of frameworks where an exception ends that the application's code let go of: it becomes an answer, a line in a log, or nothing.
 * Each gets one call {@code JpmCapture.thrown(throwable, trigger)}; the trigger is the method with its class.
 */
public final class FrameworkHooks {
    private static final String REPORT = "(Ljava/lang/Throwable;Ljava/lang/String;)V";
    private static final Map<String, Set<String>> ENTRIES = new HashMap<>();
    private static final Map<String, Set<String>> CATCHES = new HashMap<>();

    static {
        atEntry("org/apache/catalina/core/StandardWrapperValve", "exception");
        atEntry("org/apache/catalina/core/AsyncContextImpl", "setErrorState");
        atEntry("org/eclipse/jetty/ee10/servlet/ServletChannel", "handleException");
        atEntry("org/eclipse/jetty/ee9/nested/HttpChannel", "handleException");
        atEntry("org/eclipse/jetty/server/HttpChannel", "handleException");
        atEntry("org/eclipse/jetty/server/Response", "writeError");
        inCatch("io/undertow/server/Connectors", "executeRootHandler");
        inCatch("io/undertow/servlet/handlers/ServletInitialHandler", "handleFirstRequest");
        atEntry("org/springframework/web/servlet/DispatcherServlet", "processHandlerException");
        inCatch("org/springframework/scheduling/support/DelegatingErrorHandlingRunnable", "run");
        atEntry("io/netty/channel/AbstractChannelHandlerContext", "invokeExceptionCaught");
        atEntry("io/netty/channel/AbstractChannelHandlerContext", "notifyOutboundHandlerException");
        inCatch("io/netty/util/concurrent/AbstractEventExecutor", "safeExecute");
        atEntry("io/netty/util/concurrent/PromiseTask", "setFailureInternal");
        atEntry("io/grpc/internal/ServerImpl$JumpToApplicationThreadServerStreamListener", "internalClose");
        atEntry(
                "org/springframework/kafka/listener/KafkaMessageListenerContainer$ListenerConsumer",
                "decorateException");
        atEntry("reactor/core/publisher/Operators", "onErrorDropped");
    }

    private FrameworkHooks() {}

    private static void atEntry(String internalName, String method) {
        add(ENTRIES, internalName, method);
    }

    private static void inCatch(String internalName, String method) {
        add(CATCHES, internalName, method);
    }

    private static void add(Map<String, Set<String>> hooks, String internalName, String method) {
        Set<String> methods = hooks.get(internalName);
        if (methods == null) {
            methods = new HashSet<>(2);
            hooks.put(internalName, methods);
        }
        methods.add(method);
    }

    /** Whether {@link #transform} may change the class of that internal name; asked about every class that is loaded. */
    public static boolean concerns(String internalName) {
        return ENTRIES.containsKey(internalName) || CATCHES.containsKey(internalName);
    }

    /** The class with its hooks, or null where this version of the framework has none of the hooked methods. */
    public static byte @Nullable [] transform(String internalName, byte[] classFile) {
        ClassReader reader = new ClassReader(classFile);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        Visitor visitor = new Visitor(internalName, writer);
        reader.accept(visitor, 0);
        return visitor.hooked ? writer.toByteArray() : null;
    }

    private static final class Visitor extends ClassVisitor {
        private final String className;
        private final @Nullable Set<String> entries;
        private final @Nullable Set<String> catches;
        private boolean hooked;

        Visitor(String internalName, ClassVisitor next) {
            super(Opcodes.ASM9, next);
            this.className = internalName.replace('/', '.');
            this.entries = ENTRIES.get(internalName);
            this.catches = CATCHES.get(internalName);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            if (entries != null && entries.contains(name)) {
                int slot = slotOfThrowable(access, descriptor);
                return slot < 0 ? next : new AtEntry(next, className + '.' + name, slot);
            }
            return catches != null && catches.contains(name) ? new InCatch(next, className + '.' + name) : next;
        }

        private final class AtEntry extends MethodVisitor {
            private final String trigger;
            private final int slot;

            AtEntry(MethodVisitor next, String trigger, int slot) {
                super(Opcodes.ASM9, next);
                this.trigger = trigger;
                this.slot = slot;
            }

            @Override
            public void visitCode() {
                super.visitCode();
                super.visitVarInsn(Opcodes.ALOAD, slot);
                report(mv, trigger);
            }
        }

        /** Reports what is caught as {@code Throwable}. */
        private final class InCatch extends MethodVisitor {
            private final String trigger;
            private final Set<Label> handlers = new HashSet<>();
            private boolean begins;

            InCatch(MethodVisitor next, String trigger) {
                super(Opcodes.ASM9, next);
                this.trigger = trigger;
            }

            @Override
            public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
                super.visitTryCatchBlock(start, end, handler, type);
                if ("java/lang/Throwable".equals(type)) {
                    handlers.add(handler);
                }
            }

            @Override
            public void visitLabel(Label label) {
                super.visitLabel(label);
                begins |= handlers.contains(label);
            }

            // The handler's first instruction; its frame and line come before.
            @Override
            public void visitVarInsn(int opcode, int variable) {
                if (begins && opcode == Opcodes.ASTORE) {
                    super.visitInsn(Opcodes.DUP);
                    report(mv, trigger);
                }
                begins = false;
                super.visitVarInsn(opcode, variable);
            }
        }

        private void report(MethodVisitor code, String trigger) {
            code.visitLdcInsn(trigger);
            code.visitMethodInsn(Opcodes.INVOKESTATIC, JdkHooks.CAPTURE_CLASS, "thrown", REPORT, false);
            hooked = true;
        }
    }

    /** The variable of the first parameter that is an exception by its type's name; -1 without one. */
    private static int slotOfThrowable(int access, String descriptor) {
        int slot = (access & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
        for (Type type : Type.getArgumentTypes(descriptor)) {
            String name = type.getDescriptor();
            if (name.endsWith("Throwable;") || name.endsWith("Exception;")) {
                return slot;
            }
            slot += type.getSize();
        }
        return -1;
    }
}
