package jpm.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;

/** Uses what the frequent commands use, so that the launcher can archive the loaded classes for later starts. */
final class ArchiveTraining {
    private static final String DUMP = """
            {"version":1,"id":"20260101T000000Z-1-000000","time":"2026-01-01T00:00:00.000Z","pid":1,"uid":0,"user":"u","main":"M",
            "reason":"uncaught","exception":"java.lang.E","message":"m","thread":"main","signature":"0",
            "chain":[{"class":"java.lang.E","message":"m","stack":["M.m(M.java:1)"]}]}
            """;

    private ArchiveTraining() {}

    public static void main(String... arguments) throws Exception {
        Path store = Files.createTempDirectory("jpm-training-");
        Path dump = Files.createDirectory(store.resolve("20260101T000000Z-1-000000"));
        Files.writeString(dump.resolve("dump.json"), DUMP);
        Files.writeString(dump.resolve("end.json"), "{\"heapBytes\":0}");
        for (String line : new String[] {
            "--help", "help list", "list", "list --json m", "list -S yesterday", "info", "agent", "nonsense"
        }) {
            run(store, line);
        }
        Files.delete(dump.resolve("dump.json"));
        Files.delete(dump.resolve("end.json"));
        Files.delete(dump);
        Files.delete(store);
    }

    private static void run(Path store, String line) {
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
        new Main(Commands.ofJpm(), console).run(line.split(" "));
    }
}
