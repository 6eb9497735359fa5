package jpm.bench.agent;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import jpm.live.AgentConnection;
import jpm.live.BreakpointRequest;
import jpm.live.LiveBreakpoint;
import jpm.live.RunningJvm;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;

/**
 * Measures what the agent costs and prints the tables of {@code docs/benchmarks.md}. Arguments: the agent's jar, the folder of the workloads'
 * libraries, the parts to run ({@code startup}, {@code caught}, {@code idle}, {@code probe}, {@code steady}; none for all).
 */
public final class AgentCost {
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final int ROUNDS = 15;
    private static final int PROCESSES = 3;
    private static final List<String> WORKLOADS = List.of("JacksonWork", "H2Work", "JettyWork");
    private static final Map<String, Integer> PAIRS = Map.of("JacksonWork", 2000, "H2Work", 600, "JettyWork", 600);
    private static final String WARM_UP_SECONDS = "45";

    private final Path agent;
    private final Path libraries;
    private final Path work;

    private AgentCost(Path agent, Path libraries, Path work) {
        this.agent = agent;
        this.libraries = libraries;
        this.work = work;
    }

    public static void main(String[] args) throws Exception {
        AgentCost cost = new AgentCost(
                Path.of(args[0]).toAbsolutePath(),
                Path.of(args[1]).toAbsolutePath(),
                Files.createTempDirectory("jpm-bench"));
        List<String> parts = args.length > 2
                ? List.of(args).subList(2, args.length)
                : List.of("startup", "caught", "idle", "probe", "steady");
        for (Jdk jdk : Jdks.installed()) {
            for (String part : parts) {
                cost.run(part, jdk);
            }
        }
    }

    private void run(String part, Jdk jdk) throws Exception {
        switch (part) {
            case "startup" -> startup(jdk);
            case "caught" -> caught(jdk);
            case "idle" -> idle(jdk);
            case "probe" -> probe(jdk);
            case "steady" -> steady(jdk);
            default -> throw new IllegalArgumentException("no such part: " + part);
        }
    }

    private void startup(Jdk jdk) throws Exception {
        startup(jdk, "hello-world", CLASS_PATH.split(File.pathSeparator)[0]);
        startup(jdk, "hello-world, " + (CLASS_PATH.split(File.pathSeparator).length - 1) + " jars", CLASS_PATH);
    }

    private void startup(Jdk jdk, String name, String classPath) throws Exception {
        double[] plain = new double[ROUNDS];
        double[] with = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            plain[round] = cpuMillis(command(jdk, false, Idle.class, classPath));
            with[round] = cpuMillis(command(jdk, true, Idle.class, classPath));
        }
        System.out.printf(
                "| %s | %s, CPU ms | %.0f | %.0f | %+.0f |%n",
                jdk, name, median(plain), median(with), median(with) - median(plain));
    }

    private void caught(Jdk jdk) throws Exception {
        Map<String, List<Double>> plain = new TreeMap<>();
        Map<String, List<Double>> with = new TreeMap<>();
        for (int round = 0; round < 5; round++) {
            collect(output(command(jdk, false, CaughtException.class)), plain);
            collect(output(command(jdk, true, CaughtException.class)), with);
        }
        plain.forEach((name, values) -> {
            double base = median(values);
            double measured = median(with.getOrDefault(name, List.of()));
            System.out.printf("| %s | %s | %.0f | %.0f | %.2f |%n", jdk, name, base, measured, measured / base);
        });
    }

    private static void collect(List<String> lines, Map<String, List<Double>> into) {
        for (String line : lines) {
            String[] words = line.split(" ");
            String name = "depth " + words[0] + (words[1].equals("true") ? ", trace, ns" : ", no trace, ns");
            into.computeIfAbsent(name, key -> new ArrayList<>()).add(Double.valueOf(words[2]));
        }
    }

    private void idle(Jdk jdk) throws Exception {
        double plain = retainedBytes(jdk, false);
        double with = retainedBytes(jdk, true);
        System.out.printf(
                "| %s | live heap when idle, kB | %.0f | %.0f | %+.0f |%n",
                jdk, plain / 1e3, with / 1e3, (with - plain) / 1e3);
    }

    private double retainedBytes(Jdk jdk, boolean agentOn) throws Exception {
        List<String> command = new ArrayList<>(command(jdk, agentOn, Idle.class));
        command.add("wait");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            out.readLine();
            String jcmd = jdk.home().resolve("bin/jcmd").toString();
            List<String> histogram = output(List.of(jcmd, Long.toString(process.pid()), "GC.class_histogram"));
            String total = histogram.get(histogram.size() - 1);
            return Double.parseDouble(total.strip().split("\\s+")[2]);
        } finally {
            process.getOutputStream().close();
            process.waitFor();
        }
    }

    private void probe(Jdk jdk) throws Exception {
        double[] plain = new double[PROCESSES];
        double[] with = new double[PROCESSES];
        for (int process = 0; process < PROCESSES; process++) {
            probe(jdk, process, plain, with);
        }
        System.out.printf(
                "| %s | a passage of a breakpoint whose condition is false, ns | %.1f | %.1f | %+.1f |%n",
                jdk, median(plain), median(with), median(with) - median(plain));
    }

    /** Takes the time of a line before and after a breakpoint is set there, whose condition never holds. */
    private void probe(Jdk jdk, int run, double[] plain, double[] with) throws Exception {
        Process process = new ProcessBuilder(command(jdk, true, HotLine.class))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = process.inputReader()) {
            plain[run] = passage(process, out);
            RunningJvm jvm = awaitControl(process.pid());
            LiveBreakpoint set = AgentConnection.to(jvm)
                    .add(new BreakpointRequest(
                            "jpm/bench/agent/HotLine.java",
                            HotLine.LINE,
                            "i == -1",
                            List.of(),
                            1,
                            null,
                            false,
                            null,
                            null));
            with[run] = passage(process, out);
            requireActive(AgentConnection.to(jvm).list(), set.id());
        } finally {
            process.getOutputStream().close();
            process.waitFor();
        }
    }

    private static double passage(Process process, BufferedReader out) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return Double.parseDouble(out.readLine());
    }

    private static void requireActive(List<LiveBreakpoint> all, String id) {
        LiveBreakpoint found =
                all.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
        if (!found.state().equals("active")) {
            throw new IllegalStateException(found.state() + ": " + found.message());
        }
    }

    private static RunningJvm awaitControl(long pid) throws InterruptedException {
        RunningJvm jvm = RunningJvm.ofProcess(pid);
        while (!jvm.isListening()) {
            Thread.sleep(100);
            jvm = RunningJvm.ofProcess(pid);
        }
        return jvm;
    }

    private void steady(Jdk jdk) throws Exception {
        for (String workload : WORKLOADS) {
            System.out.printf(
                    "| %s | %s | %s | %s |%n",
                    jdk, workload, ratios(jdk, workload, true), ratios(jdk, workload, false));
        }
    }

    /** The medians of several processes, half of them with each role created first. */
    private String ratios(Jdk jdk, String workload, boolean agentOn) throws Exception {
        List<Double> medians = new ArrayList<>();
        for (int process = 0; process < PROCESSES; process++) {
            for (String order : List.of("first", "second")) {
                List<String> command = new ArrayList<>(command(jdk, agentOn, SteadyState.class));
                command.addAll(List.of("jpm.bench.work." + workload, order, WARM_UP_SECONDS));
                command.add(String.valueOf(PAIRS.get(workload)));
                command.add(work.resolve(workload).toString());
                libraries(workload).forEach(path -> command.add(path.toString()));
                List<String> lines = output(command);
                medians.add(Double.valueOf(lines.get(lines.size() - 1).split(" ")[0]));
            }
        }
        StringBuilder each = new StringBuilder();
        medians.stream().sorted().forEach(ratio -> each.append(String.format(" %.3f", ratio)));
        return String.format("**%.3f** (%s)", median(medians), each.toString().strip());
    }

    private List<Path> libraries(String workload) throws IOException {
        List<Path> all = new ArrayList<>();
        String wanted = Map.of("JacksonWork", "jackson", "H2Work", "h2", "JettyWork", "jetty|slf4j")
                .get(workload);
        try (Stream<Path> jars = Files.list(libraries)) {
            jars.filter(jar -> jar.getFileName().toString().matches("(" + wanted + ").*\\.jar"))
                    .forEach(all::add);
        }
        all.add(workloadClasses());
        return all;
    }

    /** A folder with nothing but the workloads' classes. */
    private Path workloadClasses() throws IOException {
        Path folder = work.resolve("workloads");
        Path source = Path.of(CLASS_PATH.split(File.pathSeparator)[0]);
        Path target = folder.resolve("jpm/bench/work");
        Files.createDirectories(target);
        try (Stream<Path> classes = Files.list(source.resolve("jpm/bench/work"))) {
            for (Path file : (Iterable<Path>) classes::iterator) {
                Files.copy(
                        file,
                        target.resolve(file.getFileName().toString()),
                        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return folder;
    }

    private List<String> command(Jdk jdk, boolean agentOn, Class<?> main) {
        return command(jdk, agentOn, main, CLASS_PATH);
    }

    private List<String> command(Jdk jdk, boolean agentOn, Class<?> main, String classPath) {
        List<String> command = new ArrayList<>();
        command.add(jdk.java().toString());
        if (agentOn) {
            command.add("-javaagent:" + agent + "=store=" + work.resolve("store"));
        }
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx1g", "-cp", classPath, main.getName()));
        return command;
    }

    private static double cpuMillis(List<String> command) throws Exception {
        List<String> timed =
                new ArrayList<>(List.of("bash", "-c", "TIMEFORMAT='cpu %U %S'; time \"$@\" 2>/dev/null >&2", "time"));
        timed.addAll(command);
        for (String line : output(timed)) {
            if (line.startsWith("cpu ")) {
                String[] words = line.split(" ");
                return 1000 * (Double.parseDouble(words[1]) + Double.parseDouble(words[2]));
            }
        }
        throw new IOException("no time from " + command);
    }

    private static List<String> output(List<String> command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        List<String> lines;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines = out.lines().toList();
        }
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed:\n" + String.join("\n", lines));
        }
        return lines;
    }

    private static double median(List<Double> values) {
        return median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
