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
 * @param limits what dumps may cost
 * @param watches what is looked for besides exceptions that end a thread or a task
 * @param privacy the file of rules that say what is masked, or null for the built-in ones alone
 * @param throwing which exceptions are reported when they are thrown
 * @param remote the debugger service that the agent works for
 * @param complaints what was wrong with the options, one line each
 */
public record AgentOptions(
        @Nullable String store,
        List<String> include,
        List<String> exclude,
        HeapPolicy heap,
        boolean disabled,
        int maxDumps,
        Limits limits,
        Watches watches,
        @Nullable String privacy,
        Throwing throwing,
        Remote remote,
        List<String> complaints) {
    private static final int STORE = 0;
    private static final int INCLUDE = 1;
    private static final int EXCLUDE = 2;
    private static final int HEAP = 3;
    private static final int DUMPS = 4;
    private static final int DISABLE = 5;
    private static final int MAX_PAUSE = 6;
    private static final int MAX_USE = 7;
    private static final int KEEP_FREE = 8;
    private static final int PRIVACY = 9;
    private static final int ESCAPES = 10;
    private static final int WATCHDOG = 11;
    private static final int PRESSURE = 12;
    private static final int CONTROLLER = 13;
    private static final int TOKEN_FILE = 14;
    private static final int MODULE = 15;
    private static final int VERSION = 16;
    private static final int UPLOAD = 17;
    private static final int THROW = 18;
    private static final int THROW_MESSAGE = 19;
    private static final int THROW_RANGE = 20;
    private static final String[] KEYS = {
        "store",
        "include",
        "exclude",
        "heap",
        "dumps",
        "disable",
        "max-pause",
        "max-use",
        "keep-free",
        "privacy",
        "escapes",
        "watchdog",
        "pressure",
        "controller",
        "token-file",
        "module",
        "version",
        "upload",
        "throw",
        "throw-message",
        "throw-range"
    };

    /**
     * Which exceptions are reported when they are thrown, whether they are caught or not.
     *
     * @param filter classes, as {@code java.io.IOException#com.acme.Shop.load;*.StockException}, or null for none
     * @param message what the message is like, or null for any
     * @param from the first occurrence that is reported, from 1
     * @param to the last one; {@link Long#MAX_VALUE} for no end
     */
    public record Throwing(
            @Nullable String filter, @Nullable String message, long from, long to) {
        /** Whether there are any. */
        public boolean isWanted() {
            return filter != null;
        }
    }

    /**
     * A debugger service.
     *
     * @param controller its address, or null for none
     * @param tokenFile a file with the token that it asks for, or null
     * @param module what the program is called there, or null
     * @param version of the program, or null
     * @param upload whether dumps are sent there
     */
    public record Remote(
            @Nullable String controller,
            @Nullable String tokenFile,
            @Nullable String module,
            @Nullable String version,
            boolean upload) {}

    /**
     * What dumps may cost; -1 stands for the default.
     *
     * @param maxPauseSeconds how long a heap dump may stop the program, by what is known of it beforehand
     * @param maxUseBytes what all dumps of the store may take
     * @param keepFreeBytes what a dump must leave free on the store's disk
     */
    public record Limits(long maxPauseSeconds, long maxUseBytes, long keepFreeBytes) {
        /** All defaults. */
        public static final Limits DEFAULT = new Limits(-1, -1, -1);
    }

    /**
     * What is looked for besides exceptions that end a thread or a task.
     *
     * @param escapes whether exceptions are reported that leave the application's code into a framework
     * @param stuckSeconds how long a thread may stand still, or 0
     * @param pressurePercent at how much of the container's memory there is a dump, or 0
     */
    public record Watches(boolean escapes, int stuckSeconds, int pressurePercent) {}

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
        private static final int DEFAULT_MAX_DUMPS = 200;
        private static final int DEFAULT_PRESSURE = 95;

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
                    values[STORE],
                    prefixes(values[INCLUDE]),
                    prefixes(values[EXCLUDE]),
                    heap(values[HEAP]),
                    isTrue(values[DISABLE]),
                    (int) Math.min(Integer.MAX_VALUE, number(DUMPS, DEFAULT_MAX_DUMPS)),
                    new Limits(number(MAX_PAUSE, -1), bytes(MAX_USE), bytes(KEEP_FREE)),
                    watches(),
                    values[PRIVACY],
                    throwing(),
                    remote(),
                    complaints);
        }

        private Remote remote() {
            boolean upload = isTrue(values[UPLOAD]);
            if (upload && values[CONTROLLER] == null) {
                complaints.add("agent option upload needs controller=URL: nothing is sent");
                upload = false;
            }
            return new Remote(values[CONTROLLER], values[TOKEN_FILE], values[MODULE], values[VERSION], upload);
        }

        /** The range is {@code 3}, or {@code 2..4}; 0 at its end stands for no end. */
        private Throwing throwing() {
            String range = values[THROW_RANGE];
            int dots = range == null ? -1 : range.indexOf("..");
            long from = range == null ? 1 : occurrence(dots < 0 ? range : range.substring(0, dots));
            long to = range == null || dots < 0 ? from : occurrence(range.substring(dots + 2));
            return new Throwing(
                    values[THROW],
                    values[THROW_MESSAGE],
                    Math.max(1, from),
                    to == 0 && dots >= 0 ? Long.MAX_VALUE : to);
        }

        private long occurrence(String text) {
            values[THROW_RANGE] = text;
            return number(THROW_RANGE, 1);
        }

        private Watches watches() {
            return new Watches(
                    values[ESCAPES] == null || isTrue(values[ESCAPES]),
                    (int) Math.min(Integer.MAX_VALUE, number(WATCHDOG, 0)),
                    (int) Math.min(100, number(PRESSURE, DEFAULT_PRESSURE)));
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

        private HeapPolicy heap(@Nullable String value) {
            HeapPolicy policy = value == null ? HeapPolicy.FIRST : HeapPolicy.named(value);
            if (policy == null) {
                complaints.add("agent option heap=" + value + " is unknown: known are always, first, never, redacted");
                return HeapPolicy.FIRST;
            }
            return policy;
        }

        private long number(int key, long absent) {
            String value = values[key];
            if (value == null) {
                return absent;
            }
            try {
                return Math.max(0, Long.parseLong(value));
            } catch (NumberFormatException e) {
                complaints.add("agent option " + KEYS[key] + "=" + value + " is not a number");
                return absent;
            }
        }

        /** A number of bytes, with k, m, g or t behind it; -1 where there is none. */
        private long bytes(int key) {
            String value = values[key];
            int last = value == null ? -1 : value.length() - 1;
            int power = last < 1 ? -1 : "kmgt".indexOf(value.charAt(last) | ' ');
            if (value != null && power >= 0) {
                values[key] = value.substring(0, last);
            }
            long number = number(key, -1);
            int shift = 10 * (power + 1);
            return number > Long.MAX_VALUE >> shift ? Long.MAX_VALUE : number < 0 ? -1 : number << shift;
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
            chars[i] = chars[i] == '-' ? '_' : (char) (chars[i] - ('a' - 'A'));
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
