package jpm.agent.probe;

import java.util.List;
import jpm.agent.LiveObjectModel;
import jpm.snapshot.Secrets;
import jpm.value.PrintLimits;
import jpm.value.Value;
import jpm.value.ValuePrinter;

/** A logpoint's line: its format with the values of its expressions. */
final class LogText {
    private static final PrintLimits LIMITS = new PrintLimits(2048, 100, 4);

    private LogText() {}

    /** {@code $0} becomes the first value, {@code $$} a dollar sign. Strings stand without quotes. */
    static String of(String format, List<Value> values, LiveObjectModel model) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            boolean isLast = i + 1 == format.length();
            if (c != '$' || isLast) {
                text.append(c);
            } else if (format.charAt(i + 1) == '$') {
                text.append('$');
                i++;
            } else {
                int end = endOfNumber(format, i + 1);
                text.append(end == i + 1 ? "$" : argument(format.substring(i + 1, end), values, model));
                i = end - 1;
            }
        }
        return Secrets.masked(text.toString());
    }

    private static int endOfNumber(String format, int start) {
        int end = start;
        while (end < format.length() && Character.digit(format.charAt(end), 10) >= 0) {
            end++;
        }
        return end;
    }

    private static String argument(String number, List<Value> values, LiveObjectModel model) {
        int index = number.length() > 4 ? Integer.MAX_VALUE : Integer.parseInt(number);
        return index < values.size() ? text(values.get(index), model) : "Invalid parameter $" + number;
    }

    private static String text(Value value, LiveObjectModel model) {
        if (value instanceof Value.Text made) {
            return cut(made.text());
        }
        if (value instanceof Value.Primitive primitive) {
            return primitive.text();
        }
        if (value instanceof Value.Unavailable unavailable) {
            return "<" + unavailable.why() + ">";
        }
        String string =
                value instanceof Value.Reference reference ? model.string(reference.id(), LIMITS.maxChars()) : null;
        return string != null ? string : new ValuePrinter(model, LIMITS).print(value);
    }

    private static String cut(String text) {
        return text.length() <= LIMITS.maxChars() ? text : text.substring(0, LIMITS.maxChars());
    }
}
