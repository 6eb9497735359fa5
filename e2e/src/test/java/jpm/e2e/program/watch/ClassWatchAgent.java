package jpm.e2e.program.watch;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks again and again at the bytes of a loaded class behind all other transformers, and tells when they have changed. */
public final class ClassWatchAgent implements ClassFileTransformer {
    /** Stands before each form. */
    public static final String FORM = "form of the class: ";

    private static final long PAUSE_MILLIS = 100;

    private final String name;
    private volatile byte[] seen = {};

    private ClassWatchAgent(String name) {
        this.name = name;
    }

    /** Starts to watch the class that the option names. */
    public static void premain(String name, Instrumentation instrumentation) {
        ClassWatchAgent watch = new ClassWatchAgent(name);
        Thread thread = new Thread(() -> watch.look(instrumentation), "class-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void look(Instrumentation instrumentation) {
        byte[] told = seen;
        while (true) {
            for (Class<?> type : instrumentation.getAllLoadedClasses()) {
                if (type.getName().equals(name)) {
                    look(instrumentation, type);
                }
            }
            byte[] now = seen;
            if (!Arrays.equals(told, now)) {
                told = now;
                System.err.println(FORM + now.length + " bytes " + Integer.toHexString(Arrays.hashCode(now)));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
    }

    /** Behind the others, as it is added last. */
    private void look(Instrumentation instrumentation, Class<?> type) {
        instrumentation.addTransformer(this, true);
        try {
            instrumentation.retransformClasses(type);
        } catch (UnmodifiableClassException e) {
            throw new IllegalStateException(e);
        } finally {
            instrumentation.removeTransformer(this);
        }
    }

    @Override
    public byte[] transform(
            ClassLoader loader, String internalName, Class<?> type, ProtectionDomain domain, byte[] classFile) {
        if (type != null && type.getName().equals(name)) {
            seen = classFile.clone();
        }
        return null;
    }
}
