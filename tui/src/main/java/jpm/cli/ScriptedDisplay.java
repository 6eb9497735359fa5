package jpm.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jpm.tui.term.HeadlessDisplay;
import jpm.tui.term.Key;
import jpm.tui.term.Picture;

/** A screen that nobody looks at: presses keys, each as soon as the screen shows what it was pressed for, and then is gone. */
final class ScriptedDisplay extends HeadlessDisplay {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Deque<Step> script;
    private String shown = "";

    /**
     * A key.
     *
     * @param waitsFor what the screen must show before
     */
    record Step(String waitsFor, Key key) {}

    ScriptedDisplay(List<Step> script) {
        this.script = new ArrayDeque<>(script);
    }

    @Override
    public synchronized void show(Picture picture) {
        shown = picture.text();
        notifyAll();
    }

    @Override
    public synchronized Key readKey() {
        Step next = script.peek();
        long until = System.nanoTime() + PATIENCE_NANOS;
        try {
            while (next != null && !shown.contains(next.waitsFor())) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    return Key.END_OF_INPUT;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Key.END_OF_INPUT;
        }
        script.poll();
        return next == null ? Key.END_OF_INPUT : next.key();
    }

    /** The keys that the screen never showed what they waited for. */
    synchronized List<Step> left() {
        return List.copyOf(script);
    }
}
