package jpm.tui;

import static org.assertj.core.api.Assertions.assertThat;

import com.googlecode.lanterna.input.MouseActionType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jpm.tui.term.Theme;
import jpm.tui.term.VirtualDisplay;
import org.jspecify.annotations.Nullable;

/** Sits before the interface: presses keys and reads the screen. Every expectation waits until it is met, at most {@link #PATIENCE_MILLIS}, and so do keys for their rows. */
final class Robot implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 60_000;
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private final VirtualDisplay display;
    private final CompletableFuture<Void> session;

    private Robot(VirtualDisplay display, CompletableFuture<Void> session) {
        this.display = display;
        this.session = session;
    }

    /** Opens a dump and waits until its stack, source and locals are there. */
    static Robot open(Debuggee debuggee, int columns, int rows) {
        return opening(debuggee, columns, rows).seesNo("reading");
    }

    /** Opens a dump and waits until its stack is there. */
    static Robot opening(Debuggee debuggee, int columns, int rows) {
        return open((progress, cancellation) -> debuggee, columns, rows, Theme.DARK, Path.of("/dev/null"))
                .sees("#0 ");
    }

    static Robot open(App.Loader loader, int columns, int rows, Theme theme, Path history) {
        VirtualDisplay display = new VirtualDisplay(columns, rows, theme);
        CompletableFuture<Void> session = CompletableFuture.runAsync(
                () -> {
                    try (display) {
                        new App(
                                        display,
                                        "test dump",
                                        History.load(history),
                                        History.load(history.resolveSibling("queries")),
                                        TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS))
                                .run(loader);
                    }
                },
                body -> new Thread(body, "jpm test session").start());
        return new Robot(display, session);
    }

    /** Presses keys one after the other, as {@code "Down Down Enter"}. */
    Robot press(String keys) {
        for (String key : keys.split(" ")) {
            display.press(key);
        }
        return this;
    }

    /** Types a text character by character. */
    Robot type(String text) {
        text.codePoints().forEach(codePoint -> display.press(Character.toString(codePoint)));
        return this;
    }

    /** A command through the command line, from a pane and back to it. */
    Robot command(String command) {
        return press(":").type(command).press("Enter Esc");
    }

    /** Clicks on the first place where the text stands. */
    Robot click(String text) {
        sees(text);
        List<String> rows = display.text().lines().toList();
        for (int row = 0; row < rows.size(); row++) {
            int column = rows.get(row).indexOf(text);
            if (column >= 0) {
                display.point(MouseActionType.CLICK_DOWN, column, row);
                return this;
            }
        }
        throw new AssertionError("it went away: " + text);
    }

    /** Turns the wheel down by one notch. */
    Robot turnWheel(int column, int row) {
        display.point(MouseActionType.SCROLL_DOWN, column, row);
        return this;
    }

    boolean capturesMouse() {
        return display.capturesMouse();
    }

    /** This is on the clipboard. */
    Robot copied(String text) {
        return sees("copied: " + text, () -> display.copied().equals(text));
    }

    int suspensions() {
        return display.suspensions();
    }

    Robot resize(int columns, int rows) {
        display.resize(columns, rows);
        return this;
    }

    Robot sees(String text) {
        return sees(text, () -> display.text().contains(text));
    }

    Robot seesNo(String text) {
        return sees("no " + text, () -> !display.text().contains(text));
    }

    /** The screen has a line that contains all these parts in this order. */
    Robot seesLine(String... parts) {
        List<String> quoted = Stream.of(parts).map(Pattern::quote).toList();
        Pattern line = Pattern.compile(String.join("[^\n]*", quoted));
        return sees(
                String.join(" … ", parts), () -> line.matcher(display.text()).find());
    }

    /** The selected row of the focused pane is this one. */
    Robot selected(String text) {
        return sees("selected: " + text, () -> reversedText().contains(text));
    }

    /** The pane of this name has the keyboard. */
    Robot focused(String pane) {
        return sees("focused: " + pane, () -> reversedText().contains(pane));
    }

    Robot cursorAt(int column) {
        return sees("cursor at column " + column, () -> display.cursorColumn() == column);
    }

    private String reversedText() {
        StringBuilder text = new StringBuilder();
        int rows = display.size().rows();
        for (int row = 0; row < rows; row++) {
            text.append(display.reversed(row)).append('\n');
        }
        return text.toString();
    }

    /** The whole screen is the golden file of this name; {@code -Djpm.golden=write} writes it anew. */
    Robot looksLike(String golden) {
        Path file = GOLDEN.resolve(golden + ".txt");
        try {
            if ("write".equals(System.getProperty("jpm.golden"))) {
                awaitQuiet();
                Files.writeString(file, display.text());
            }
            String expected = Files.readString(file);
            waitFor(() -> display.text().equals(expected));
            assertThat(display.text()).isEqualTo(expected);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Waits until nothing more was drawn for half a second. */
    private void awaitQuiet() {
        int seen = -1;
        try {
            while (display.pictures() != seen) {
                seen = display.pictures();
                display.awaitPicture(seen, 500);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean isColoured() {
        return display.isColoured();
    }

    String screen() {
        return display.text();
    }

    private Robot sees(String what, BooleanSupplier condition) {
        waitFor(condition);
        assertThat(condition.getAsBoolean())
                .as("expected %s on%n%s", what, display.text())
                .isTrue();
        return this;
    }

    private void waitFor(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        int seen = display.pictures();
        while (!condition.getAsBoolean() && System.nanoTime() < until && !display.isClosed()) {
            try {
                display.awaitPicture(seen, 100);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            seen = display.pictures();
        }
    }

    /** The interface has ended by itself, without an exception. */
    void left() {
        assertThat(failure()).isNull();
        assertThat(display.isClosed()).isTrue();
    }

    boolean hasGivenBackTheTerminal() {
        return display.isClosed();
    }

    /** What the interface ended with, or null. */
    @Nullable
    Throwable failure() {
        try {
            session.get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("the interface did not end:\n" + display.text(), e);
        }
    }

    @Override
    public void close() {
        display.press("EOF");
        assertThat(failure()).isNull();
    }
}
