package jpm.service;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import jpm.service.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A breakpoint, logpoint or snapshot as the service keeps it.
 *
 * @param spec what was set, as agents corrected it, with its status; without results and without what is the service's: id, times
 *     and whether it is final
 * @param results frames, expressions and variables; null when there are none or they were not asked for
 * @param createMillis when it was set, in epoch milliseconds
 * @param expireMillis when it ends if nothing ends it before
 * @param finalMillis when it ended, 0 while it is active
 */
public record Breakpoint(
        String debuggeeId,
        String id,
        JsonObject spec,
        @Nullable JsonObject results,
        long createMillis,
        long expireMillis,
        long finalMillis) {
    /** The members that are results. */
    public static final List<String> RESULTS = List.of("stackFrames", "evaluatedExpressions", "variableTable");

    public boolean isFinal() {
        return finalMillis > 0;
    }

    public boolean isLog() {
        return spec.text("action").equals("LOG");
    }

    /** As the v2 API gives it, without results. */
    public JsonObject summary() {
        return JsonObject.of("id", id)
                .and(spec)
                .with("isFinalState", isFinal() ? true : null)
                .with("createTime", time(createMillis))
                .with("finalTime", isFinal() ? time(finalMillis) : null);
    }

    /** As the v2 API gives it, with the results that are there. */
    public JsonObject resource() {
        return results == null ? summary() : summary().and(results);
    }

    /** The same with another specification and other results. */
    public Breakpoint with(JsonObject otherSpec, @Nullable JsonObject otherResults) {
        return new Breakpoint(debuggeeId, id, otherSpec, otherResults, createMillis, expireMillis, finalMillis);
    }

    /** The same, ended. */
    public Breakpoint ended(long millis) {
        return new Breakpoint(debuggeeId, id, spec, results, createMillis, expireMillis, millis);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
