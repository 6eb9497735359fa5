package jpm.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An option of a command, from which its parser, help, man page and completions are made.
 *
 * @param shortName one character, null for none
 * @param argument what the option takes, in capitals as help shows it; null when it takes nothing
 * @param choices the only values that the argument may have; empty when it is free
 */
record Flag(
        @Nullable String shortName,
        String longName,
        @Nullable String argument,
        String help,
        List<String> choices) {

    static Flag of(@Nullable String shortName, String longName, String help) {
        return new Flag(shortName, longName, null, help, List.of());
    }

    static Flag taking(@Nullable String shortName, String longName, String argument, String help) {
        return new Flag(shortName, longName, argument, help, List.of());
    }

    static Flag choosing(String longName, String argument, String help, String... choices) {
        return new Flag(null, longName, argument, help, List.of(choices));
    }

    /** As help shows it: {@code -n, --lines=N}. */
    String usage() {
        String longForm = "--" + longName + (argument == null ? "" : "=" + argument);
        return shortName == null ? longForm : "-" + shortName + ", " + longForm;
    }

    /** Whether a word of the command line is this option, its value in the next word. */
    boolean isNamed(String word) {
        return word.equals("--" + longName) || word.equals("-" + shortName);
    }
}
