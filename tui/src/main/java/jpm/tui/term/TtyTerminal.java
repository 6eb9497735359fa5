package jpm.tui.term;

import com.googlecode.lanterna.TerminalSize;
import com.googlecode.lanterna.terminal.ansi.UnixTerminal;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process's controlling terminal.
 *
 * <p>Differs from Lanterna's own in four things: characters outside the BMP are written whole; the size is asked of the
 * terminal's driver and not by a report that competes with typed keys; the settings come back exactly as they were; and
 * nothing is written any more after the terminal was given back, so that a picture that is just being drawn when a signal
 * ends the process does not land in the user's shell.
 */
final class TtyTerminal extends UnixTerminal {
    private static final Pattern POSITIVE_SIZE = Pattern.compile("([1-9]\\d{0,4}) ([1-9]\\d{0,4})");
    private boolean givenBack;

    TtyTerminal(Charset charset) throws IOException {
        super(System.in, System.out, charset, CtrlCBehaviour.TRAP);
    }

    @Override
    protected TerminalSize findTerminalSize() throws IOException {
        Matcher rowsAndColumns = POSITIVE_SIZE.matcher(runSTTYCommand("size").trim());
        return rowsAndColumns.matches()
                ? new TerminalSize(Integer.parseInt(rowsAndColumns.group(2)), Integer.parseInt(rowsAndColumns.group(1)))
                : super.findTerminalSize();
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

    @Override
    public void exitPrivateMode() throws IOException {
        synchronized (System.out) {
            super.exitPrivateMode();
            givenBack = true;
        }
    }
}
