package jpm.agent;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts what went wrong inside the agent; such a fault never reaches the program. */
final class Faults {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static volatile @Nullable Throwable last;

    private Faults() {}

    /** Swallows a fault of the agent's own. */
    static void swallow(Throwable fault) {
        COUNT.incrementAndGet();
        last = fault;
    }

    /** How many faults there were. */
    static int count() {
        return COUNT.get();
    }

    /** The class and place of the last fault, for {@code dump.json}; null where there was none. */
    static @Nullable String last() {
        Throwable fault = last;
        if (fault == null) {
            return null;
        }
        StackTraceElement[] stack = fault.getStackTrace();
        return stack.length == 0 ? fault.getClass().getName() : fault.getClass().getName() + " at " + stack[0];
    }
}
