package jpm.tui;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Runs what may take long, one piece after the other, on a thread of its own, and hands the results to the interface's thread. */
final class Worker implements AutoCloseable {
    private final Consumer<Runnable> interfaceThread;
    private final AtomicInteger pending = new AtomicInteger();
    private final ExecutorService thread;

    Worker(String threadName, Consumer<Runnable> interfaceThread) {
        this.interfaceThread = interfaceThread;
        this.thread = Executors.newSingleThreadExecutor(body -> {
            Thread named = new Thread(body, threadName);
            named.setDaemon(true);
            return named;
        });
    }

    /**
     * @param done gets the result, on the interface's thread
     * @param failed gets whatever the work threw, on the interface's thread
     */
    <T> void run(Callable<T> work, Consumer<T> done, Consumer<Throwable> failed) {
        pending.incrementAndGet();
        thread.execute(() -> {
            Runnable outcome = outcome(work, done, failed);
            interfaceThread.accept(() -> {
                pending.decrementAndGet();
                outcome.run();
            });
        });
    }

    /** Catches everything: a stack overflow or an exhausted heap in reading one object must not take the interface down. */
    private static <T> Runnable outcome(Callable<T> work, Consumer<T> done, Consumer<Throwable> failed) {
        try {
            T result = work.call();
            return () -> done.accept(result);
        } catch (Throwable e) {
            return () -> failed.accept(e);
        }
    }

    boolean isBusy() {
        return pending.get() > 0;
    }

    /** Runs the last piece after everything that was given before, then accepts no more. */
    void closeAfter(Runnable last) {
        thread.execute(last);
        thread.shutdown();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
