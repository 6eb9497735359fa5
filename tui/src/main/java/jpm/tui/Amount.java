package jpm.tui;

import java.util.Locale;

/** Numbers as panes show them: short enough for a column. */
final class Amount {
    private static final String UNITS = "BKMGTPE";
    private static final int UNIT = 1024;

    private Amount() {}

    /** As {@code 512B} or {@code 3.2G}, a K being 1024 bytes; nothing for a negative number. */
    static String bytes(long bytes) {
        if (bytes < 0) {
            return "";
        }
        double value = bytes;
        int unit = 0;
        while (value >= UNIT - 0.05 && unit < UNITS.length() - 1) {
            value /= UNIT;
            unit++;
        }
        return unit == 0 ? bytes + "B" : String.format(Locale.ROOT, "%.1f%c", value, UNITS.charAt(unit));
    }

    /** As {@code 15,499,274}; nothing for a negative number. */
    static String count(long number) {
        return number < 0 ? "" : String.format(Locale.ROOT, "%,d", number);
    }

    /** As {@code 3 s} or {@code 2 min}. */
    static String seconds(double seconds) {
        return seconds < 100 ? Math.max(1, Math.round(seconds)) + " s" : Math.round(seconds / 60) + " min";
    }
}
