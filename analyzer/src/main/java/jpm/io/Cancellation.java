package jpm.io;

import java.util.concurrent.CancellationException;

/** A token that long work asks between blocks whether to go on. */
public final class Cancellation {
    private volatile boolean cancelled;

    public void cancel() {
        cancelled = true;
    }

    public boolean isCancelled() {
        return cancelled;
    }

    /** Throws {@link CancellationException} once {@link #cancel()} was called. */
    public void check() {
        if (cancelled) {
            throw new CancellationException();
        }
    }
}
