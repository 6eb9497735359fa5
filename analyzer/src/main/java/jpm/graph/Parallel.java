package jpm.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** The same task on some threads, one of them the caller's. */
final class Parallel {
    private Parallel() {}

    static <T> List<T> call(int threads, Supplier<T> task) {
        List<FutureTask<T>> others = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            others.add(start("jpm-worker-" + i, task));
        }
        List<T> results = new ArrayList<>();
        RuntimeException failure = null;
        try {
            results.add(task.get());
        } catch (RuntimeException e) {
            failure = e;
        }
        for (FutureTask<T> other : others) {
            try {
                results.add(other.get());
            } catch (ExecutionException e) {
                failure = rethrowable(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException();
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    /** Begins a task on a thread of its own. */
    static <T> FutureTask<T> start(String name, Supplier<T> task) {
        FutureTask<T> started = new FutureTask<>(task::get);
        Thread thread = new Thread(started, name);
        thread.setDaemon(true);
        thread.start();
        return started;
    }

    /** Works while a task of another thread does; where this fails, that one is waited for before. */
    static <T> T beside(FutureTask<?> other, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            try {
                join(other);
            } catch (RuntimeException | Error alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    /** Waits for a task of another thread; rethrows what it threw. */
    static <T> T join(FutureTask<T> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw rethrowable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        }
    }

    private static RuntimeException rethrowable(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
}
