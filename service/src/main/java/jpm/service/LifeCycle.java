package jpm.service;

import java.time.Duration;
import java.util.List;
import jpm.service.json.JsonObject;
import jpm.snapshot.DumpMessages;

/** The rules by which a breakpoint is set, changed by agents, and ended. */
final class LifeCycle {
    /** How long a breakpoint lives when nothing ends it before. */
    static final Duration LIFE = Duration.ofHours(24);

    private static final List<String> SPEC =
            List.of("action", "location", "condition", "expressions", "logMessageFormat", "logLevel", "labels");
    /** What agents may correct: the place, and texts that they write in a canonical form. */
    private static final List<String> CORRECTABLE =
            List.of("location", "condition", "expressions", "logMessageFormat", "status");

    /** What a status refers to where time ended a breakpoint. */
    private static final String AGE = "BREAKPOINT_AGE";

    private LifeCycle() {}

    /** The dump that a breakpoint stands for, by its label; empty when it stands for none. */
    static String dumpOf(JsonObject breakpoint) {
        return breakpoint.object("labels").text(DumpMessages.DUMP_LABEL);
    }

    /** Whether time ended the breakpoint. */
    static boolean isExpired(Breakpoint breakpoint) {
        return breakpoint.spec().object("status").text("refersTo").equals(AGE);
    }

    /**
     * A new breakpoint.
     *
     * @param requested a breakpoint in its normal form; results and what is the service's are passed over
     */
    static Breakpoint set(
            String debuggeeId, String id, JsonObject requested, String userEmail, long nowMillis, Duration life) {
        check(requested);
        JsonObject spec = requested.only(SPEC).with("userEmail", userEmail.isEmpty() ? null : userEmail);
        long lifeMillis = Math.min(life.toMillis(), LIFE.toMillis());
        return new Breakpoint(debuggeeId, id, spec, null, nowMillis, nowMillis + lifeMillis, 0);
    }

    private static void check(JsonObject requested) {
        if (requested.object("location").text("path").isEmpty()) {
            throw ServiceException.invalid("The breakpoint has no location.path");
        }
        if (requested.object("location").number("line", 0) < 0) {
            throw ServiceException.invalid("The breakpoint's location.line is negative");
        }
        boolean isLog = requested.text("action").equals("LOG");
        if (isLog && requested.text("logMessageFormat").isEmpty()) {
            throw ServiceException.invalid("The logpoint has no logMessageFormat");
        }
    }

    /** What an active breakpoint becomes by an agent's update: results replaced, corrections taken, labels added; the user's labels win. */
    static Breakpoint update(Breakpoint active, JsonObject update, long nowMillis) {
        JsonObject labels = update.object("labels").and(active.spec().object("labels"));
        JsonObject spec = active.spec().and(update.only(CORRECTABLE)).with("labels", labels.isEmpty() ? null : labels);
        JsonObject results = update.only(Breakpoint.RESULTS);
        Breakpoint updated = active.with(spec, results.isEmpty() ? active.results() : results);
        return update.isTrue("isFinalState") ? updated.ended(nowMillis) : updated;
    }

    /** What is left of a breakpoint that nothing ended in time. */
    static Breakpoint expire(Breakpoint active, long nowMillis) {
        String text = active.isLog() ? "The logpoint has expired" : "The snapshot has expired";
        JsonObject status =
                JsonObject.of("isError", true).with("refersTo", AGE).with("description", JsonObject.of("format", text));
        return active.with(active.spec().with("status", status), active.results())
                .ended(nowMillis);
    }
}
