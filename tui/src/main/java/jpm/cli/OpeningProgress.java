package jpm.cli;

import jpm.io.Progress;
import org.jspecify.annotations.Nullable;

/** Says on one line of a terminal's standard error how far opening a dump has come; the line goes when it is closed. */
final class OpeningProgress implements Progress, AutoCloseable {
    private static final long PAUSE_NANOS = 200_000_000;

    private final @Nullable Console console;
    private long nextNanos;
    private boolean shown;

    OpeningProgress(Console console) {
        this.console = console.stderrIsTerminal() ? console : null;
        this.nextNanos = System.nanoTime() + PAUSE_NANOS;
    }

    @Override
    public synchronized void report(String phase, long done, long total) {
        long now = System.nanoTime();
        if (console == null || now - nextNanos < 0) {
            return;
        }
        nextNanos = now + PAUSE_NANOS;
        shown = true;
        String share = total > 0 ? " " + 100 * done / total + " %" : "";
        console.err().print("\r" + phase + " …" + share + "\u001b[K");
        console.err().flush();
    }

    @Override
    public synchronized void close() {
        if (shown && console != null) {
            console.err().print("\r\u001b[K");
            console.err().flush();
        }
        shown = false;
        nextNanos = Long.MAX_VALUE;
    }
}
