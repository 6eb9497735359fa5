package jpm.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads points in time as systemd does: {@code 2026-11-21 10:00:00}, {@code 2026-11-21}, {@code 10:00}, {@code yesterday}, {@code today},
 * {@code tomorrow}, {@code now}, {@code 2 hours ago}, {@code -2h30min}, {@code +5min}, {@code @1763722143}, and ISO 8601.
 */
final class TimeExpression {
    private static final Pattern SPAN_PART = Pattern.compile("\\s*(\\d{1,9}(?:\\.\\d{1,9})?)\\s*([a-zA-Zµ]*)\\s*");
    private static final Map<String, Long> MILLIS_PER_UNIT = Map.ofEntries(
            Map.entry("ms", 1L),
            Map.entry("msec", 1L),
            Map.entry("", 1000L),
            Map.entry("s", 1000L),
            Map.entry("sec", 1000L),
            Map.entry("second", 1000L),
            Map.entry("m", 60_000L),
            Map.entry("min", 60_000L),
            Map.entry("minute", 60_000L),
            Map.entry("h", 3_600_000L),
            Map.entry("hr", 3_600_000L),
            Map.entry("hour", 3_600_000L),
            Map.entry("d", 86_400_000L),
            Map.entry("day", 86_400_000L),
            Map.entry("w", 7 * 86_400_000L),
            Map.entry("week", 7 * 86_400_000L),
            Map.entry("M", 2_629_800_000L),
            Map.entry("month", 2_629_800_000L),
            Map.entry("y", 31_557_600_000L),
            Map.entry("year", 31_557_600_000L));

    private final Instant now;
    private final ZoneId zone;

    TimeExpression(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** Throws {@link UsageException} for text that is no point in time. */
    Instant parse(String text) {
        String trimmed = text.trim();
        Instant instant = word(trimmed);
        instant = instant != null ? instant : relative(trimmed);
        instant = instant != null ? instant : absolute(trimmed);
        if (instant == null) {
            throw new UsageException(
                    "cannot read the time " + Plain.line(text, 60) + ": it is neither a date nor a span",
                    "--since='2026-11-21 10:00', --since=yesterday or --since='2 hours ago'");
        }
        return instant;
    }

    private @Nullable Instant word(String text) {
        LocalDate today = now.atZone(zone).toLocalDate();
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "now" -> now;
            case "today" -> midnight(today);
            case "yesterday" -> midnight(today.minusDays(1));
            case "tomorrow" -> midnight(today.plusDays(1));
            default -> null;
        };
    }

    private Instant midnight(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    private @Nullable Instant relative(String text) {
        Duration past = text.startsWith("-")
                ? span(text.substring(1))
                : text.endsWith(" ago") ? span(text.substring(0, text.length() - 4)) : null;
        if (past != null) {
            return now.minus(past);
        }
        Duration ahead = text.startsWith("+") ? span(text.substring(1)) : null;
        return ahead == null ? null : now.plus(ahead);
    }

    private static @Nullable Duration span(String text) {
        Matcher part = SPAN_PART.matcher(text);
        double millis = 0;
        int end = 0;
        while (end < text.length() && part.find(end) && part.start() == end) {
            Long perUnit = unit(part.group(2));
            if (perUnit == null) {
                return null;
            }
            millis += Double.parseDouble(part.group(1)) * perUnit;
            end = part.end();
        }
        return end == 0 || end < text.length() || millis > 1e14 ? null : Duration.ofMillis((long) millis);
    }

    private static @Nullable Long unit(String name) {
        Long exact = MILLIS_PER_UNIT.get(name);
        if (exact != null) {
            return exact;
        }
        String lower = name.toLowerCase(Locale.ROOT);
        return MILLIS_PER_UNIT.get(lower.endsWith("s") ? lower.substring(0, lower.length() - 1) : lower);
    }

    private @Nullable Instant absolute(String text) {
        try {
            if (text.startsWith("@")) {
                return Instant.ofEpochMilli((long) (Double.parseDouble(text.substring(1)) * 1000));
            }
            boolean utc = text.endsWith(" UTC");
            String local = utc ? text.substring(0, text.length() - 4).trim() : text;
            return at(withoutWeekday(local), utc ? ZoneOffset.UTC : zone);
        } catch (DateTimeParseException | NumberFormatException notATime) {
            return null;
        }
    }

    private static String withoutWeekday(String text) {
        return text.matches("[A-Z][a-z]{2} \\d.*") ? text.substring(4) : text;
    }

    private Instant at(String text, ZoneId in) {
        String iso = text.replace(' ', 'T');
        if (iso.matches(".*T.*(Z|[+-]\\d\\d:?\\d\\d)")) {
            return OffsetDateTime.parse(iso).toInstant();
        }
        if (iso.indexOf('T') > 0) {
            return LocalDateTime.parse(iso).atZone(in).toInstant();
        }
        if (iso.indexOf(':') > 0) {
            LocalDate today = now.atZone(in).toLocalDate();
            return ZonedDateTime.of(today, LocalTime.parse(iso), in).toInstant();
        }
        return LocalDate.parse(iso).atStartOfDay(in).toInstant();
    }
}
