package jpm.tui;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jpm.io.Cancellation;
import jpm.io.Progress;
import jpm.tui.term.Display;
import jpm.tui.term.Key;
import org.jspecify.annotations.Nullable;

/**
 * The interface's thread: takes what happened (keys, a new size, results of the worker) from one queue, and shows the picture after it. All
 * state of the panes belongs to this thread; it never waits for the dump.
 */
final class App {
    /** What arrives within this time after an event is shown together with it: a quick answer makes no "reading…" flicker. */
    private static final long TOGETHER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** How long a key waits for its rows in front of a user. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final long patienceNanos;
    private final Display display;
    private final String dumpName;
    private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
    private final Deque<Key> typedAhead = new ArrayDeque<>();
    private final Cancellation cancellation = new Cancellation();
    private volatile String progressText = "";
    private final AtomicBoolean progressQueued = new AtomicBoolean();
    private final Worker worker = new Worker("jpm dump reader", events::add);
    private final Worker reader = new Worker("jpm heap reader", events::add);
    private final Workbench workbench;
    private @Nullable Throwable failure;
    private long waitingUntil;
    private boolean leaving;

    /**
     * @param commands typed so far
     * @param queries typed so far
     */
    App(Display display, String dumpName, History commands, History queries) {
        this(display, dumpName, commands, queries, PATIENCE_NANOS);
    }

    /** @param patienceNanos how long a key waits for the rows that it is about to act on */
    App(Display display, String dumpName, History commands, History queries, long patienceNanos) {
        this.patienceNanos = patienceNanos;
        this.display = display;
        this.dumpName = dumpName;
        this.workbench = new Workbench(events::add, worker, reader, commands, queries, display, this::leave);
    }

    /** Opens the dump behind the screen. */
    interface Loader {
        Debuggee open(Progress progress, Cancellation cancellation);
    }

    /** Returns when the user leaves or the terminal is gone; throws what kept the dump from being opened. */
    void run(Loader loader) {
        display.onResize(() -> events.add(() -> {}));
        display.onContinue(() -> events.add(display::resume));
        startReadingKeys();
        workbench.opening("opening " + dumpName + " …");
        worker.run(() -> loader.open(this::report, cancellation), workbench::opened, this::fail);
        try {
            work();
        } finally {
            cancellation.cancel();
            workbench.close();
        }
        throwFailure();
    }

    private void work() {
        show();
        while (!leaving) {
            try {
                handle(nextEvent());
                handleWhatCameWith();
            } catch (InterruptedException e) {
                leave();
            }
            show();
        }
    }

    /** Waits for an event; while keys wait, not longer than they do. */
    private @Nullable Runnable nextEvent() throws InterruptedException {
        if (typedAhead.isEmpty()) {
            return events.take();
        }
        return events.poll(Math.max(0, waitingUntil - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    private void handleWhatCameWith() throws InterruptedException {
        long until = System.nanoTime() + TOGETHER_NANOS;
        Runnable event = next(until);
        while (event != null) {
            handle(event);
            event = next(until);
        }
    }

    private @Nullable Runnable next(long until) throws InterruptedException {
        long left = worker.isBusy() || reader.isBusy() ? until - System.nanoTime() : 0;
        return left > 0 ? events.poll(left, TimeUnit.NANOSECONDS) : events.poll();
    }

    private void handle(@Nullable Runnable event) {
        if (event != null && !leaving) {
            event.run();
        }
        pressTypedAhead();
    }

    private void typed(Key key) {
        if (typedAhead.isEmpty()) {
            waitingUntil = System.nanoTime() + patienceNanos;
        }
        typedAhead.add(key);
    }

    /** Presses the keys in their order, until one acts on rows that are just being read: keys typed fast mean what comes. */
    private void pressTypedAhead() {
        while (!leaving && !typedAhead.isEmpty() && !mustWait(typedAhead.element())) {
            workbench.press(typedAhead.remove());
            waitingUntil = System.nanoTime() + patienceNanos;
        }
    }

    private boolean mustWait(Key key) {
        return workbench.isWaitedForBy(key) && System.nanoTime() < waitingUntil;
    }

    private void show() {
        if (!leaving) {
            display.show(workbench.picture(display.size()));
        }
    }

    private void startReadingKeys() {
        Thread reader = new Thread(this::readKeys, "jpm keyboard");
        reader.setDaemon(true);
        reader.start();
    }

    private void readKeys() {
        Key key = readKey();
        while (!key.equals(Key.END_OF_INPUT)) {
            Key pressed = key;
            events.add(() -> typed(pressed));
            key = readKey();
        }
        events.add(this::leave);
    }

    /** A terminal that fails is gone. */
    private Key readKey() {
        try {
            return display.readKey();
        } catch (RuntimeException e) {
            return Key.END_OF_INPUT;
        }
    }

    /** Called very often and from any thread: keeps the latest only, and at most one event under way. */
    private void report(String phase, long done, long total) {
        String share = total > 0 ? " " + Math.min(100, done * 100 / total) + " %" : "";
        progressText = "opening " + dumpName + " … " + phase + share;
        if (progressQueued.compareAndSet(false, true)) {
            events.add(() -> {
                progressQueued.set(false);
                workbench.opening(progressText);
            });
        }
    }

    private void fail(Throwable reason) {
        failure = reason;
        leave();
    }

    private void leave() {
        leaving = true;
    }

    private void throwFailure() {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
    }
}
