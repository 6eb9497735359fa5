package jpm.debug;

/** A command with what it does. */
record DebugCommand(CommandHelp help, Action action) {
    /** Gives the command's output, of whole lines; {@code arguments} is the rest of the line without surrounding blanks. */
    @FunctionalInterface
    interface Action {
        String run(String arguments);
    }

    boolean isNamed(String name) {
        return help.name().equals(name) || help.aliases().contains(name);
    }
}
