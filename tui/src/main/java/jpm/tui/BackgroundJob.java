package jpm.tui;

import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import jpm.io.Cancellation;
import jpm.io.Progress;

/**
 * Work that takes long, one piece at a time, beside everything else: says how far it is, and is stopped by the user. All but the work itself belongs to
 * the interface's thread.
 */
final class BackgroundJob {
    private static final long REPAINTED_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final double MEGA = 1e6;

    private final Consumer<Runnable> interfaceThread;
    private final Executor executor;
    private volatile Stage stage = new Stage("", 0, -1, 0);
    private volatile long repaintedAt;
    private Cancellation cancellation = new Cancellation();
    private String name = "";
    private String unit = "";
    private long units;
    private long startedAt;
    private boolean running;

    /** How far a phase is, and when it began. */
    private record Stage(String phase, long done, long total, long startedAt) {}

    /** Something that takes long. */
    interface Work<T> {
        T run(Progress progress, Cancellation cancellation) throws Exception;
    }

    /** @param executor where the work is done */
    BackgroundJob(Consumer<Runnable> interfaceThread, Executor executor) {
        this.interfaceThread = interfaceThread;
        this.executor = executor;
    }

    /** One whose work is done on threads of its own. */
    static BackgroundJob onOwnThread(Consumer<Runnable> interfaceThread) {
        return new BackgroundJob(interfaceThread, work -> {
            Thread thread = new Thread(work, "jpm background");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /**
     * Starts work, in place of what is running. What comes of work that was stopped is dropped.
     *
     * @param newName what is done, as "counting objects"
     * @param newUnits how many things are gone through in all
     * @param newUnit how those are called, as "objects"
     */
    <T> void start(
            String newName, long newUnits, String newUnit, Work<T> work, Consumer<T> done, Consumer<Throwable> failed) {
        cancellation.cancel();
        Cancellation own = new Cancellation();
        cancellation = own;
        name = newName;
        units = newUnits;
        unit = newUnit;
        startedAt = System.nanoTime();
        running = true;
        stage = new Stage("", 0, -1, startedAt);
        executor.execute(() -> {
            Runnable outcome = outcome(work, own, done, failed);
            interfaceThread.accept(() -> {
                if (!own.isCancelled()) {
                    running = false;
                    outcome.run();
                }
            });
        });
    }

    /** Catches everything: an exhausted heap in one piece of work must not take the interface down. */
    private <T> Runnable outcome(Work<T> work, Cancellation own, Consumer<T> done, Consumer<Throwable> failed) {
        try {
            T result = work.run((phase, at, total) -> report(own, phase, at, total), own);
            return () -> done.accept(result);
        } catch (CancellationException e) {
            return () -> {};
        } catch (Throwable e) {
            return () -> failed.accept(e);
        }
    }

    /** Called very often and from any thread. */
    private void report(Cancellation own, String phase, long done, long total) {
        if (own.isCancelled()) {
            return;
        }
        long now = System.nanoTime();
        Stage before = stage;
        stage = new Stage(phase, done, total, before.phase().equals(phase) ? before.startedAt() : now);
        if (now - repaintedAt > REPAINTED_EVERY_NANOS) {
            repaintedAt = now;
            interfaceThread.accept(() -> {});
        }
    }

    boolean isRunning() {
        return running;
    }

    /** Stops what is running; false when nothing is. */
    boolean stop() {
        boolean wasRunning = running;
        cancellation.cancel();
        running = false;
        return wasRunning;
    }

    /** As {@code counting objects 43 % · 19.2 M objects/s · 3 s left · Esc stops}; empty when nothing is running. */
    String status() {
        if (!running) {
            return "";
        }
        Stage at = stage;
        String phase = at.phase().isEmpty() || at.phase().equals(name) ? name : name + ": " + at.phase();
        return phase + (at.total() > 0 ? rate(at) : "") + " · Esc stops";
    }

    private String rate(Stage at) {
        double share = Math.min(1, (double) at.done() / at.total());
        double seconds = Math.max(1e-3, (System.nanoTime() - at.startedAt()) / 1e9);
        double unitsPerSecond = share * units / seconds;
        String speed = unitsPerSecond >= MEGA
                ? String.format(Locale.ROOT, "%.1f M", unitsPerSecond / MEGA)
                : String.format(Locale.ROOT, "%,.0f", unitsPerSecond);
        long left = share > 0 ? Math.round(seconds * (1 - share) / share) : 0;
        return String.format(Locale.ROOT, " %.0f %% · %s %s/s · %d s left", share * 100, speed, unit, left);
    }

    /** How long the work that ended last, or is running, has taken, in seconds. */
    double seconds() {
        return (System.nanoTime() - startedAt) / 1e9;
    }
}
