package jpm.agent;

import java.io.FileDescriptor;
import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Set;
import jdk.internal.misc.Unsafe;
import jdk.internal.misc.VM;
import jpm.agent.start.Faults;
import org.jspecify.annotations.Nullable;

/**
 * The way past encapsulation: fields and final behaviour of JDK objects, read without running any override.
 *
 * <p>{@link #open} comes before everything else; the class is not touched before a dump is due.
 */
public final class Internals {
    /** More than {@code java.lang.invoke.MethodHandle.COMPILE_THRESHOLD}. */
    private static final int CALLS_UNTIL_COMPILED = 200;

    private final Unsafe unsafe = Unsafe.getUnsafe();
    private final long messageOffset = unsafe.objectFieldOffset(Throwable.class, "detailMessage");
    private final long backtraceOffset = unsafe.objectFieldOffset(Throwable.class, "backtrace");
    private final long stackTraceOffset = unsafe.objectFieldOffset(Throwable.class, "stackTrace");
    /** What stands for a trace that nobody has asked for yet. */
    private final Object unasked = unsafe.getReference(new Throwable(), stackTraceOffset);

    private final long causeOffset = unsafe.objectFieldOffset(Throwable.class, "cause");
    private final long suppressedOffset = unsafe.objectFieldOffset(Throwable.class, "suppressedExceptions");
    private final long interruptedOffset = unsafe.objectFieldOffset(Thread.class, "interrupted");
    private final long threadIdOffset = unsafe.objectFieldOffset(Thread.class, "tid");
    private final MethodHandle ownStackTrace;
    private final MethodHandle threadState;
    private final MethodHandle declaredFields;

    private Internals() throws ReflectiveOperationException {
        MethodHandles.Lookup own = MethodHandles.lookup();
        MethodHandles.Lookup throwable = MethodHandles.privateLookupIn(Throwable.class, own);
        MethodHandles.Lookup thread = MethodHandles.privateLookupIn(Thread.class, own);
        MethodHandles.Lookup classes = MethodHandles.privateLookupIn(Class.class, own);
        this.ownStackTrace = throwable.findVirtual(
                Throwable.class, "getOurStackTrace", MethodType.methodType(StackTraceElement[].class));
        this.threadState =
                thread.findSpecial(Thread.class, "getState", MethodType.methodType(Thread.State.class), Thread.class);
        this.declaredFields = classes.findVirtual(
                Class.class,
                "getDeclaredFields0",
                MethodType.methodType(java.lang.reflect.Field[].class, boolean.class));
    }

    /** Opens what is needed of {@code java.base} to the agent's module. */
    public static Internals open(Instrumentation instrumentation) throws ReflectiveOperationException {
        Module base = Object.class.getModule();
        Set<Module> agent = Set.of(Internals.class.getModule());
        instrumentation.redefineModule(
                base, Set.of(), Map.of("jdk.internal.misc", agent), Map.of("java.lang", agent), Set.of(), Map.of());
        return new Internals();
    }

    /**
     * The detail message; of {@code java.base}'s classes the message that they compose. Other modules have some that ask their
     * causes, which may be the program's.
     */
    @Nullable
    String message(Throwable thrown) {
        return thrown.getClass().getModule() == Object.class.getModule()
                ? thrown.getMessage()
                : (String) unsafe.getReference(thrown, messageOffset);
    }

    /** The cause, or null. */
    @Nullable
    Throwable cause(Throwable thrown) {
        if (isCore(thrown)) {
            return thrown.getCause();
        }
        Throwable cause = (Throwable) unsafe.getReference(thrown, causeOffset);
        return cause == thrown ? null : cause;
    }

    /** The suppressed exceptions; the list may be any list of the JDK's. */
    Throwable[] suppressed(Throwable thrown) {
        Object list = unsafe.getReference(thrown, suppressedOffset);
        return list == null ? new Throwable[0] : thrown.getSuppressed();
    }

    /** The stack trace, which the throwable keeps from now on instead of the VM's own form. */
    StackTraceElement[] stackTrace(Throwable thrown) {
        try {
            return (StackTraceElement[]) ownStackTrace.invokeExact(thrown);
        } catch (Throwable fault) {
            Faults.swallow(fault);
            return new StackTraceElement[0];
        }
    }

    /** Calls what is called by method handles so often that the JDK has made its classes for them, which it does after some calls. */
    void rehearse(Crash crash) {
        for (int i = 0; i < CALLS_UNTIL_COMPILED; i++) {
            stackTrace(crash.thrown());
            state(crash.thread());
            try {
                declaredFields(Internals.class);
            } catch (Throwable fault) {
                Faults.swallow(fault);
            }
        }
    }

    /** The stack in the VM's own form, arrays of arrays, numbers and classes; null where there is none, or the throwable has another one by now. */
    @Nullable
    Object backtrace(Throwable thrown) {
        return unsafe.getReference(thrown, stackTraceOffset) == unasked
                ? unsafe.getReference(thrown, backtraceOffset)
                : null;
    }

    /** The thread's state; null where it cannot be had. */
    Thread.@Nullable State state(Thread thread) {
        try {
            return (Thread.State) threadState.invokeExact(thread);
        } catch (Throwable fault) {
            Faults.swallow(fault);
            return null;
        }
    }

    /** The thread's id, past the overridable {@code getId}. */
    long id(Thread thread) {
        return unsafe.getLong(thread, threadIdOffset);
    }

    /** Whether the thread is interrupted, past the overridable {@code isInterrupted}. */
    boolean isInterrupted(Thread thread) {
        return unsafe.getBooleanVolatile(thread, interruptedOffset);
    }

    /** The descriptor of a channel, or null; a channel's own methods ask the thread whether it is interrupted, which may run the program's code. */
    static @Nullable FileDescriptor descriptor(FileChannel channel) {
        try {
            Unsafe unsafe = Unsafe.getUnsafe();
            return (FileDescriptor) unsafe.getReference(channel, unsafe.objectFieldOffset(channel.getClass(), "fd"));
        } catch (InternalError e) {
            return null;
        }
    }

    /** Whether it is a virtual thread. */
    static boolean isVirtual(Thread thread) {
        String name = thread.getClass().getName();
        return name.equals("java.lang.VirtualThread") || name.startsWith("java.lang.ThreadBuilders$BoundVirtualThread");
    }

    /** The JVM's flags. */
    static String[] vmArguments() {
        String[] arguments = VM.getRuntimeArguments();
        return arguments == null ? new String[0] : arguments;
    }

    /** The fields that a class declares; fails where a field's type cannot be found. */
    public java.lang.reflect.Field[] declaredFields(Class<?> type) throws Throwable {
        return (java.lang.reflect.Field[]) declaredFields.invokeExact(type, false);
    }

    // Core classes have core superclasses only, so that no method of the program's can be reached through them.
    private static boolean isCore(Throwable thrown) {
        return thrown.getClass().getClassLoader() == null;
    }
}
