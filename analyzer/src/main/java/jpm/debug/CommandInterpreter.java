package jpm.debug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import jpm.expr.ExpressionException;
import jpm.io.JpmException;
import jpm.io.Progress;
import org.jspecify.annotations.Nullable;

/** Reads and runs the debugger's commands against a session. */
public final class CommandInterpreter {
    private static final String QUIT = "quit";
    private static final int MAX_COLLECTED_CHARS = 8 << 20;
    private static final int MAX_NESTED_COMMANDS = 32;
    private static final int MAX_LINE_CHARS = 20_000;

    /** Commands behind which {@code |} and {@code >} may be operators. */
    private static final Set<String> TAKING_EXPRESSIONS = Set.of(
            "print",
            "whatis",
            "ptype",
            "display",
            "refs",
            "path",
            "retained",
            "dominators",
            "find",
            "threads",
            "thread",
            "frame",
            "set");

    /** Commands that keep the rest of the line as it is. */
    private static final Set<String> TAKING_LINES = Set.of("alias", "source", "transcript");

    private final DebugSession session;
    private final FrameText text;
    private final CommandLookup commands;
    private final Completer completer;
    private final ScriptCommands scripts;
    private final ValueCommands values;
    private int nested;
    private volatile boolean running;

    public CommandInterpreter(DebugSession session) {
        this.session = session;
        this.text = new FrameText(session);
        List<DebugCommand> all = new ArrayList<>();
        this.commands = new CommandLookup(all);
        StackCommands stack = new StackCommands(session, text, this::run);
        ThreadCommands threads = new ThreadCommands(session, text, this::run);
        ExceptionCommands exceptions = new ExceptionCommands(session, text);
        this.values = new ValueCommands(session, stack);
        ClassCommands classes = new ClassCommands(session);
        LockCommands locks = new LockCommands(session);
        this.scripts = new ScriptCommands(this::run);
        SessionCommands others = new SessionCommands(session, () -> commands);
        others.addSubjects(stack, threads, exceptions);
        values.addSubjects(others);
        classes.addSubjects(others);
        locks.addSubjects(others);
        stack.addTo(all);
        exceptions.addTo(all);
        values.addTo(all);
        classes.addTo(all);
        new ObjectCommands(session).addTo(all);
        threads.addTo(all);
        locks.addTo(all);
        others.addTo(all);
        scripts.addTo(all);
        this.completer = new Completer(session, commands, others);
    }

    /** What a user sees first: what died, when and of what, and the current frame with its source line. */
    public String greeting() {
        String frame = session.frames().isEmpty() ? "" : "\n" + text.lineWithSourceAtHand(session.currentFrame());
        return Greeting.of(session.header(), session.hit()) + frame;
    }

    /** Runs one line; an empty line does nothing. Never throws for what the user typed or the dump holds. */
    public CommandResult execute(String line) {
        StringBuilder collected = new StringBuilder();
        CommandResult result = execute(line, lines -> collect(lines, collected));
        return result.error()
                ? CommandResult.error(collected + result.text())
                : new CommandResult(collected.toString(), result.quit(), false);
    }

    private static void collect(String lines, StringBuilder to) {
        if (to.length() + lines.length() > MAX_COLLECTED_CHARS) {
            throw new CommandException("The answer is too long to be kept: add \"| head\" or \"> FILE\".");
        }
        to.append(lines);
    }

    /** As {@link #execute(String)}, but what the command says goes to {@code out} as it is found; the result has what went wrong. */
    public CommandResult execute(String line, CommandOutput out) {
        session.begin();
        running = true;
        try {
            CommandOutput recorded = scripts.begin(line, out);
            CommandResult result = attempt(line, recorded);
            if (result.error()) {
                scripts.record(result.text());
            }
            return result;
        } finally {
            running = false;
        }
    }

    /** Who is told how far a command has come that takes long. */
    public void watchedBy(Progress progress) {
        session.watchedBy(progress);
    }

    /** Ends the command that is running, as soon as it looks; false when none is. May be called from any thread. */
    public boolean interrupt() {
        session.interrupt();
        return running;
    }

    /** Whether the command that ran last was ended by {@link #interrupt}, or was to be. */
    public boolean wasInterrupted() {
        return session.cancellation().isCancelled();
    }

    private CommandResult attempt(String line, CommandOutput out) {
        try {
            run(line, out);
            DebugCommand command = line.isBlank() ? null : commands.find(name(line.strip()));
            return new CommandResult("", command != null && command.isNamed(QUIT), false);
        } catch (ExpressionFailure e) {
            return CommandResult.error(e.pointed(line.strip()));
        } catch (CommandException e) {
            return CommandResult.error(cleanLines(String.valueOf(e.getMessage())));
        } catch (ExpressionException | JpmException e) {
            return CommandResult.error(FrameText.clean(String.valueOf(e.getMessage())));
        } catch (CancellationException e) {
            return CommandResult.error("Interrupted.");
        } catch (StackOverflowError e) {
            return CommandResult.error("The dump is nested too deeply here.");
        } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
            return CommandResult.error("The dump is damaged here: " + FrameText.clean(String.valueOf(e.getMessage())));
        }
    }

    private static String cleanLines(String text) {
        return text.lines().map(FrameText::clean).collect(Collectors.joining("\n"));
    }

    /** Runs a line, which may stand within another. */
    private void run(String line, CommandOutput out) {
        String stripped = scripts.expanded(line.strip());
        if (stripped.isEmpty() || stripped.startsWith("#")) {
            return;
        }
        if (stripped.length() > MAX_LINE_CHARS) {
            throw new CommandException("The line is longer than " + MAX_LINE_CHARS + " characters.");
        }
        if (nested == MAX_NESTED_COMMANDS) {
            throw new CommandException("Too many commands within each other.");
        }
        nested++;
        try {
            runExpanded(stripped, out);
        } finally {
            nested--;
        }
    }

    private void runExpanded(String line, CommandOutput out) {
        String name = name(line);
        DebugCommand command = commands.find(name);
        if (command == null) {
            throw commands.unknown(name);
        }
        String commandName = command.help().name();
        if (TAKING_LINES.contains(commandName)) {
            command.action().run(line.substring(name.length()).strip(), out);
            return;
        }
        CommandPipe pipe = CommandPipe.parse(line, TAKING_EXPRESSIONS.contains(commandName), session::hasVariable);
        Place before = Place.of(session);
        boolean wasListing = session.listing(pipe.filters().isEmpty() && pipe.file() == null);
        try {
            withFile(
                    pipe,
                    out,
                    target -> filtered(
                            pipe.filters(),
                            target,
                            filtered -> command.action()
                                    .run(pipe.command().substring(name.length()).strip(), filtered)));
        } finally {
            session.listingAgain(wasListing);
        }
        if (nested == 1 && !before.equals(Place.of(session))) {
            values.showDisplays(out);
        }
    }

    /** Where a session stands. */
    private record Place(DebugThread thread, List<DebugFrame> frames, int frame) {
        static Place of(DebugSession session) {
            List<DebugFrame> frames = session.frames();
            return new Place(
                    session.currentThread(),
                    frames,
                    frames.isEmpty() ? -1 : session.currentFrame().index());
        }
    }

    /** Work that writes. */
    @FunctionalInterface
    private interface Writing {
        void to(CommandOutput out);
    }

    private static void withFile(CommandPipe pipe, CommandOutput out, Writing work) {
        Path file = pipe.file();
        if (file == null) {
            work.to(out);
            return;
        }
        StandardOpenOption how = pipe.isAppending() ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING;
        try (Writer writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, how)) {
            work.to(lines -> append(writer, lines));
        } catch (IOException e) {
            throw new CommandException("Cannot write " + file + ": " + reason(e) + ".");
        } catch (UncheckedIOException e) {
            throw new CommandException("Cannot write " + file + ": " + reason(e.getCause()) + ".");
        }
    }

    private static void append(Writer writer, String lines) {
        try {
            writer.write(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the system says, without the file's name, which is said already. */
    static String reason(@Nullable IOException e) {
        if (e instanceof java.nio.file.NoSuchFileException) {
            return "no such file or folder";
        } else if (e instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        return e == null ? "unknown" : String.valueOf(e.getMessage());
    }

    private static void filtered(List<String> written, CommandOutput out, Writing work) {
        List<LineFilter> filters = new ArrayList<>();
        CommandOutput first = out;
        for (int i = written.size() - 1; i >= 0; i--) {
            LineFilter filter = LineFilter.of(written.get(i), first);
            filters.add(0, filter);
            first = filter;
        }
        try {
            work.to(first);
        } catch (LineFilter.Enough enough) {
            // The last lines were what was wanted.
        }
        for (LineFilter filter : filters) {
            end(filter);
        }
    }

    private static void end(LineFilter filter) {
        try {
            filter.end();
        } catch (LineFilter.Enough enough) {
            // Likewise.
        }
    }

    /** A command's name ends where letters end, so that {@code p(x)}, {@code p/x} and {@code list,5} work as in gdb. */
    static String name(String stripped) {
        int end = 0;
        while (end < stripped.length()
                && (Character.isLetter(stripped.charAt(end)) || stripped.charAt(end) == '-' && end > 0)) {
            end++;
        }
        return end == 0 ? stripped.split("\\s", 2)[0] : stripped.substring(0, end);
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
