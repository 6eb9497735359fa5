package jpm.bench.heap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Prints the table of times. Every row is a process of its own, three times; the middle one counts (a large dump once). Arguments: the dump, and flags for the JVM.
 */
public final class HeapTable {
    private static final int RUNS = 3;
    private static final String SMALL_MEMORY = "index jpm, 1 GB of memory";
    private static final String ONE_CORE = ", one core";
    private static final List<String> ROWS = List.of(
            "histogram jpm",
            "histogram jpm" + ONE_CORE,
            "histogram netbeans",
            "histogram shark",
            "open jpm",
            SMALL_MEMORY,
            "index jpm" + ONE_CORE,
            "index jpm",
            "reopen jpm",
            "query jpm",
            "paths jpm",
            "referrers jpm");
    /** They take minutes and more memory than machines have on a large dump; little memory is no feat on a small one. */
    private static final Set<String> PEERS = Set.of("histogram netbeans", "histogram shark");

    private static final long LARGE_BYTES = 4_000_000_000L;

    private HeapTable() {}

    /** What a process took. */
    private record Cost(
            double wallSeconds, double cpuSeconds, long peakKilobytes, long anonymousKilobytes, String note) {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path dump = Path.of(args[0]);
        Path indexes = Files.createTempDirectory("jpm-bench-");
        System.out.printf("%d bytes, JDK %s%n%n", Files.size(dump), Runtime.version());
        System.out.println(
                "| work | wall s | CPU s | peak RSS MB | without mapped files | |\n|---|---|---|---|---|---|");
        boolean isLarge = Files.size(dump) > LARGE_BYTES;
        for (String row : ROWS) {
            if (isLarge && PEERS.contains(row) || !isLarge && row.equals(SMALL_MEMORY)) {
                continue;
            }
            List<Cost> costs = new ArrayList<>();
            for (int run = 0; run < (isLarge ? 1 : RUNS); run++) {
                if (row.startsWith("index jpm")) {
                    empty(indexes);
                }
                removeCacheOfNetBeans(dump);
                costs.add(measure(row, dump, indexes, List.of(args).subList(1, args.length)));
            }
            costs.sort((a, b) -> Double.compare(a.wallSeconds, b.wallSeconds));
            Cost middle = costs.get(costs.size() / 2);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %d | %d | %s |%n",
                    row,
                    middle.wallSeconds,
                    middle.cpuSeconds,
                    middle.peakKilobytes >> 10,
                    middle.anonymousKilobytes >> 10,
                    middle.note);
        }
        try (Stream<Path> list = Files.list(indexes)) {
            long bytes = list.mapToLong(p -> p.toFile().length()).sum();
            System.out.printf("%nindex on disk: %d bytes%n", bytes);
        }
        empty(indexes);
        Files.delete(indexes);
    }

    /** NetBeans keeps its own beside the dump. */
    private static void removeCacheOfNetBeans(Path dump) throws IOException {
        Path cache = dump.resolveSibling(dump.getFileName() + ".nbcache");
        if (Files.isDirectory(cache)) {
            empty(cache);
            Files.delete(cache);
        }
    }

    private static void empty(Path directory) throws IOException {
        try (Stream<Path> list = Files.list(directory)) {
            for (Path file : list.toList()) {
                Files.delete(file);
            }
        }
    }

    private static Cost measure(String work, Path dump, Path indexes, List<String> flags)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/time", "-f", "cost %e %U %S %M"));
        if (work.endsWith(ONE_CORE)) {
            command.addAll(List.of("taskset", "-c", "0"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), HeapTool.class.getName()));
        command.addAll(List.of(work.replace(ONE_CORE, ""), dump.toString(), indexes.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(output);
        }
        String[] words = value(output, "cost ").split(" ");
        double cpu = Double.parseDouble(words[1]) + Double.parseDouble(words[2]);
        return new Cost(
                Double.parseDouble(words[0]),
                cpu,
                Long.parseLong(words[3]),
                Long.parseLong(value(output, "anonymous ")),
                value(output, "note "));
    }

    /** The rest of the line that begins with a key, "" where there is none. */
    private static String value(String output, String key) {
        return output.lines()
                .filter(l -> l.startsWith(key))
                .map(l -> l.substring(key.length()))
                .findFirst()
                .orElse("");
    }
}
