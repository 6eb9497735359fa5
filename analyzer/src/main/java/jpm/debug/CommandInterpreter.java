package jpm.debug;

import java.util.List;

/** Reads and runs the debugger's commands against a session. */
public final class CommandInterpreter {
    private final DebugSession session;

    public CommandInterpreter(DebugSession session) {
        this.session = session;
    }

    /** What a user sees first: what died, when and of what, and the current frame with its source line. */
    public String greeting() {
        return session.header().name() + "\n";
    }

    /** Runs one line; an empty line does nothing. Never throws for what the user typed or the dump holds. */
    public CommandResult execute(String line) {
        return CommandResult.error("unknown command: " + line);
    }

    /** The words that could stand at the cursor, whole, in order. */
    public List<String> complete(String line, int cursor) {
        return List.of();
    }

    /** All commands, grouped, in the order of the help. */
    public List<CommandHelp> commands() {
        return List.of();
    }
}
