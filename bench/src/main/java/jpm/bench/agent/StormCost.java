package jpm.bench.agent;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jpm.store.DumpMetadata;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.programs.Storm;
import org.jspecify.annotations.Nullable;

/**
 * How much of a program's work is left that does nothing but fail: 200 threads that die and are replaced, of 50 different failures. Arguments: the agent's jar, the
 * seconds of each run, and the feature number of the only JDK to run, if not all.
 */
public final class StormCost {
    private static final int THREADS = 200;
    private static final int KINDS = 50;
    private static final long MAX_USE_MIB = 200;

    private final Path agent;
    private final int seconds;

    private StormCost(Path agent, int seconds) {
        this.agent = agent;
        this.seconds = seconds;
    }

    public static void main(String[] args) throws Exception {
        StormCost cost = new StormCost(Path.of(args[0]).toAbsolutePath(), Integer.parseInt(args[1]));
        for (Jdk jdk : Jdks.installed()) {
            if (args.length < 3 || jdk.feature() == Integer.parseInt(args[2])) {
                cost.measure(jdk);
            }
        }
    }

    private void measure(Jdk jdk) throws Exception {
        Path store = Files.createTempDirectory("jpm-bench").resolve("store");
        List<Long> plain = run(jdk, null);
        List<Long> with = run(jdk, store);
        long allPlain = plain.stream().mapToLong(Long::longValue).sum();
        long allWith = with.stream().mapToLong(Long::longValue).sum();
        List<Long> counted = counted(store);
        with.sort(null);
        System.out.printf(
                "| %s | threads that died in a second | %d | %d | %.2f |%n",
                jdk, allPlain / seconds, allWith / seconds, allWith / (double) allPlain);
        System.out.printf(
                "%d signatures, counts %s, store %d of %d MiB%n",
                counted.size(), counted.equals(with) ? "exact" : "wrong", bytes(store) >> 20, MAX_USE_MIB);
    }

    /** Gives how many died of each kind. */
    private List<Long> run(Jdk jdk, @Nullable Path store) throws Exception {
        List<String> command = new ArrayList<>(List.of(jdk.java().toString(), "-Xmx256m", "-Xss256k"));
        if (store != null) {
            command.add("-javaagent:" + agent + "=max-use=" + MAX_USE_MIB + "m,store=" + store);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Storm.class.getName()));
        command.addAll(List.of(THREADS + "", KINDS + "", seconds * 1000L + ""));
        Process process =
                new ProcessBuilder(command).redirectError(new File("/dev/null")).start();
        try (BufferedReader out = process.inputReader()) {
            out.readLine();
            String[] numbers = out.readLine().replaceAll("[\\[\\] ]", "").split(",", -1);
            process.waitFor();
            return new ArrayList<>(Arrays.stream(numbers).map(Long::valueOf).toList());
        }
    }

    private static List<Long> counted(Path store) throws IOException {
        Map<String, Long> counts = new HashMap<>();
        try (Stream<Path> dumps = Files.list(store)) {
            for (Path dump : dumps.filter(each -> Files.exists(each.resolve("dump.json")))
                    .toList()) {
                Path count = dump.resolve("occurrences");
                long occurrences = Files.exists(count) ? Long.parseLong(Files.readString(count)) : 1;
                counts.merge(String.valueOf(DumpMetadata.read(dump).text("signature")), occurrences, Math::max);
            }
        }
        return counts.values().stream().sorted().toList();
    }

    private static long bytes(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
