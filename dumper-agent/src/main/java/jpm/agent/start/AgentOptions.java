package jpm.agent.start;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked of the agent.
 *
 * <p>Each key is looked up in the agent's argument ({@code key=value,…}), then in the system property {@code jpm.key}, then in the
 * environment variable {@code JPM_KEY}. An empty value counts as absent.
 *
 * @param store the store's folder, or null for the default
 * @param include package prefixes that are instrumented wherever they come from
 * @param exclude package prefixes that are not
 * @param heap when a dump gets a heap
 * @param disabled whether the agent does nothing at all
 * @param maxDumps dumps that one process writes at most
 * @param complaints what was wrong with the options, one line each
 */
public record AgentOptions(
        @Nullable String store,
        List<String> include,
        List<String> exclude,
        HeapPolicy heap,
        boolean disabled,
        int maxDumps,
        List<String> complaints) {
    private static final int DEFAULT_MAX_DUMPS = 50;
    private static final int DISABLE = 5;
    private static final String[] KEYS = {"store", "include", "exclude", "heap", "dumps", "disable"};

    /** Where values that are not in the agent's argument come from. */
    interface Surroundings {
        @Nullable
        String property(String name);

        @Nullable
        String environment(String name);
    }

    /** Reads the options; never fails, see {@link #complaints}. */
    static AgentOptions read(@Nullable String argument, Surroundings surroundings) {
        return new Reader(surroundings).read(argument == null ? "" : argument);
    }

    private static final class Reader {
        private final Surroundings surroundings;
        private final String[] values = new String[KEYS.length];
        private final List<String> complaints = new ArrayList<>(0);

        Reader(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        AgentOptions read(String argument) {
            takeEnvironment();
            takeProperties();
            takeArgument(argument);
            return new AgentOptions(
                    value(0),
                    prefixes(value(1)),
                    prefixes(value(2)),
                    heap(value(3)),
                    isTrue(value(DISABLE)),
                    number(value(4)),
                    complaints);
        }

        private void takeEnvironment() {
            for (int key = 0; key < KEYS.length; key++) {
                take(key, surroundings.environment("JPM_".concat(upper(KEYS[key]))));
            }
        }

        private void takeProperties() {
            for (int key = 0; key < KEYS.length; key++) {
                take(key, surroundings.property("jpm.".concat(KEYS[key])));
            }
        }

        private void takeArgument(String argument) {
            int start = 0;
            while (start < argument.length()) {
                int comma = argument.indexOf(',', start);
                int end = comma < 0 ? argument.length() : comma;
                takePair(argument.substring(start, end).trim());
                start = end + 1;
            }
        }

        private void takePair(String pair) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals).trim();
            int key = keyOf(name);
            if (key >= 0 && (equals >= 0 || key == DISABLE)) {
                take(key, equals < 0 ? "true" : pair.substring(equals + 1).trim());
            } else if (key >= 0) {
                complaints.add("agent option " + name + " has no value");
            } else if (!name.isEmpty()) {
                complaints.add("unknown agent option '" + name + "': known are " + String.join(", ", KEYS));
            }
        }

        private void take(int key, @Nullable String value) {
            if (value != null && !value.isEmpty()) {
                values[key] = value;
            }
        }

        private @Nullable String value(int key) {
            return values[key];
        }

        private HeapPolicy heap(@Nullable String value) {
            if (value == null || value.equals("first")) {
                return HeapPolicy.FIRST;
            }
            if (value.equals("always")) {
                return HeapPolicy.ALWAYS;
            }
            if (value.equals("never")) {
                return HeapPolicy.NEVER;
            }
            complaints.add("agent option heap=" + value + " is unknown: known are always, first, never");
            return HeapPolicy.FIRST;
        }

        private int number(@Nullable String value) {
            if (value == null) {
                return DEFAULT_MAX_DUMPS;
            }
            try {
                return Math.max(0, Integer.parseInt(value));
            } catch (NumberFormatException e) {
                complaints.add("agent option dumps=" + value + " is not a number");
                return DEFAULT_MAX_DUMPS;
            }
        }
    }

    private static int keyOf(String name) {
        for (int key = 0; key < KEYS.length; key++) {
            if (KEYS[key].equals(name)) {
                return key;
            }
        }
        return -1;
    }

    // String.toUpperCase asks for a locale.
    private static String upper(String key) {
        char[] chars = key.toCharArray();
        for (int i = 0; i < chars.length; i++) {
            chars[i] -= 'a' - 'A';
        }
        return new String(chars);
    }

    private static boolean isTrue(@Nullable String value) {
        return value != null && !value.equals("0") && !value.equals("false") && !value.equals("no");
    }

    private static List<String> prefixes(@Nullable String value) {
        List<String> prefixes = new ArrayList<>(0);
        if (value == null) {
            return prefixes;
        }
        int start = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || value.charAt(i) == ';' || value.charAt(i) == ':') {
                String prefix = value.substring(start, i).trim();
                if (!prefix.isEmpty()) {
                    prefixes.add(prefix);
                }
                start = i + 1;
            }
        }
        return prefixes;
    }
}
