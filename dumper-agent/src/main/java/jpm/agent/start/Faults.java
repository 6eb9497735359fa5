package jpm.agent.start;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts what went wrong inside the agent; such a fault never reaches the program. */
public final class Faults {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final AtomicBoolean TOLD = new AtomicBoolean();
    private static volatile @Nullable Throwable last;

    private Faults() {}

    /** Swallows a fault of the agent's own. */
    public static void swallow(Throwable fault) {
        COUNT.incrementAndGet();
        last = fault;
    }

    /** Swallows a fault because of which there is no dump; the first such in a process costs the user a line. */
    public static void costDump(Throwable fault) {
        swallow(fault);
        if (!TOLD.getAndSet(true)) {
            Stderr.line("no dump: the agent failed: ".concat(fault.toString()));
        }
    }

    /** How many faults there were. */
    public static int count() {
        return COUNT.get();
    }

    /** The class and place of the last fault, for {@code dump.json}; null where there was none. */
    public static @Nullable String last() {
        Throwable fault = last;
        if (fault == null) {
            return null;
        }
        StackTraceElement[] stack = fault.getStackTrace();
        return stack.length == 0 ? fault.getClass().getName() : fault.getClass().getName() + " at " + stack[0];
    }
}
