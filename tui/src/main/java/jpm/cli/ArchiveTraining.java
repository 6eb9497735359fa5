package jpm.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import jpm.store.DumpEntry;
import jpm.store.DumpFiles;
import jpm.store.DumpStore;

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
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpHeap(dump.resolve(DumpFiles.HEAP).toString(), true);
            run(
                    store,
                    "open",
                    "--batch",
                    "-x",
                    "bt full",
                    "-x",
                    "locals",
                    "-x",
                    "list",
                    "-x",
                    "exception",
                    "-x",
                    "print 1 + 1");
        } finally {
            for (DumpEntry left : DumpStore.open(store).entries()) {
                DumpStore.open(store).remove(left);
            }
            Files.delete(store);
        }
    }

    private static void run(Path store, String... line) {
        PrintStream sink =
                new PrintStream(new FailureKeepingStream(new ByteArrayOutputStream()), true, StandardCharsets.UTF_8);
        Console console = new Console(
                InputStream.nullInputStream(),
                sink,
                sink,
                Map.of("JPM_STORE", store.toString()),
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
