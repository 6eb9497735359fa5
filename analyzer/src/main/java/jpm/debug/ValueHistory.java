package jpm.debug;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** The values that were printed, numbered from 1, of which the last are kept; and those that were given a name. */
final class ValueHistory {
    private static final int MAX_VALUES = 1000;
    private static final Pattern NAME = Pattern.compile("(\\$\\$?)(\\d{0,6})");

    private final List<Value> values = new ArrayList<>();
    private final Map<String, Value> named = new HashMap<>();
    private int forgottenCount;

    /** Adds a value; its number. */
    int record(Value value) {
        values.add(value);
        if (values.size() > MAX_VALUES) {
            values.remove(0);
            forgottenCount++;
        }
        return count();
    }

    /** How many values there were, and so the number of the last. */
    int count() {
        return forgottenCount + values.size();
    }

    /** The value of that number, or null where it is not kept. */
    @Nullable
    Value find(int number) {
        int at = number - forgottenCount - 1;
        return at >= 0 && at < values.size() ? values.get(at) : null;
    }

    /** Gives a value a name that begins with {@code $}. */
    void name(String name, Value value) {
        named.put(name, value);
    }

    /** The value that was given that name, or null. */
    @Nullable
    Value named(String name) {
        return named.get(name);
    }

    /** What {@code $}, {@code $3}, {@code $$} or {@code $$3} means, the null reference where that is not kept; null for any other name. */
    @Nullable
    Value numbered(String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            return null;
        }
        int signs = parts.group(1).length();
        String digits = parts.group(2);
        int back = digits.isEmpty() ? signs - 1 : Integer.parseInt(digits);
        boolean isFromEnd = signs == 2 || digits.isEmpty();
        Value value = find(isFromEnd ? count() - back : back);
        return value == null ? Value.NULL : value;
    }
}
