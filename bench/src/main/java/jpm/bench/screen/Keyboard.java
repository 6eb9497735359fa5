package jpm.bench.screen;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import jpm.tui.term.HeadlessDisplay;
import jpm.tui.term.Key;
import jpm.tui.term.Picture;
import jpm.tui.term.StyledLine;

/**
 * A display whose keys are pressed by a program, and which notes how long each takes to change what is shown below the title row, and how long until
 * no row waits for its content.
 */
final class Keyboard extends HeadlessDisplay {
    private static final int FIRST_BODY_ROW = 3;
    private static final int LAST_ROWS = 2;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final BlockingQueue<Key> keys = new LinkedBlockingQueue<>();
    private Picture picture = new Picture(List.of(), null);
    private List<StyledLine> before = List.of();
    private long pressedAt;
    private long shownAt;
    private boolean closed;

    /** How long a key took, in nanoseconds. */
    record Times(long toShow, long toFill) {}

    /** Presses a key that changes what is shown, and waits for that. */
    synchronized Times press(String key) throws InterruptedException {
        before = body();
        shownAt = 0;
        pressedAt = System.nanoTime();
        keys.add(new Key(key));
        awaitCondition(() -> shownAt != 0);
        long toShow = shownAt - pressedAt;
        awaitCondition(this::isFilled);
        return new Times(toShow, System.nanoTime() - pressedAt);
    }

    /** Presses keys whose effect is not measured. */
    void type(String text) {
        text.codePoints().forEach(codePoint -> keys.add(Key.of(codePoint)));
    }

    void enter() {
        keys.add(Key.ENTER);
    }

    /** Waits until the screen shows what it should. */
    synchronized void await(Predicate<String> screen) throws InterruptedException {
        awaitCondition(() -> screen.test(picture.text()));
    }

    private interface Condition {
        boolean holds();
    }

    private void awaitCondition(Condition condition) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds()) {
            if (closed || System.nanoTime() > until) {
                throw new IllegalStateException("waited in vain before\n" + picture.text());
            }
            wait(1_000);
        }
    }

    private boolean isFilled() {
        return body().stream().noneMatch(row -> row.text().strip().equals("…"));
    }

    private List<StyledLine> body() {
        int end = Math.max(FIRST_BODY_ROW, picture.rows().size() - LAST_ROWS);
        return picture.rows().stream().limit(end).skip(FIRST_BODY_ROW).collect(Collectors.toList());
    }

    @Override
    public synchronized void show(Picture newPicture) {
        picture = newPicture;
        if (shownAt == 0 && !body().equals(before)) {
            shownAt = System.nanoTime();
        }
        notifyAll();
    }

    @Override
    public Key readKey() {
        try {
            return keys.take();
        } catch (InterruptedException e) {
            return Key.END_OF_INPUT;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
