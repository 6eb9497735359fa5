package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** It is 2026-11-22 10:00 UTC, 11:00 in Berlin. */
class TimeExpressionTest {
    private final TimeExpression times =
            new TimeExpression(Instant.parse("2026-11-22T10:00:00Z"), ZoneId.of("Europe/Berlin"));

    @ParameterizedTest
    @CsvSource({
        "now, 2026-11-22T10:00:00Z",
        "today, 2026-11-21T23:00:00Z",
        "yesterday, 2026-11-20T23:00:00Z",
        "tomorrow, 2026-11-22T23:00:00Z",
        "2 hours ago, 2026-11-22T08:00:00Z",
        "-2h, 2026-11-22T08:00:00Z",
        "-2h30min, 2026-11-22T07:30:00Z",
        "-1 week 2 days, 2026-11-13T10:00:00Z",
        "+5min, 2026-11-22T10:05:00Z",
        "90 s ago, 2026-11-22T09:58:30Z",
        "1.5 hours ago, 2026-11-22T08:30:00Z",
        "2026-11-21 10:00, 2026-11-21T09:00:00Z",
        "2026-11-21 10:00:30, 2026-11-21T09:00:30Z",
        "2026-07-01, 2026-06-30T22:00:00Z",
        "2026-11-21 10:00 UTC, 2026-11-21T10:00:00Z",
        "Sat 2026-11-21 10:49:03 UTC, 2026-11-21T10:49:03Z",
        "2026-11-21T10:00:00Z, 2026-11-21T10:00:00Z",
        "2026-11-21T10:00:00.123+02:00, 2026-11-21T08:00:00.123Z",
        "10:30, 2026-11-22T09:30:00Z",
        "@1763722143, 2025-11-21T10:49:03Z",
    })
    void reads(String text, Instant expected) {
        assertThat(times.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "soon", "-", "2 hours", "-2x", "2026-13-01", "25:00", "@x", "ago", "- ago", "2026-11-21 10"})
    void refuses(String text) {
        assertThatThrownBy(() -> times.parse(text)).isInstanceOf(UsageException.class);
    }

    @Test
    void monthsAreNotMinutes() {
        assertThat(times.parse("-1M")).isEqualTo(Instant.parse("2026-10-22T23:30:00Z"));
        assertThat(times.parse("-1m")).isEqualTo(Instant.parse("2026-11-22T09:59:00Z"));
    }
}
