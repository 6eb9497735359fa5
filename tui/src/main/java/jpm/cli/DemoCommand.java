package jpm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jpm.debug.CommandInterpreter;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.io.JpmException;
import jpm.store.DumpEntry;
import jpm.store.DumpStore;
import org.jspecify.annotations.Nullable;

/** {@code jpm demo}: a small program dies under the agent, and its dump is listed and opened. */
final class DemoCommand {
    static final Command COMMAND = new Command(
            "demo",
            List.of(),
            "",
            "crash a small shop under the agent, and open its dump",
            "Runs a small program that dies of a bug, with the agent, and leaves its dump in a new temporary store or the one of --store. Then lists the "
                    + "dump and opens it: the screens on a terminal, otherwise a few commands as text.",
            CommonFlags.with(List.of(), CommonFlags.STORE, CommonFlags.COLOR),
            List.of(new Command.Example("jpm demo", "see what jpm does in a minute")),
            DemoCommand::run);

    private static final String MAIN_CLASS = "com.acme.shop.NightlyBilling";
    private static final List<String> BATCH_COMMANDS =
            List.of("bt", "locals", "print line.sku", "print prices.prices", "up", "list", "print order.lines");

    private DemoCommand() {}

    private static int run(Invocation invocation) throws IOException {
        Console console = invocation.console();
        Path store = store(invocation);
        crash(console, store);
        say(console, "jpm list");
        int listed = new Main(Commands.ofJpm(), console).run("list", "--no-pager", "--store", store.toString());
        if (listed != ExitCode.DONE) {
            throw new JpmException("the demo left no dump in " + store, "see what the program printed above");
        }
        int opened = open(invocation, store);
        console.out()
                .println(
                        "\nThe price list has \"TEE-RED-M \" with a blank at its end: the order's article has no price.");
        console.out().println("The dump stays in " + store + ". To open it again: jpm open --store " + store);
        return opened;
    }

    private static Path store(Invocation invocation) throws IOException {
        String named = invocation.option("store");
        return named != null ? Path.of(named).toAbsolutePath() : Files.createTempDirectory("jpm-demo-");
    }

    private static int open(Invocation invocation, Path store) throws IOException {
        Console console = invocation.console();
        say(console, "jpm open");
        if (console.stdinIsTerminal() && console.stdoutIsTerminal()) {
            return new Main(Commands.ofJpm(), console).run("open", "--store", store.toString());
        }
        List<DumpEntry> dumps = DumpStore.open(store).entries();
        try (DebugSession session =
                DebugSession.open(dumps.get(dumps.size() - 1).path(), DebugOptions.DEFAULT)) {
            CommandInterpreter interpreter = new CommandInterpreter(session);
            console.out().print(interpreter.greeting());
            return OpenCommand.runAll(BATCH_COMMANDS, true, interpreter, console);
        }
    }

    private static void say(Console console, String command) {
        console.out().println("\n$ " + command);
        console.out().flush();
    }

    /** Runs the program; what it prints goes to this process's output. */
    private static void crash(Console console, Path store) throws IOException {
        Path home = AgentCommand.home(console);
        Path classes = home.resolve("testdata").resolve("target").resolve("classes");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        console.out().println("$ java -javaagent:$(jpm agent) " + MAIN_CLASS);
        console.out().flush();
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-javaagent:" + AgentCommand.jar(console) + "=store=" + store,
                        "-cp",
                        classes.toString(),
                        MAIN_CLASS)
                .inheritIO()
                .start();
        requireCrash(awaitExit(process));
    }

    private static @Nullable Integer awaitExit(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroy();
            return null;
        }
    }

    private static void requireCrash(@Nullable Integer exitCode) {
        if (exitCode == null || exitCode != 1) {
            throw new JpmException(
                    "the demo's program ended with exit code " + exitCode + " instead of 1",
                    "see what it printed above");
        }
    }
}
