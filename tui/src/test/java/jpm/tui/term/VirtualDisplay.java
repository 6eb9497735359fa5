package jpm.tui.term;

import com.googlecode.lanterna.TerminalPosition;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextCharacter;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.input.KeyType;
import com.googlecode.lanterna.input.MouseAction;
import com.googlecode.lanterna.input.MouseActionType;
import com.googlecode.lanterna.terminal.virtual.DefaultVirtualTerminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A display over Lanterna's terminal in memory: keys are put in by name, the screen is read as text. */
public final class VirtualDisplay implements Display {
    private static final Map<String, KeyType> NAMED = Map.ofEntries(
            Map.entry("Enter", KeyType.Enter),
            Map.entry("Esc", KeyType.Escape),
            Map.entry("Tab", KeyType.Tab),
            Map.entry("Shift-Tab", KeyType.ReverseTab),
            Map.entry("Backspace", KeyType.Backspace),
            Map.entry("Delete", KeyType.Delete),
            Map.entry("Up", KeyType.ArrowUp),
            Map.entry("Down", KeyType.ArrowDown),
            Map.entry("Left", KeyType.ArrowLeft),
            Map.entry("Right", KeyType.ArrowRight),
            Map.entry("PgUp", KeyType.PageUp),
            Map.entry("PgDn", KeyType.PageDown),
            Map.entry("Home", KeyType.Home),
            Map.entry("End", KeyType.End),
            Map.entry("EOF", KeyType.EOF));

    private final Keyboard terminal;
    private final TerminalDisplay display;
    private int pictures;
    private boolean closed;
    private volatile boolean capturesMouse;
    private volatile String copied = "";
    private volatile int suspensions;

    public VirtualDisplay(int columns, int rows, Theme theme) {
        terminal = new Keyboard(new TerminalSize(columns, rows));
        try {
            display = new TerminalDisplay(terminal, theme, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Presses a key by its name, or types a character. */
    public void press(String key) {
        KeyType named = NAMED.get(key);
        if (named != null) {
            terminal.keys.add(new KeyStroke(named));
        } else if (key.startsWith("Ctrl-")) {
            terminal.keys.add(new KeyStroke(Character.toLowerCase(key.charAt(5)), true, false));
        } else if (key.startsWith("Alt-")) {
            terminal.keys.add(new KeyStroke(key.charAt(4), false, true));
        } else {
            key.chars().forEach(unit -> terminal.keys.add(new KeyStroke((char) unit, false, false)));
        }
    }

    public void resize(int columns, int rows) {
        terminal.setTerminalSize(new TerminalSize(columns, rows));
    }

    /** What a user sees, one line per row, without blanks at line ends; a picture is shown whole or not at all. */
    public synchronized String text() {
        StringBuilder text = new StringBuilder();
        TerminalSize size = terminal.getTerminalSize();
        for (int row = 0; row < size.getRows(); row++) {
            text.append(row(row, size.getColumns()).stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private String row(int row, int columns) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < columns; column++) {
            TextCharacter cell = terminal.getCharacter(column, row);
            text.append(cell.getCharacterString());
            column += cell.isDoubleWidth() ? 1 : 0;
        }
        return text.toString();
    }

    /** The row's text that is shown reversed. */
    public synchronized String reversed(int row) {
        StringBuilder text = new StringBuilder();
        for (int column = 0; column < terminal.getTerminalSize().getColumns(); column++) {
            TextCharacter cell = terminal.getCharacter(column, row);
            text.append(cell.isReversed() ? cell.getCharacterString() : "");
        }
        return text.toString().strip();
    }

    /** Whether any cell has a colour. */
    public synchronized boolean isColoured() {
        TerminalSize size = terminal.getTerminalSize();
        for (int row = 0; row < size.getRows(); row++) {
            for (int column = 0; column < size.getColumns(); column++) {
                if (!terminal.getCharacter(column, row)
                        .getForegroundColor()
                        .toString()
                        .equals("DEFAULT")) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The column of the text cursor, or -1 when it is hidden. */
    public synchronized int cursorColumn() {
        return terminal.isCursorVisible() ? terminal.getCursorPosition().getColumn() : -1;
    }

    /** How many pictures were shown so far; {@link #awaitPicture} waits for one more. */
    public synchronized int pictures() {
        return pictures;
    }

    /** Waits until more than {@code seen} pictures were shown or the time is over. */
    public synchronized void awaitPicture(int seen, long millis) throws InterruptedException {
        if (pictures <= seen && !closed) {
            wait(millis);
        }
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public Size size() {
        return display.size();
    }

    @Override
    public synchronized void show(Picture picture) {
        display.show(picture);
        pictures++;
        notifyAll();
    }

    @Override
    public void forget() {
        display.forget();
    }

    @Override
    public Key readKey() {
        return display.readKey();
    }

    @Override
    public void onResize(Runnable listener) {
        display.onResize(listener);
    }

    @Override
    public void captureMouse(boolean wanted) {
        capturesMouse = wanted;
    }

    @Override
    public void copy(String text) {
        copied = text;
    }

    @Override
    public void suspend() {
        suspensions++;
        display.forget();
    }

    @Override
    public void resume() {
        display.resume();
    }

    @Override
    public void onContinue(Runnable listener) {
        display.onContinue(listener);
    }

    /** Whether the mouse is asked for. */
    public boolean capturesMouse() {
        return capturesMouse;
    }

    /** What was put on the clipboard last. */
    public String copied() {
        return copied;
    }

    /** How often the process was to be stopped. */
    public int suspensions() {
        return suspensions;
    }

    /** Clicks on a cell, or turns the wheel there. */
    public void point(MouseActionType action, int column, int row) {
        terminal.keys.add(new MouseAction(action, 1, new TerminalPosition(column, row)));
    }

    @Override
    public synchronized void close() {
        display.close();
        closed = true;
        notifyAll();
    }

    /** Lanterna's terminal holds its lock while it waits for a key, so that nothing could be drawn meanwhile. */
    private static final class Keyboard extends DefaultVirtualTerminal {
        private final BlockingQueue<KeyStroke> keys = new LinkedBlockingQueue<>();

        Keyboard(TerminalSize size) {
            super(size);
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public KeyStroke readInput() {
            try {
                return keys.take();
            } catch (InterruptedException e) {
                return new KeyStroke(KeyType.EOF);
            }
        }
    }
}
