package jpm.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jpm.debug.CommandInterpreter;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.jdwp.JdwpServer;
import jpm.store.DumpFiles;
import jpm.tui.Tui;
import jpm.tui.TuiOptions;
import jpm.tui.term.Key;

/** Uses what the frequent commands use, so that the launcher can archive the loaded classes for later starts. */
final class ArchiveTraining {
    private static final String DUMP = """
            {"version":1,"id":"20260101T000000Z-1-000000","time":"2026-01-01T00:00:00.000Z","pid":1,"uid":0,"user":"u","main":"M",
            "reason":"uncaught","exception":"java.lang.E","message":"m","thread":"main","signature":"0",
            "chain":[{"class":"java.lang.E","message":"m","stack":["M.m(M.java:1)"]}]}
            """;

    private static final String[][] COMMAND_LINES = {
        {"--help"},
        {"help", "list"},
        {"list"},
        {"list", "--json", "M"},
        {"list", "-S", "yesterday"},
        {"info"},
        {"agent"},
        {"nonsense"}
    };

    /** Each opens the heap once more: the first writes its index, the others read it. */
    private static final String[][] HEAP_COMMAND_LINES = {
        {"open", "--batch", "-x", "bt full", "-x", "locals", "-x", "list", "-x", "exception", "-x", "print 1 + 1"},
        {"why"},
        {"histogram", "--top", "10"},
        {"summary"},
    };

    /** In the thread that writes the heap dump, as every frame of it holds something. */
    private static final String[] DEBUGGER_COMMANDS = {
        "thread 1",
        "bt",
        "thread apply all bt 3",
        "frame apply all locals",
        "threads",
        "info dump",
        "print jpm.cli.ArchiveTraining.COMMAND_LINES",
        "print java.lang.System.props",
        "help print"
    };

    /** Handshake, and then: version, sizes of ids, capabilities, classes, threads, thread groups, leave. */
    private static final String CLIENT_HELLO = "JDWP-Handshake";

    private static final int[] CLIENT_COMMANDS = {1, 7, 17, 20, 4, 5, 6};

    private ArchiveTraining() {}

    public static void main(String... arguments) throws IOException {
        Path store = Files.createTempDirectory("jpm-training-");
        Path dump = Files.createDirectory(store.resolve("20260101T000000Z-1-000000"));
        try {
            Files.writeString(dump.resolve(DumpFiles.METADATA), DUMP);
            Files.writeString(dump.resolve(DumpFiles.END), "{\"heapBytes\":1}");
            for (String[] line : COMMAND_LINES) {
                run(store, line);
            }
            Path heap = dump.resolve(DumpFiles.HEAP);
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(heap.toString(), true);
            for (String[] line : HEAP_COMMAND_LINES) {
                run(store, line);
            }
            debug(heap, store);
            serve(heap, store);
            show(heap, store);
        } finally {
            delete(store);
        }
    }

    private static void debug(Path heap, Path cache) {
        try (DebugSession session = open(heap, cache)) {
            CommandInterpreter interpreter = new CommandInterpreter(session);
            for (String command : DEBUGGER_COMMANDS) {
                interpreter.execute(command);
            }
        }
    }

    private static DebugSession open(Path heap, Path cache) {
        return DebugSession.open(heap, DebugOptions.DEFAULT.withIndexCache(cache.resolve("jpm/index")));
    }

    private static void serve(Path heap, Path cache) throws IOException {
        try (DebugSession session = open(heap, cache);
                JdwpServer server = JdwpServer.listen(session, "127.0.0.1", 0, line -> {})) {
            Thread thread = new Thread(server::run, "training server");
            thread.setDaemon(true);
            thread.start();
            try (Socket client = new Socket("127.0.0.1", server.port())) {
                DataOutputStream out = new DataOutputStream(client.getOutputStream());
                out.writeBytes(CLIENT_HELLO);
                for (int command : CLIENT_COMMANDS) {
                    out.write(new byte[] {0, 0, 0, 11, 0, 0, 0, (byte) command, 0, 1, (byte) command});
                }
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    private static void show(Path heap, Path cache) {
        List<ScriptedDisplay.Step> script = List.of(
                new ScriptedDisplay.Step("#0", Key.DOWN),
                new ScriptedDisplay.Step("#1", Key.of('i')),
                new ScriptedDisplay.Step("Threads", Key.of('H')),
                new ScriptedDisplay.Step("byte[]", Key.of('x')),
                new ScriptedDisplay.Step("retained", Key.ENTER),
                new ScriptedDisplay.Step("@", Key.ENTER),
                new ScriptedDisplay.Step("shallow", Key.PAGE_DOWN),
                new ScriptedDisplay.Step("Referrers", Key.of('b')),
                new ScriptedDisplay.Step("@", Key.of('I')),
                new ScriptedDisplay.Step("HPROF", Key.of('q')));
        ScriptedDisplay display = new ScriptedDisplay(script);
        Tui.run(
                (progress, cancellation) -> open(heap, cache),
                TuiOptions.of("training", Map.of("XDG_STATE_HOME", cache.toString()), null, null),
                display);
        if (!display.left().isEmpty()) {
            throw new IllegalStateException("the screens never showed what was waited for: " + display.left());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void run(Path store, String... line) {
        PrintStream sink =
                new PrintStream(new FailureKeepingStream(new ByteArrayOutputStream()), true, StandardCharsets.UTF_8);
        Console console = new Console(
                InputStream.nullInputStream(),
                sink,
                sink,
                Map.of("JPM_STORE", store.toString(), "XDG_CACHE_HOME", store.toString()),
                false,
                false,
                false,
                0,
                Clock.systemUTC(),
                ZoneId.systemDefault(),
                Path.of(System.getProperty("jpm.home", ".")));
        new Main(Commands.ofJpm(), console).run(line);
    }
}
