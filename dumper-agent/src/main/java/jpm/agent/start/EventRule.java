package jpm.agent.start;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which exceptions are reported the moment they are made, in the words of OpenJ9's {@code -Xdump}:
 * {@code events=throw,filter=com.acme.*Exception,msg_filter=*stock*,range=2..4}.
 *
 * @param classes the class's name, with {@code *} at one or both ends for any text; null for all
 * @param method {@code com.acme.Shop.price} where it must be made, likewise; null for all
 * @param message the message likewise; null for all
 * @param from the first occurrence that is reported, counted from 1
 * @param to the last one; {@link Integer#MAX_VALUE} for all that follow
 */
public record EventRule(
        @Nullable String classes,
        @Nullable String method,
        @Nullable String message,
        int from,
        int to) {
    /**
     * Reads a rule.
     *
     * @param values of {@code events}, {@code filter}, {@code msg_filter} and {@code range}
     * @param complaints takes what is wrong with it, whereupon there is no rule
     */
    static @Nullable EventRule of(String[] values, List<String> complaints) {
        if (!values[0].equals("throw")) {
            complaints.add("agent option events=" + values[0] + " is unknown: known is throw");
            return null;
        }
        int[] range = range(values[3]);
        if (range.length == 0) {
            complaints.add("agent option range=" + values[3] + " is not of the form 2..4");
            return null;
        }
        String filter = values[1];
        int hash = filter == null ? -1 : filter.indexOf('#');
        String method = hash < 0 ? null : filter.substring(hash + 1).replace('/', '.');
        String classes = filter == null || hash == 0 ? null : (hash < 0 ? filter : filter.substring(0, hash));
        return new EventRule(classes == null ? null : classes.replace('/', '.'), method, values[2], range[0], range[1]);
    }

    /** Both ends of {@code 2..4}, {@code 3} or, for all from the fifth on, {@code 5..0}; none of what is wrong. */
    private static int[] range(@Nullable String text) {
        try {
            int dots = text == null ? -1 : text.indexOf("..");
            if (text == null) {
                return new int[] {1, Integer.MAX_VALUE};
            }
            int from = Integer.parseInt(dots < 0 ? text : text.substring(0, dots));
            int to = dots < 0 ? from : Integer.parseInt(text.substring(dots + 2));
            return from < 1 ? new int[0] : new int[] {from, to < from ? Integer.MAX_VALUE : to};
        } catch (NumberFormatException e) {
            return new int[0];
        }
    }

    /** Whether a text fits a pattern. */
    public static boolean fits(@Nullable String pattern, @Nullable String text) {
        if (pattern == null) {
            return true;
        }
        if (text == null) {
            return false;
        }
        boolean open = pattern.startsWith("*");
        boolean openEnd = pattern.endsWith("*") && pattern.length() > 1;
        String middle = pattern.substring(open ? 1 : 0, pattern.length() - (openEnd ? 1 : 0));
        if (open && openEnd) {
            return text.contains(middle);
        }
        return open ? text.endsWith(middle) : openEnd ? text.startsWith(middle) : text.equals(middle);
    }
}
