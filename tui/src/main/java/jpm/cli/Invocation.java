package jpm.cli;

import java.util.List;
import java.util.Map;
import jpm.store.DumpStore;
import jpm.store.StoreLocation;
import org.jspecify.annotations.Nullable;

/** A command line after parsing: the command, its options' values by long name, and the words after them. */
final class Invocation {
    private final Command command;
    private final Map<String, List<String>> options;
    private final List<String> words;
    private final Console console;

    Invocation(Command command, Map<String, List<String>> options, List<String> words, Console console) {
        this.command = command;
        this.options = options;
        this.words = words;
        this.console = console;
    }

    Command command() {
        return command;
    }

    Console console() {
        return console;
    }

    /** What stands on the command line besides options. */
    List<String> words() {
        return words;
    }

    boolean has(String longName) {
        return options.containsKey(longName);
    }

    /** The option's last value, or null. */
    @Nullable
    String option(String longName) {
        List<String> values = options.get(longName);
        return values == null || values.isEmpty() ? null : values.get(values.size() - 1);
    }

    /** All values of an option that may be given several times. */
    List<String> options(String longName) {
        return options.getOrDefault(longName, List.of());
    }

    DumpStore store() {
        return DumpStore.open(StoreLocation.resolve(option("store"), console.environment()));
    }

    boolean quiet() {
        return has("quiet");
    }

    /** Text styles for standard output, by {@code --color}, {@code NO_COLOR} and whether a terminal is there. */
    Palette palette() {
        String when = option("color");
        boolean automatic = console.stdoutIsTerminal()
                && console.environment().getOrDefault("NO_COLOR", "").isEmpty()
                && !"dumb".equals(console.environment().get("TERM"));
        boolean coloured = when == null || when.equals("auto") ? automatic : when.equals("always");
        return new Palette(coloured);
    }
}
