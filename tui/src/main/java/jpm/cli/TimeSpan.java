package jpm.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** A length of time on the command line, as 90s, 15min, 2h30min or 1d. */
final class TimeSpan {
    private TimeSpan() {}

    /** Throws {@link UsageException} for text that is none. */
    static Duration parse(String option, String text) {
        Instant now = Instant.EPOCH.plus(Duration.ofDays(100_000));
        boolean isPlain = text.matches("[0-9].*");
        try {
            Instant end = isPlain ? new TimeExpression(now, ZoneOffset.UTC).parse("+" + text) : now;
            if (end.isAfter(now)) {
                return Duration.between(now, end);
            }
        } catch (UsageException notOne) {
            // said below
        }
        throw new UsageException(
                "cannot use --" + option + "=" + Plain.line(text, 40) + ": it is no length of time",
                "--" + option + "=2h");
    }
}
