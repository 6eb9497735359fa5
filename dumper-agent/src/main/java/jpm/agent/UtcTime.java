package jpm.agent;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** A moment in the two forms that a dump uses; without formatters, which load a hundred classes. */
public final class UtcTime {
    private static final int MILLIS_PER_SECOND = 1000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private UtcTime() {}

    /** As {@code 20261121T104903Z}. */
    static String compact(long epochMillis) {
        LocalDateTime time = utc(epochMillis);
        StringBuilder text = new StringBuilder(16);
        pad(text, time.getYear(), 4);
        pad(text, time.getMonthValue(), 2);
        pad(text, time.getDayOfMonth(), 2).append('T');
        pad(text, time.getHour(), 2);
        pad(text, time.getMinute(), 2);
        return pad(text, time.getSecond(), 2).append('Z').toString();
    }

    /** As {@code 2026-11-21T10:49:03.123Z}. */
    public static String iso(long epochMillis) {
        LocalDateTime time = utc(epochMillis);
        StringBuilder text = new StringBuilder(24);
        pad(text, time.getYear(), 4).append('-');
        pad(text, time.getMonthValue(), 2).append('-');
        pad(text, time.getDayOfMonth(), 2).append('T');
        pad(text, time.getHour(), 2).append(':');
        pad(text, time.getMinute(), 2).append(':');
        pad(text, time.getSecond(), 2).append('.');
        return pad(text, time.getNano() / NANOS_PER_MILLI, 3).append('Z').toString();
    }

    private static LocalDateTime utc(long epochMillis) {
        int millis = (int) Math.floorMod(epochMillis, (long) MILLIS_PER_SECOND);
        long seconds = Math.floorDiv(epochMillis, (long) MILLIS_PER_SECOND);
        return LocalDateTime.ofEpochSecond(seconds, millis * NANOS_PER_MILLI, ZoneOffset.UTC);
    }

    private static StringBuilder pad(StringBuilder text, int number, int digits) {
        String written = Integer.toString(number);
        for (int i = written.length(); i < digits; i++) {
            text.append('0');
        }
        return text.append(written);
    }
}
