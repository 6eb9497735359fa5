package jpm.agent.start;

import org.jspecify.annotations.Nullable;

/**
 * At exit, waits for the dump in flight and writes the last counts.
 *
 * <p>Made before the program starts: a thread that is made by a failing one asks that one for its class loader, which may be the
 * program's code, and keeps the loader and the classes on its stack alive for good.
 */
public final class ExitHook extends Thread {
    private @Nullable FailureReporter reporter;

    ExitHook() {
        super(null, null, "jpm-exit", 0, false);
        setContextClassLoader(null);
    }

    /** Has the JVM run it at exit. */
    public void arm(FailureReporter armed) {
        reporter = armed;
        try {
            Runtime.getRuntime().addShutdownHook(this);
        } catch (IllegalStateException e) {
            // The program is ending already: nothing waits for this dump.
            Faults.swallow(e);
        }
    }

    @Override
    public void run() {
        FailureReporter armed = reporter;
        try {
            if (armed != null) {
                armed.finish();
            }
        } catch (Throwable fault) {
            Faults.swallow(fault);
        }
    }
}
