package jpm.cli;

import java.time.Duration;
import java.util.Set;
import jpm.io.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Says on one line of a terminal's standard error how far opening a dump has come, how fast it goes and how long the phase will take; the line goes when
 * it is closed.
 */
final class OpeningProgress implements Progress, AutoCloseable {
    private static final long PAUSE_NANOS = 200_000_000;
    /** A rate over less says nothing. */
    /** A line that wraps in a narrow terminal could not be taken back. */
    private static final String UNWRAPPED = "\r\u001b[?7l";

    private static final String WRAPPED_AGAIN = "\u001b[K\u001b[?7h";
    private static final long LEAST_NANOS = 300_000_000;
    /** Phases that count bytes; others count objects. */
    private static final Set<String> BYTE_PHASES =
            Set.of("reading objects", "counting objects", "resolving references", "reading classes", "sampling sizes");

    private final @Nullable Console console;
    private long nextNanos;
    private boolean shown;
    private String phase = "";
    private long phaseNanos;
    private long phaseFrom;

    OpeningProgress(Console console) {
        this.console = console.stderrIsTerminal() ? console : null;
        this.nextNanos = System.nanoTime() + PAUSE_NANOS;
    }

    @Override
    public synchronized void report(String reported, long done, long total) {
        if (console == null) {
            return;
        }
        long now = System.nanoTime();
        if (!reported.equals(phase)) {
            phase = reported;
            phaseNanos = now;
            phaseFrom = done;
        }
        if (now - nextNanos < 0) {
            return;
        }
        nextNanos = now + PAUSE_NANOS;
        shown = true;
        console.err()
                .print(UNWRAPPED + line(reported, done - phaseFrom, done, total, now - phaseNanos) + WRAPPED_AGAIN);
        console.err().flush();
    }

    /** What the line says: {@code since} units were done in {@code nanos}. */
    static String line(String phase, long since, long done, long total, long nanos) {
        String share = total > 0 ? " " + 100 * done / total + " %" : "";
        if (nanos < LEAST_NANOS || since <= 0) {
            return phase + " …" + share;
        }
        double perSecond = since * 1e9 / nanos;
        String rate = BYTE_PHASES.contains(phase)
                ? Quantity.size((long) perSecond) + "/s"
                : Quantity.count((long) perSecond) + " objects/s";
        return phase + " …" + share + ", " + rate + (total > done ? ", " + left((total - done) / perSecond) : "");
    }

    private static String left(double seconds) {
        return Quantity.span(Duration.ofSeconds((long) Math.ceil(seconds))) + " left";
    }

    /** Takes the line away until there is more to say. */
    synchronized void clear() {
        if (shown && console != null) {
            console.err().print("\r\u001b[K");
            console.err().flush();
        }
        shown = false;
    }

    @Override
    public synchronized void close() {
        clear();
        nextNanos = Long.MAX_VALUE;
    }
}
