package jpm.tui.term;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.terminal.ansi.UnixTerminal;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The process's controlling terminal.
 *
 * <p>Differs from Lanterna's own in five things: characters outside the BMP are written whole; the size is asked of the
 * terminal's driver and not by a report that competes with typed keys, and only after it changed; the process can be stopped and go on; the settings come back exactly as they were; and
 * nothing is written any more after the terminal was given back, so that a picture that is just being drawn when a signal
 * ends the process does not land in the user's shell.
 */
final class TtyTerminal extends UnixTerminal {
    private static final Pattern POSITIVE_SIZE = Pattern.compile("([1-9]\\d{0,4}) ([1-9]\\d{0,4})");
    private static final int MOST_COPIED_BYTES = 1 << 16;
    private boolean givenBack;
    private boolean isPrivate;

    /** Without an initializer: the signal's handler is set while the superclass is constructed. */
    private volatile @Nullable TerminalSize knownSize;

    TtyTerminal(Charset charset) throws IOException {
        super(System.in, System.out, charset, CtrlCBehaviour.TRAP);
    }

    @Override
    protected void registerTerminalResizeListener(Runnable onResize) throws IOException {
        super.registerTerminalResizeListener(() -> {
            knownSize = null;
            onResize.run();
        });
    }

    /** Asking takes another process, too long for every picture. */
    @Override
    protected TerminalSize findTerminalSize() throws IOException {
        TerminalSize known = knownSize;
        if (known == null) {
            known = askSize();
            knownSize = known;
        }
        return known;
    }

    private TerminalSize askSize() throws IOException {
        Matcher rowsAndColumns = POSITIVE_SIZE.matcher(runSTTYCommand("size").trim());
        return rowsAndColumns.matches()
                ? new TerminalSize(Integer.parseInt(rowsAndColumns.group(2)), Integer.parseInt(rowsAndColumns.group(1)))
                : super.findTerminalSize();
    }

    /** Gives the terminal back and stops all processes of this job, as the terminal's driver does for Ctrl-Z. */
    void suspend() throws IOException {
        synchronized (System.out) {
            super.exitPrivateMode();
            isPrivate = false;
            restoreTerminalSettings();
        }
        try {
            new ProcessBuilder("kill", "-TSTP", "0").start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes the terminal again. */
    void resume() throws IOException {
        synchronized (System.out) {
            if (givenBack) {
                return;
            }
            knownSize = null;
            canonicalMode(false);
            enterPrivateMode();
            setCursorVisible(false);
        }
    }

    /** By the sequence that most terminals know; others take no notice of it. */
    void copy(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] some = Arrays.copyOf(bytes, Math.min(bytes.length, MOST_COPIED_BYTES));
        String sequence = "\u001b]52;c;" + Base64.getEncoder().encodeToString(some) + "\u0007";
        writeToTerminal(sequence.getBytes(StandardCharsets.US_ASCII));
        flush();
    }

    @Override
    protected void canonicalMode(boolean enabled) throws IOException {
        if (!enabled) {
            runSTTYCommand("-icanon", "-echo", "-isig", "-ixon", "icrnl", "min", "1", "time", "0");
        }
    }

    /** {@link #canonicalMode} has done it in the same call. */
    @Override
    protected void keyEchoEnabled(boolean enabled) {}

    /** {@link #canonicalMode} has done it in the same call; giving back restores it with all other settings. */
    @Override
    protected void keyStrokeSignalsEnabled(boolean enabled) {}

    @Override
    public void putString(String text) throws IOException {
        writeToTerminal(text.getBytes(getCharset()));
    }

    @Override
    protected void writeToTerminal(byte... bytes) throws IOException {
        synchronized (System.out) {
            if (!givenBack) {
                super.writeToTerminal(bytes);
            }
        }
    }

    /** Also when it was entered before: a process that others stopped may find the screen left. */
    @Override
    public void enterPrivateMode() throws IOException {
        if (isPrivate) {
            super.exitPrivateMode();
        }
        super.enterPrivateMode();
        isPrivate = true;
    }

    @Override
    public void exitPrivateMode() throws IOException {
        synchronized (System.out) {
            super.exitPrivateMode();
            givenBack = true;
        }
    }
}
