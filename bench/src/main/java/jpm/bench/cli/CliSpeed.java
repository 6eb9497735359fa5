package jpm.bench.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Times whole {@code jpm} processes: help, a listing of 10,000 dumps, and the way from {@code jpm open} to the first locals of a large heap dump.
 * Arguments: the launcher, a heap dump. Every JVM is a new one; files are in the page cache after the first round, which is not counted.
 */
public final class CliSpeed {
    private static final int ROUNDS = 9;
    private static final int DUMPS = 10_000;
    private static final int SECONDS_BETWEEN_DUMPS = 61;

    private final String launcher;

    private CliSpeed(String launcher) {
        this.launcher = launcher;
    }

    public static void main(String[] args) throws Exception {
        CliSpeed speed = new CliSpeed(args[0]);
        Path store = Files.createTempDirectory("jpm-bench-store");
        writeStore(store);
        System.out.println("| command | median s | fastest | slowest |");
        System.out.println("|---|---|---|---|");
        speed.row("jpm help", List.of("help"));
        speed.row("jpm list, 10,000 dumps", List.of("list", "--store", store.toString()));
        speed.row("jpm list --json, 10,000 dumps", List.of("list", "--json", "--store", store.toString()));
        String gigabytes = String.format(Locale.ROOT, "%.2f GB", Files.size(Path.of(args[1])) / 1e9);
        speed.row("jpm open to first locals, " + gigabytes, List.of("open", args[1], "--batch", "-x", "locals"));
        speed.row(
                "jpm jdwp until it listens, " + gigabytes,
                List.of("jdwp", "--quiet", args[1], "--port", "0"),
                speed::runUntilFirstLine);
    }

    /** A way to run a command. */
    private interface Runner {
        void run(List<String> arguments) throws Exception;
    }

    private void row(String name, List<String> arguments) throws Exception {
        row(name, arguments, this::run);
    }

    private void row(String name, List<String> arguments, Runner runner) throws Exception {
        double[] seconds = new double[ROUNDS];
        runner.run(arguments);
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            runner.run(arguments);
            seconds[round] = (System.nanoTime() - start) / 1e9;
        }
        Arrays.sort(seconds);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f |%n",
                name,
                seconds[ROUNDS / 2],
                seconds[0],
                seconds[ROUNDS - 1]);
    }

    private void run(List<String> arguments) throws Exception {
        Process process = builder(arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        if (process.waitFor() != 0) {
            throw new IOException("jpm " + String.join(" ", arguments) + " failed");
        }
    }

    private ProcessBuilder builder(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(launcher);
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** For servers: they are ended as soon as they say something. Ending them is timed, too. */
    private void runUntilFirstLine(List<String> arguments) throws Exception {
        Process process = builder(arguments).start();
        try (InputStream out = process.getInputStream()) {
            if (out.read() < 0) {
                throw new IOException("jpm " + String.join(" ", arguments) + " failed");
            }
        }
        process.destroy();
        process.waitFor();
    }

    /** Dumps without heap, with metadata as long as that of a real one. */
    private static void writeStore(Path store) throws IOException {
        Instant first = Instant.parse("2026-01-01T00:00:00Z");
        String environment = "\"VARIABLE_WITH_A_NAME\":\"" + "value ".repeat(20) + "\",";
        for (int i = 0; i < DUMPS; i++) {
            Instant time = first.plusSeconds((long) i * SECONDS_BETWEEN_DUMPS);
            String id = String.format(Locale.ROOT, "%s-%d-%06x", time.toString().replaceAll("[-:]", ""), 1000 + i, i);
            Path folder = Files.createDirectories(store.resolve(id));
            String json = String.format(
                    Locale.ROOT,
                    "{\"version\":1,\"id\":\"%s\",\"time\":\"%s\",\"pid\":%d,\"uid\":0,\"user\":\"root\",\"main\":\"com.acme.Shop\","
                            + "\"reason\":\"uncaught\",\"exception\":\"java.lang.IllegalStateException\",\"message\":\"order %d\","
                            + "\"thread\":\"main\",\"signature\":\"%016x\",\"heap\":{\"wanted\":false,\"why\":\"heap=never\"},"
                            + "\"environment\":{%s\"LANG\":\"C\"}}",
                    id,
                    time,
                    1000 + i,
                    i,
                    i % 100,
                    environment.repeat(40));
            Files.writeString(folder.resolve("dump.json"), json);
            Files.writeString(
                    folder.resolve("end.json"), "{\"heapBytes\":0,\"heapMillis\":0,\"heapError\":\"heap=never\"}");
        }
    }
}
