package jpm.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Locale;
import jpm.io.ByteCount;

/** Sizes and times as people read them. */
final class Quantity {
    private static final String SIZE_UNITS = "BKMGTPE";
    private static final long[] SECONDS = {365 * 86400L, 30 * 86400L, 7 * 86400L, 86400L, 3600L, 60L, 1L};
    private static final String[] SHORT_NAMES = {"y", "month", "w", "d", "h", "min", "s"};

    private Quantity() {}

    /** As 512B, 1.5K or 3.2G; a K is 1024 bytes. */
    static String size(long bytes) {
        return ByteCount.text(bytes);
    }

    /** The bytes that a size as 512m, 1.5G or 2g stands for; a k is 1024 bytes. Throws {@link NumberFormatException} for anything else. */
    static long bytes(String size) {
        String text = size.strip().toUpperCase(Locale.ROOT);
        int unit = text.isEmpty() ? -1 : SIZE_UNITS.indexOf(text.charAt(text.length() - 1));
        String number = unit < 0 ? text : text.substring(0, text.length() - 1);
        if (!number.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            throw new NumberFormatException(size);
        }
        return (long) (Double.parseDouble(number) * (1L << 10 * Math.max(0, unit)));
    }

    /** As {@code 15,499,274}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** As {@code +1,200} or {@code -7}. */
    static String change(long number) {
        return (number > 0 ? "+" : "") + count(number);
    }

    /** As {@code +1.5K} or {@code -3.2G}. */
    static String changeOfSize(long bytes) {
        return (bytes > 0 ? "+" : bytes < 0 ? "-" : "") + size(Math.abs(bytes));
    }

    /** As {@code 1 thread} or {@code 16 threads}. */
    static String of(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** As {@code Sat 2026-11-21 10:49:03 UTC}. */
    static String time(Instant time, ZoneId zone) {
        ZonedDateTime at = time.atZone(zone);
        StringBuilder text = new StringBuilder(28);
        text.append(at.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ROOT))
                .append(' ');
        text.append(at.toLocalDate()).append(' ');
        appendTwo(text, at.getHour()).append(':');
        appendTwo(text, at.getMinute()).append(':');
        appendTwo(text, at.getSecond()).append(' ');
        String name = at.getZone().getDisplayName(TextStyle.SHORT, Locale.ROOT);
        return text.append(name.equals("Z") ? "UTC" : shortZone(at)).toString();
    }

    private static String shortZone(ZonedDateTime at) {
        return java.util.TimeZone.getTimeZone(at.getZone())
                .getDisplayName(
                        at.getZone().getRules().isDaylightSavings(at.toInstant()),
                        java.util.TimeZone.SHORT,
                        Locale.ROOT);
    }

    private static StringBuilder appendTwo(StringBuilder to, int number) {
        return to.append(number < 10 ? "0" : "").append(number);
    }

    /** As {@code 20s ago} or {@code 2d 3h ago}, the two largest units. */
    static String ago(Instant time, Instant now) {
        Duration gone = Duration.between(time, now);
        return gone.isNegative() ? "in " + span(gone.negated()) : span(gone) + " ago";
    }

    /** As {@code 2min 5s}, the two largest units; shorter than a second in milliseconds. */
    static String span(Duration span) {
        if (span.compareTo(Duration.ofSeconds(1)) < 0) {
            return span.toMillis() + "ms";
        }
        long rest = span.getSeconds();
        StringBuilder text = new StringBuilder();
        for (int unit = 0, shown = 0; unit < SECONDS.length && shown < 2; unit++) {
            long count = rest / SECONDS[unit];
            rest %= SECONDS[unit];
            if (count > 0) {
                text.append(shown == 0 ? "" : " ").append(count).append(SHORT_NAMES[unit]);
            }
            shown += count > 0 || shown > 0 ? 1 : 0;
        }
        return text.toString();
    }
}
