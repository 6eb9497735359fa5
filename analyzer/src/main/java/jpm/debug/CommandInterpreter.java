package jpm.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import jpm.expr.ExpressionException;
import jpm.io.JpmException;

/** Reads and runs the debugger's commands against a session. */
public final class CommandInterpreter {
    private static final String QUIT = "quit";

    private final DebugSession session;
    private final FrameText text;
    private final CommandLookup commands;
    private final Completer completer;

    public CommandInterpreter(DebugSession session) {
        this.session = session;
        this.text = new FrameText(session);
        List<DebugCommand> all = new ArrayList<>();
        StackCommands stack = new StackCommands(session, text);
        ThreadCommands threads = new ThreadCommands(session, text, this::run);
        ExceptionCommands exceptions = new ExceptionCommands(session, text);
        this.commands = new CommandLookup(all);
        SessionCommands others = new SessionCommands(session, stack, threads, exceptions, () -> commands);
        stack.addTo(all);
        exceptions.addTo(all);
        new ValueCommands(session, stack).addTo(all);
        threads.addTo(all);
        others.addTo(all);
        this.completer = new Completer(session, commands, others);
    }

    /** What a user sees first: what died, when and of what, and the current frame with its source line. */
    public String greeting() {
        String frame = session.frames().isEmpty() ? "" : "\n" + text.lineWithSourceAtHand(session.currentFrame());
        return Greeting.of(session.header()) + frame;
    }

    /** Runs one line; an empty line does nothing. Never throws for what the user typed or the dump holds. */
    public CommandResult execute(String line) {
        try {
            String output = run(line);
            DebugCommand command = line.isBlank() ? null : commands.find(name(line.strip()));
            return new CommandResult(output, command != null && command.isNamed(QUIT), false);
        } catch (CommandException e) {
            return CommandResult.error(cleanLines(String.valueOf(e.getMessage())));
        } catch (ExpressionException e) {
            return CommandResult.error(pointed(line, e));
        } catch (JpmException e) {
            return CommandResult.error(FrameText.clean(String.valueOf(e.getMessage())));
        } catch (CancellationException e) {
            return CommandResult.error("Interrupted.");
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            return CommandResult.error("The dump is damaged here: " + FrameText.clean(String.valueOf(e.getMessage())));
        }
    }

    private static String cleanLines(String text) {
        return text.lines().map(FrameText::clean).collect(Collectors.joining("\n"));
    }

    private String run(String line) {
        String stripped = line.strip();
        if (stripped.isEmpty() || stripped.startsWith("#")) {
            return "";
        }
        String name = name(stripped);
        DebugCommand command = commands.find(name);
        if (command == null) {
            throw commands.unknown(name);
        }
        return command.action().run(stripped.substring(name.length()).strip());
    }

    /** A command's name ends where letters end, so that {@code p(x)} and {@code list,5} work as in gdb. */
    private static String name(String stripped) {
        int end = 0;
        while (end < stripped.length()
                && (Character.isLetter(stripped.charAt(end)) || stripped.charAt(end) == '-' && end > 0)) {
            end++;
        }
        return end == 0 ? stripped.split("\\s", 2)[0] : stripped.substring(0, end);
    }

    /** The line again with a mark under the place that the message is about. */
    private static String pointed(String line, ExpressionException e) {
        String stripped = line.strip();
        String expression =
                stripped.substring(Math.min(stripped.length(), name(stripped).length()));
        int blanks = expression.length() - expression.stripLeading().length();
        int column = name(stripped).length() + blanks + e.column();
        return FrameText.clean(stripped) + "\n" + " ".repeat(Math.min(column, stripped.length())) + "^\n"
                + FrameText.clean(String.valueOf(e.getMessage()));
    }

    /**
     * The words that could stand at the cursor in place of the one that ends there, in order. A word is what stands between blanks: for
     * {@code print item.na} they are {@code item.name}, not {@code name}.
     */
    public List<String> complete(String line, int cursor) {
        return completer.complete(line, cursor);
    }

    /** All commands, grouped, in the order of the help. */
    public List<CommandHelp> commands() {
        return commands.all().stream().map(DebugCommand::help).toList();
    }
}
