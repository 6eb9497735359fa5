package jpm.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jpm.debug.CommandInterpreter;
import jpm.debug.CommandResult;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.io.Cancellation;
import jpm.tui.Tui;
import jpm.tui.TuiOptions;

/** {@code jpm open}: debugs a dump, on screens or as text. */
final class OpenCommand {
    static final Command COMMAND = new Command(
            "open",
            List.of("debug", "gdb"),
            "[MATCH…|FOLDER|FILE.hprof]",
            "debug a dump: stack, source, locals, objects",
            "Opens the newest dump that fits, a dump's folder from anywhere, or a heap dump of any JVM. On a terminal it shows screens, in tabs: "
                    + "threads with stack, source and variables, the heap, queries, strings, the dump itself; ? explains the keys. Without a terminal, with --batch or with --execute it prints what the debugger's commands "
                    + "say; they come from --execute or, line by line, from standard input. The command help lists them all.\n\n"
                    + "Sources are looked for in --source-path, in the dump, beside the class folder or jar, in ~/.m2 and in the JDK; a class without source is "
                    + "decompiled, from the dump's own class file, from --classpath, or from where the JVM ran. Of a heap dump that no agent wrote, variables are "
                    + "named by the debug information of these class files as far as that is certain.",
            CommonFlags.with(
                    List.of(
                            Flag.taking(
                                    "x",
                                    "execute",
                                    "COMMAND",
                                    "run COMMAND and print what it says; may be given several times"),
                            Flag.of(null, "batch", "print text instead of showing screens"),
                            DebugFlags.SOURCE_PATH,
                            DebugFlags.CLASS_PATH,
                            Flag.choosing(
                                    "theme",
                                    "NAME",
                                    "colours of the screens: dark or light, for such a background, or none",
                                    "dark",
                                    "light",
                                    "none"),
                            CommonFlags.SINCE,
                            CommonFlags.UNTIL),
                    CommonFlags.STORE,
                    CommonFlags.QUIET,
                    CommonFlags.COLOR),
            List.of(
                    new Command.Example("jpm open", "the newest dump"),
                    new Command.Example(
                            "jpm open 4242 -x bt -x 'print order.lines[0]'", "the newest dump of a process, as text"),
                    new Command.Example(
                            "jpm open heap.hprof --batch <commands.txt", "a heap dump, with commands from a file")),
            OpenCommand::run);

    private static final String PROMPT = "(jpm) ";

    private OpenCommand() {}

    private static int run(Invocation invocation) throws IOException {
        Path dump = DumpArgument.of(invocation);
        if (dump == null) {
            return Selection.nothingFound(invocation);
        }
        return showsScreens(invocation) ? runScreens(dump, invocation) : runBatch(dump, invocation);
    }

    private static boolean showsScreens(Invocation invocation) {
        Console console = invocation.console();
        return console.stdinIsTerminal()
                && console.stdoutIsTerminal()
                && !"dumb".equals(console.environment().get("TERM"))
                && !invocation.has("batch")
                && !invocation.has("execute");
    }

    private static int runScreens(Path dump, Invocation invocation) {
        DebugOptions options = DebugFlags.options(invocation);
        invocation.console().out().flush();
        Tui.run(
                (progress, cancellation) -> DebugSession.open(dump, options.watchedBy(progress, cancellation)),
                TuiOptions.of(
                                String.valueOf(dump.getFileName()),
                                invocation.console().environment(),
                                invocation.option("theme"),
                                invocation.option("color"))
                        .describedBy(() -> description(dump, invocation)));
        return ExitCode.DONE;
    }

    /** What {@code jpm info} says of a dump of the store; nothing of any other. */
    private static List<String> description(Path dump, Invocation invocation) {
        return Files.isDirectory(dump)
                ? invocation.store().entries().stream()
                        .filter(entry -> entry.path().equals(dump))
                        .findFirst()
                        .map(entry -> new DumpDescription(entry, invocation.console(), new Palette(false)).lines())
                        .orElse(List.of())
                : List.of();
    }

    private static int runBatch(Path dump, Invocation invocation) throws IOException {
        Console console = invocation.console();
        try (OpeningProgress progress = new OpeningProgress(console);
                DebugSession session = DebugSession.open(
                        dump, DebugFlags.options(invocation).watchedBy(progress, new Cancellation()))) {
            progress.close();
            CommandInterpreter interpreter = new CommandInterpreter(session);
            Interrupts.to(interpreter, console);
            if (!invocation.quiet()) {
                console.out().print(interpreter.greeting());
            }
            return invocation.has("execute")
                    ? runAll(invocation.options("execute"), false, interpreter, console)
                    : runInput(interpreter, console);
        }
    }

    /** Runs commands one after the other, until one is interrupted; gives 1 when one of them failed. */
    static int runAll(List<String> commands, boolean echo, CommandInterpreter interpreter, Console console) {
        int code = ExitCode.DONE;
        for (String command : commands) {
            if (echo) {
                console.out().println("\n" + PROMPT + command);
            }
            CommandResult result = execute(command, interpreter, console);
            code = result.error() ? ExitCode.NOTHING_FOUND : code;
            if (interpreter.wasInterrupted()) {
                return console.out().checkError() ? code : ExitCode.INTERRUPTED;
            }
            if (result.quit()) {
                break;
            }
        }
        return code;
    }

    private static int runInput(CommandInterpreter interpreter, Console console) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
        int code = ExitCode.DONE;
        while (true) {
            if (console.stdinIsTerminal()) {
                console.out().print(PROMPT);
            }
            console.out().flush();
            String line = lines.readLine();
            if (line == null || console.out().checkError()) {
                return code;
            }
            CommandResult result = execute(line, interpreter, console);
            code = result.error() ? ExitCode.NOTHING_FOUND : code;
            if (result.quit()) {
                return code;
            }
        }
    }

    /** Prints what a command says while it says it, so that a long answer can be read and stopped; nobody reading ends it. */
    private static CommandResult execute(String command, CommandInterpreter interpreter, Console console) {
        CommandResult result;
        try (OpeningProgress progress = new OpeningProgress(console)) {
            interpreter.watchedBy(progress);
            result = interpreter.execute(command, lines -> {
                progress.clear();
                console.out().print(lines);
                if (console.stdoutIsTerminal()) {
                    console.out().flush();
                }
                if (console.out().checkError()) {
                    interpreter.interrupt();
                }
            });
        }
        if (result.error()) {
            console.out().flush();
            console.err().print(result.text());
        }
        return result;
    }
}
