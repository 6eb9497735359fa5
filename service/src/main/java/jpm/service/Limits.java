package jpm.service;

import java.time.Duration;

/**
 * What the service allows.
 *
 * @param pollPatience how long a request may wait for a change
 * @param waiting how many requests may wait at once
 * @param activeBreakpoints how many breakpoints a debuggee may have active
 * @param debuggees how many debuggees may be registered
 * @param keep how long what ended is kept, and a debuggee that is not heard of
 */
public record Limits(Duration pollPatience, int waiting, int activeBreakpoints, int debuggees, Duration keep) {
    /** What holds when nothing else is said. */
    public static final Limits DEFAULT =
            new Limits(Duration.ofSeconds(40), 20_000, 1_000, 100_000, Duration.ofDays(30));

    /** The same, keeping for another time. */
    public Limits keeping(Duration other) {
        return new Limits(pollPatience, waiting, activeBreakpoints, debuggees, other);
    }

    /** The same with another patience. */
    public Limits patientFor(Duration other) {
        return new Limits(other, waiting, activeBreakpoints, debuggees, keep);
    }
}
