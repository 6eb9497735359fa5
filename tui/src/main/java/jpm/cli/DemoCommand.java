package jpm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jpm.io.JpmException;
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
            List.of("bt", "locals", "print line", "print prices", "up", "list", "print order");

    private DemoCommand() {}

    private static int run(Invocation invocation) throws IOException {
        Console console = invocation.console();
        Path store = store(invocation);
        crash(console, store);
        say(console, "jpm list");
        Main jpm = new Main(Commands.ofJpm(), console);
        int listed = jpm.run("list", "--no-pager", "--store", store.toString());
        if (listed != ExitCode.DONE) {
            throw new JpmException("the demo left no dump in " + store, "run it again with JPM_DEBUG=1");
        }
        say(console, "jpm open" + (console.stdoutIsTerminal() ? "" : " --batch"));
        int opened = jpm.run(openArguments(console, store));
        console.message("The dump stays in " + store + ": JPM_STORE=" + store + " jpm open");
        return opened;
    }

    private static Path store(Invocation invocation) throws IOException {
        String named = invocation.option("store");
        return named != null ? Path.of(named).toAbsolutePath() : Files.createTempDirectory("jpm-demo-");
    }

    private static String[] openArguments(Console console, Path store) {
        List<String> arguments = new ArrayList<>(List.of("open", "--store", store.toString()));
        if (!console.stdoutIsTerminal() || !console.stdinIsTerminal()) {
            arguments.add("--batch");
            for (String command : BATCH_COMMANDS) {
                arguments.addAll(List.of("-x", command));
            }
        }
        return arguments.toArray(new String[0]);
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
                    "run it again with JPM_DEBUG=1");
        }
    }
}
