package jpm.debug;

import java.util.function.Function;

/** A command with what it does. */
record DebugCommand(CommandHelp help, Action action) {
    /** Does the command's work; {@code arguments} is the rest of the line without surrounding blanks. */
    @FunctionalInterface
    interface Action {
        void run(String arguments, CommandOutput out);
    }

    /** A command whose whole answer is short. */
    static DebugCommand saying(CommandHelp help, Function<String, String> answer) {
        return new DebugCommand(help, (arguments, out) -> out.write(answer.apply(arguments)));
    }

    boolean isNamed(String name) {
        return help.name().equals(name) || help.aliases().contains(name);
    }
}
