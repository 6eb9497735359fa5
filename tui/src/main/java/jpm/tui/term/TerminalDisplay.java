package jpm.tui.term;

import com.googlecode.lanterna.SGR;
import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.TextColor;
import com.googlecode.lanterna.input.KeyStroke;
import com.googlecode.lanterna.terminal.ExtendedTerminal;
import com.googlecode.lanterna.terminal.MouseCaptureMode;
import com.googlecode.lanterna.terminal.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import jpm.io.JpmException;
import jpm.tui.term.Theme.Color;
import jpm.tui.term.Theme.Look;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/**
 * A Lanterna terminal as a {@link Display}.
 *
 * <p>Rows are written whole when they differ. After every character on whose width terminals disagree (East Asian, emoji,
 * combining marks) the cursor is placed anew, so that a terminal with another opinion misplaces that character only and
 * never what follows it. Lanterna's own screen buffer cannot do this: it trusts its own widths, and takes a letter with
 * a combining mark for a wide one.
 */
public final class TerminalDisplay implements Display {
    private static final Map<Color, TextColor> COLORS = Map.of(
            Color.DEFAULT, TextColor.ANSI.DEFAULT,
            Color.RED, TextColor.ANSI.RED,
            Color.GREEN, TextColor.ANSI.GREEN,
            Color.YELLOW, TextColor.ANSI.YELLOW,
            Color.BLUE, TextColor.ANSI.BLUE,
            Color.MAGENTA, TextColor.ANSI.MAGENTA,
            Color.CYAN, TextColor.ANSI.CYAN,
            Color.BRIGHT_BLACK, TextColor.ANSI.BLACK_BRIGHT,
            Color.BRIGHT_RED, TextColor.ANSI.RED_BRIGHT);

    private final Terminal terminal;
    private final Theme theme;
    private final Repertoire repertoire;
    private List<StyledLine> shown = List.of();
    private @Nullable Look look;
    /** A character that came so soon after Esc that Lanterna takes the two for one key with Alt. */
    private @Nullable Key afterEscape;

    private boolean closed;

    /** Enters the terminal's alternate screen. */
    TerminalDisplay(Terminal terminal, Theme theme, Charset charset) throws IOException {
        this.terminal = terminal;
        this.theme = theme;
        this.repertoire = new Repertoire(charset);
        terminal.enterPrivateMode();
        terminal.setCursorVisible(false);
        terminal.clearScreen();
    }

    /**
     * Takes over the process's controlling terminal until {@link #close}, or until the process ends by exit or signal.
     *
     * @throws JpmException where there is none, or it cannot be controlled
     */
    public static TerminalDisplay ofProcess(Theme theme) {
        Charset charset = terminalCharset();
        try {
            return new TerminalDisplay(new TtyTerminal(charset), theme, charset);
        } catch (IOException e) {
            throw new JpmException("the terminal cannot be used: " + e.getMessage(), "Use --batch.", e);
        }
    }

    /** The locale's charset; the JVM's default one does not follow the locale from JDK 18 on. */
    private static Charset terminalCharset() {
        String name =
                System.getProperty("native.encoding", Charset.defaultCharset().name());
        return Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    @Override
    public Size size() {
        return terminalCall(() -> {
            TerminalSize size = terminal.getTerminalSize();
            return new Size(size.getColumns(), size.getRows());
        });
    }

    @Override
    public void show(Picture picture) {
        terminalCall(() -> {
            showRows(picture.rows());
            showCursor(picture.cursor());
            terminal.flush();
            return picture;
        });
    }

    private void showRows(List<StyledLine> rows) throws IOException {
        if (shown.size() != rows.size()) {
            look(Look.PLAIN);
            terminal.clearScreen();
            shown = List.of();
        }
        boolean hidden = false;
        for (int row = 0; row < rows.size(); row++) {
            if (shown.isEmpty() || !rows.get(row).equals(shown.get(row))) {
                if (!hidden) {
                    terminal.setCursorVisible(false);
                    hidden = true;
                }
                showRow(row, rows.get(row));
            }
        }
        look(Look.PLAIN);
        shown = rows;
    }

    private void showRow(int row, StyledLine line) throws IOException {
        terminal.setCursorPosition(0, row);
        int column = 0;
        for (Span span : line.spans()) {
            look(theme.look(span.style()));
            column = showText(repertoire.limit(span.text()), column, row);
        }
    }

    private int showText(String text, int firstColumn, int row) throws IOException {
        int column = firstColumn;
        int at = 0;
        while (at < text.length()) {
            int end = certainEnd(text, at);
            if (end > at) {
                terminal.putString(text.substring(at, end));
                column += end - at;
            } else {
                end = Cells.clusterEnd(text, at);
                column = showUncertain(text.substring(at, end), column, row);
            }
            at = end;
        }
        return column;
    }

    private static int certainEnd(String text, int from) {
        int end = from;
        while (end < text.length() && Cells.isCertain(text.codePointAt(end))) {
            int clusterEnd = Cells.clusterEnd(text, end);
            if (clusterEnd > end + 1) {
                break;
            }
            end = clusterEnd;
        }
        return end;
    }

    /** Blanks first: a terminal that thinks the cluster narrower must not leave there what stood there before. */
    private int showUncertain(String cluster, int column, int row) throws IOException {
        int width = Cells.width(cluster);
        terminal.putString(" ".repeat(width));
        terminal.setCursorPosition(column, row);
        terminal.putString(cluster);
        terminal.setCursorPosition(column + width, row);
        return column + width;
    }

    private void look(Look wanted) throws IOException {
        if (wanted.equals(look)) {
            return;
        }
        look = wanted;
        terminal.resetColorAndSGR();
        if (wanted.color() != Color.DEFAULT) {
            terminal.setForegroundColor(COLORS.getOrDefault(wanted.color(), TextColor.ANSI.DEFAULT));
        }
        enable(SGR.BOLD, wanted.bold());
        enable(SGR.REVERSE, wanted.reversed());
        enable(SGR.UNDERLINE, wanted.underlined());
    }

    private void enable(SGR attribute, boolean wanted) throws IOException {
        if (wanted) {
            terminal.enableSGR(attribute);
        }
    }

    private void showCursor(Picture.@Nullable Cursor cursor) throws IOException {
        terminal.setCursorVisible(cursor != null);
        if (cursor != null) {
            terminal.setCursorPosition(cursor.column(), cursor.row());
        }
    }

    @Override
    public void forget() {
        shown = List.of();
        look = null;
        terminalCall(() -> {
            terminal.clearScreen();
            return terminal;
        });
    }

    @Override
    public Key readKey() {
        Key next = afterEscape;
        afterEscape = null;
        return next == null ? terminalCall(this::read) : next;
    }

    private Key read() throws IOException {
        KeyStroke stroke = terminal.readInput();
        Key key = KeyNames.of(stroke);
        if (KeyNames.isHighSurrogate(key)) {
            return KeyNames.join(key, KeyNames.of(terminal.readInput()));
        }
        if (stroke.isAltDown() && key.isText()) {
            afterEscape = key;
            return Key.ESCAPE;
        }
        return key;
    }

    @Override
    public void onResize(Runnable listener) {
        terminal.addResizeListener((resized, size) -> listener.run());
    }

    @Override
    public void captureMouse(boolean wanted) {
        if (terminal instanceof ExtendedTerminal mouse) {
            terminalCall(() -> {
                mouse.setMouseCaptureMode(wanted ? MouseCaptureMode.CLICK_RELEASE : null);
                return mouse;
            });
        }
    }

    @Override
    public void copy(String text) {
        if (terminal instanceof TtyTerminal tty) {
            terminalCall(() -> {
                tty.copy(text);
                return tty;
            });
        }
    }

    @Override
    public void suspend() {
        if (terminal instanceof TtyTerminal tty) {
            terminalCall(() -> {
                tty.suspend();
                return tty;
            });
            resume();
        }
    }

    @Override
    public void resume() {
        if (terminal instanceof TtyTerminal tty) {
            terminalCall(() -> {
                tty.resume();
                return tty;
            });
            forget();
        }
    }

    @Override
    public void onContinue(Runnable listener) {
        if (terminal instanceof TtyTerminal) {
            Signal.handle(new Signal("CONT"), signal -> listener.run());
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        terminalCall(() -> {
            terminal.exitPrivateMode();
            terminal.close();
            return terminal;
        });
    }

    private static <T> T terminalCall(TerminalCall<T> call) {
        try {
            return call.run();
        } catch (IOException e) {
            throw new UncheckedIOException("the terminal failed: " + e.getMessage(), e);
        }
    }

    private interface TerminalCall<T> {
        T run() throws IOException;
    }
}
