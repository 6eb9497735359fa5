package jpm.service;

import java.time.Duration;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;

/**
 * What the service allows.
 *
 * @param pollPatience how long a request may wait for a change
 * @param waiting how many requests may wait at once
 * @param activeBreakpoints how many breakpoints a debuggee may have active
 * @param debuggees how many debuggees may be registered
 * @param specBytes of a debuggee, and of a breakpoint without its results, as JSON: lists hold many of them
 * @param keep how long what ended is kept, and a debuggee that is not heard of
 */
public record Limits(
        Duration pollPatience, int waiting, int activeBreakpoints, int debuggees, int specBytes, Duration keep) {
    /** What holds when nothing else is said. */
    public static final Limits DEFAULT =
            new Limits(Duration.ofSeconds(40), 20_000, 1_000, 100_000, 1 << 19, Duration.ofDays(30));

    /** The same, keeping for another time. */
    public Limits keeping(Duration other) {
        return new Limits(pollPatience, waiting, activeBreakpoints, debuggees, specBytes, other);
    }

    /** The same with another patience. */
    public Limits patientFor(Duration other) {
        return new Limits(other, waiting, activeBreakpoints, debuggees, specBytes, keep);
    }

    /** Refuses what is too large to stand in lists. */
    void demandSmall(JsonObject content, String what) {
        if (JsonText.bytes(content).length > specBytes) {
            throw ServiceException.invalid("The " + what + " is larger than " + specBytes + " bytes");
        }
    }
}
