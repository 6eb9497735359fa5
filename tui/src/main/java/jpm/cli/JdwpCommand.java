package jpm.cli;

import java.nio.file.Path;
import java.util.List;
import jpm.debug.DebugSession;
import jpm.io.Cancellation;
import jpm.jdwp.JdwpServer;
import org.jspecify.annotations.Nullable;

/** {@code jpm jdwp}: serves a dump to an IDE as a suspended JVM. */
final class JdwpCommand {
    private static final int DEFAULT_PORT = 5005;
    private static final int MAX_PORT = 65_535;
    private static final String LOOPBACK = "127.0.0.1";

    static final Command COMMAND = new Command(
            "jdwp",
            List.of(),
            "[MATCH…|FOLDER|FILE.hprof]",
            "debug a dump in an IDE, which attaches to it as to a suspended JVM",
            "Serves the newest dump that fits, a dump's folder or a heap dump over the Java Debug Wire Protocol until it is interrupted: attach with a "
                    + "Remote JVM Debug configuration of IntelliJ IDEA, Eclipse or VS Code, or with jdb -attach. Threads, frames, variables, objects, classes, "
                    + "source lines, instances and referrers are there; nothing can be run, stepped or changed, and calls are answered as far as they have a "
                    + "meaning without running code.\n\n"
                    + "The protocol knows no passwords: who can connect can read the dump. Only this machine can, unless --host names another of its addresses.",
            CommonFlags.with(
                    List.of(
                            Flag.taking(
                                    "p", "port", "PORT", "listen at PORT instead of 5005; 0 takes any that is free"),
                            Flag.taking(
                                    null, "host", "ADDRESS", "listen at ADDRESS instead of 127.0.0.1; 0.0.0.0 is all"),
                            DebugFlags.CLASS_PATH,
                            CommonFlags.SINCE,
                            CommonFlags.UNTIL),
                    CommonFlags.STORE,
                    CommonFlags.QUIET),
            List.of(
                    new Command.Example("jpm jdwp", "the newest dump, for a debugger that attaches to localhost:5005"),
                    new Command.Example(
                            "jpm jdwp heap.hprof --classpath=app.jar:lib/*", "a heap dump, with its program's classes"),
                    new Command.Example("jdb -attach 5005", "the JDK's own debugger as client")),
            JdwpCommand::run);

    private JdwpCommand() {}

    private static int run(Invocation invocation) {
        int port = port(invocation.option("port"));
        Path dump = DumpArgument.of(invocation);
        return dump == null ? Selection.nothingFound(invocation) : serve(dump, port, invocation);
    }

    private static int port(@Nullable String text) {
        if (text == null) {
            return DEFAULT_PORT;
        }
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same complaint.
        }
        throw new UsageException("cannot listen at port " + Plain.line(text, 40) + ": it is no port", "--port 5005");
    }

    private static int serve(Path dump, int port, Invocation invocation) {
        Console console = invocation.console();
        String host = invocation.option("host");
        try (OpeningProgress progress = new OpeningProgress(console);
                DebugSession session = DebugSession.open(
                        dump, DebugFlags.options(invocation).watchedBy(progress, new Cancellation()));
                JdwpServer server = JdwpServer.listen(
                        session, host == null ? LOOPBACK : host, port, line -> say(line, invocation))) {
            progress.close();
            console.out().println("Listening for transport dt_socket at address: " + server.port());
            console.out().flush();
            say(session.header().name() + "; interrupt to end", invocation);
            server.run();
        }
        return ExitCode.DONE;
    }

    private static void say(String line, Invocation invocation) {
        if (!invocation.quiet()) {
            invocation.console().message(Plain.line("jpm: " + line));
        }
    }
}
