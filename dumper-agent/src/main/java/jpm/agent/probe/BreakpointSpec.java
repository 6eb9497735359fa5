package jpm.agent.probe;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A breakpoint or logpoint as the user asked for it.
 *
 * @param path the source, as in {@link SourcePlace}
 * @param line from 1
 * @param condition an expression, or null
 * @param expressions what to evaluate at each hit; of a logpoint what {@code $0}, {@code $1}, … stand for
 * @param log what to log, or null for a breakpoint
 * @param hits after so many hits a breakpoint is done; a logpoint never is
 * @param heap whether a hit is a whole dump
 * @param createdMillis when it was set, as epoch time
 * @param expiresMillis when it ends, as epoch time
 * @param labels free text
 */
public record BreakpointSpec(
        String id,
        String path,
        int line,
        @Nullable String condition,
        List<String> expressions,
        @Nullable LogFormat log,
        int hits,
        boolean heap,
        long createdMillis,
        long expiresMillis,
        Map<String, String> labels) {
    /** How long a breakpoint lives when nobody says otherwise. */
    public static final long DEFAULT_LIFE_MILLIS = 24L * 60 * 60 * 1000;

    public BreakpointSpec {
        expressions = List.copyOf(expressions);
        labels = Map.copyOf(labels);
    }

    /** Whether it is a logpoint. */
    public boolean isLog() {
        return log != null;
    }

    /** {@code com/acme/Shop.java:42}. */
    public String place() {
        return path + ":" + line;
    }

    /** What a logpoint writes; {@code $0} stands for the first expression, {@code $$} for a dollar sign. */
    public record LogFormat(String text, LogLevel level) {}

    /** How important a logpoint's line is. */
    public enum LogLevel {
        INFO,
        WARNING,
        ERROR
    }
}
