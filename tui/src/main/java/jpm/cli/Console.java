package jpm.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command sees of the world around it.
 *
 * @param stdinIsTerminal likewise for standard output and error; the launcher knows, Java does not
 * @param rows the terminal's height, 0 when there is none
 * @param home the folder of this jpm, null when it was not started by its launcher
 */
record Console(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        boolean stdinIsTerminal,
        boolean stdoutIsTerminal,
        boolean stderrIsTerminal,
        int rows,
        Clock clock,
        ZoneId zone,
        @Nullable Path home) {

    /** The process's own; {@code -Djpm.terminal} holds "0", "1" and "2" for those that are terminals, {@code -Djpm.rows} the height. */
    static Console ofProcess(FailureKeepingStream stdout) {
        String terminals = System.getProperty("jpm.terminal", "");
        String home = System.getProperty("jpm.home");
        return new Console(
                System.in,
                new PrintStream(stdout, false, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv(),
                terminals.contains("0"),
                terminals.contains("1"),
                terminals.contains("2"),
                Integer.getInteger("jpm.rows", 0),
                Clock.systemUTC(),
                ZoneId.systemDefault(),
                home == null ? null : Path.of(home));
    }

    /** The same world, with another standard output. */
    Console printingTo(PrintStream other) {
        return new Console(
                in,
                other,
                err,
                environment,
                stdinIsTerminal,
                stdoutIsTerminal,
                stderrIsTerminal,
                rows,
                clock,
                zone,
                home);
    }

    /** One line to standard error, after everything that was printed so far. */
    void message(String line) {
        out.flush();
        err.println(line);
    }
}
