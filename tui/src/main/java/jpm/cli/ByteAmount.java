package jpm.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads amounts of bytes: {@code 500M}, {@code 1.5G}, and {@code 10%} of a whole. */
final class ByteAmount {
    private static final Pattern AMOUNT =
            Pattern.compile("(\\d{1,15}(?:\\.\\d{1,3})?)\\s*([KMGT%]?)i?B?", Pattern.CASE_INSENSITIVE);
    private static final String UNITS = "KMGT";

    private ByteAmount() {}

    /**
     * Throws {@link UsageException} for what is no amount.
     *
     * @param whole what a percentage is of
     */
    static long parse(String option, String text, long whole) {
        Matcher amount = AMOUNT.matcher(text.trim());
        if (!amount.matches()) {
            throw new UsageException(
                    "cannot use --" + option + "=" + Plain.line(text, 40) + ": it is no amount of bytes",
                    "--" + option + "=10G or --" + option + "=10%");
        }
        double number = Double.parseDouble(amount.group(1));
        String unit = amount.group(2).toUpperCase(java.util.Locale.ROOT);
        if (unit.equals("%")) {
            return (long) (whole * number / 100);
        }
        return (long) (number * (unit.isEmpty() ? 1 : 1L << 10 * (UNITS.indexOf(unit) + 1)));
    }
}
