package jpm.cli;

import java.io.IOException;
import java.util.List;

/**
 * A command as data: its parser, help, man page, completions and reference page are all made from this.
 *
 * @param arguments what follows the options, as help shows it
 * @param summary one line without a full stop
 * @param description one or more paragraphs of plain sentences
 */
record Command(
        String name,
        List<String> aliases,
        String arguments,
        String summary,
        String description,
        List<Flag> flags,
        List<Example> examples,
        Action action) {

    /** What a command does; gives the exit code. */
    @FunctionalInterface
    interface Action {
        int run(Invocation invocation) throws IOException;
    }

    /** A command line and what it is good for. */
    record Example(String commandLine, String purpose) {}

    boolean isCalled(String word) {
        return name.equals(word) || aliases.contains(word);
    }

    /** As help shows it: {@code jpm list [OPTION…] [MATCH…]}. */
    String usage() {
        return ("jpm " + name + (flags.isEmpty() ? "" : " [OPTION…]") + " " + arguments).trim();
    }
}
