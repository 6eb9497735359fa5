package jpm.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import jpm.index.DamagedIndexException;
import jpm.io.JpmException;
import jpm.store.AmbiguousDumpException;
import jpm.store.DumpEntry;
import org.jspecify.annotations.Nullable;

/** The command line: finds the command, runs it, and turns failures into one clear line and an exit code. */
public final class Main {
    private static final int MAX_CANDIDATES = 20;

    private final Commands commands;
    private final Console console;

    Main(Commands commands, Console console) {
        this.commands = commands;
        this.console = console;
    }

    /** Ends the process with the command's exit code. */
    public static void main(String... arguments) {
        FailureKeepingStream stdout = new FailureKeepingStream(
                new java.io.BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 15));
        Console console = Console.ofProcess(stdout);
        int code = new Main(Commands.ofJpm(), console).run(arguments);
        console.out().flush();
        IOException failure = stdout.failure();
        if (failure != null) {
            code = afterFailedOutput(failure, console);
        }
        Runtime.getRuntime().halt(code);
    }

    private static int afterFailedOutput(IOException failure, Console console) {
        if (FailureKeepingStream.isClosedPipe(failure)) {
            return ExitCode.DONE;
        }
        console.err().println("jpm: cannot write to standard output: " + failure.getMessage());
        return ExitCode.WRONG_USE;
    }

    /** Runs a command line; gives its exit code. */
    int run(String... arguments) {
        try {
            return runAgainIfIndexWasDamaged(arguments);
        } catch (AmbiguousDumpException ambiguous) {
            return explain(ambiguous);
        } catch (UsageException wrongUse) {
            return explain(wrongUse.getMessage(), "try: " + wrongUse.hint());
        } catch (JpmException unusable) {
            return explain(unusable.getMessage(), unusable.hint());
        } catch (CancellationException interrupted) {
            return ExitCode.INTERRUPTED;
        } catch (IOException failure) {
            return FailureKeepingStream.isClosedPipe(failure)
                    ? ExitCode.DONE
                    : explain("input or output failed: " + DumpCommand.reason(failure), "");
        } catch (OutOfMemoryError tooSmall) {
            return explain(
                    "out of memory: this needs more than "
                            + Quantity.size(Runtime.getRuntime().maxMemory()),
                    "give more: JPM_JAVA_OPTS=-Xmx4g");
        } catch (RuntimeException | StackOverflowError bug) {
            return explainBug(bug);
        }
    }

    /** Unless something was printed, which would come twice. */
    private int runAgainIfIndexWasDamaged(String... arguments) throws IOException {
        NotingStream noting = new NotingStream(console.out());
        try {
            return run(console.printingTo(noting), arguments);
        } catch (DamagedIndexException damaged) {
            if (noting.isUsed()) {
                throw damaged;
            }
            console.message("jpm: " + Plain.line(String.valueOf(damaged.getMessage())) + "; it is made anew");
            return run(console, arguments);
        }
    }

    private int run(Console to, String... arguments) throws IOException {
        Invocation invocation = new ArgumentParser(commands, to).parse(arguments);
        if (invocation.has("help")) {
            return help(invocation, arguments);
        }
        return invocation.has("version")
                ? VersionCommand.run(invocation)
                : invocation.command().action().run(invocation);
    }

    private int help(Invocation invocation, String... arguments) {
        HelpText help = new HelpText(invocation.palette());
        boolean named = invocation.command() != commands.fallback()
                || java.util.Arrays.asList(arguments).contains("list");
        console.out().print(named ? help.command(invocation.command()) : help.overview(commands));
        return ExitCode.DONE;
    }

    private int explain(AmbiguousDumpException ambiguous) {
        int code = explain(ambiguous.getMessage(), ambiguous.hint() + ":");
        ambiguous.candidates().stream()
                .limit(MAX_CANDIDATES)
                .map(Main::candidate)
                .forEach(console::message);
        int more = ambiguous.candidates().size() - MAX_CANDIDATES;
        if (more > 0) {
            console.message("  … " + more + " more");
        }
        return code;
    }

    private static String candidate(DumpEntry dump) {
        return "  " + dump.id() + "  " + Plain.line(dump.main() + "  " + dump.exception(), 100);
    }

    private int explain(@Nullable String message, String hint) {
        console.message("jpm: " + Plain.line(String.valueOf(message)));
        if (!hint.isEmpty()) {
            console.message(Plain.line(hint));
        }
        return ExitCode.WRONG_USE;
    }

    private int explainBug(Throwable bug) {
        int code = explain("internal error: " + bug, "please report it with the output of JPM_DEBUG=1 jpm …");
        if (!console.environment().getOrDefault("JPM_DEBUG", "").isEmpty()) {
            bug.printStackTrace(console.err());
        }
        return code;
    }
}
