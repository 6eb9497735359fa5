package jpm.e2e;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import jpm.testdata.oracle.Driver;
import jpm.testdata.oracle.Spoken;

/**
 * One case of a driver's run under the agent.
 *
 * @param lines what the process printed while the case ran, stdout and stderr
 * @param dumps the folders of the dumps that were announced meanwhile
 */
public record CaseRun(String name, List<String> lines, List<Path> dumps) {
    private static final Pattern DUMP = Pattern.compile("jpm: dump (\\S+) written to .*");

    /** Runs every case of a registry in one process; {@code process} has the class path and flags already. */
    static List<CaseRun> all(JvmProcess process, Path store, String include, String mode, String registry) {
        return some(process, store, include, mode, registry);
    }

    /** As {@link #all}, of the cases of these names. */
    public static List<CaseRun> some(
            JvmProcess process, Path store, String include, String mode, String registry, String... cases) {
        List<String> arguments = new ArrayList<>(List.of(mode, registry));
        arguments.addAll(List.of(cases));
        JvmProcess.Result result = process.agent(
                        Build.agentJar(),
                        "store=" + store + ",heap=always,include=" + include + ",exclude=jpm.testdata.oracle")
                .merged()
                .main(Driver.class.getName(), arguments.toArray(String[]::new))
                .run();
        if (result.exitCode() != 0) {
            throw new IllegalStateException(
                    "the driver ended with " + result.exitCode() + ":\n" + tail(result.stdout()));
        }
        return split(result.stdoutLines(), store);
    }

    /** A driver's JVM: small, and with the oracle kept out of the compiled frames of the programs. */
    public static JvmProcess driver(Jdk jdk, String... flags) {
        return JvmProcess.with(jdk)
                .flags("-Xmx160m", "-XX:CompileCommand=quiet", "-XX:CompileCommand=dontinline,jpm.testdata.oracle.*::*")
                .flags(flags);
    }

    /** The frames that the case said, innermost first. */
    public List<Spoken.Frame> spoken() {
        List<String> threads = Spoken.threads(lines);
        if (threads.isEmpty()) {
            throw new IllegalStateException(name + " said nothing:\n" + String.join("\n", lines));
        }
        return Spoken.frames(lines, threads.get(0));
    }

    /** The dump of the case: the first, where a wrapper of the same exception made another. */
    public Path dump() {
        if (dumps.isEmpty()) {
            throw new IllegalStateException(name + " left no dump:\n" + tail(String.join("\n", lines)));
        }
        return dumps.get(0);
    }

    /** Removes the dumps; a suite's together would fill a small disk. */
    public void remove() {
        dumps.forEach(Store::remove);
    }

    private static List<CaseRun> split(List<String> lines, Path store) {
        List<CaseRun> runs = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("CASE\t")) {
                from = i;
            } else if (lines.get(i).startsWith("END\t")) {
                List<String> own = lines.subList(from, i);
                runs.add(new CaseRun(lines.get(i).substring("END\t".length()), own, announced(own, store)));
            }
        }
        return runs;
    }

    private static List<Path> announced(List<String> lines, Path store) {
        Stream<Matcher> found = lines.stream().map(DUMP::matcher).filter(Matcher::matches);
        return found.map(matcher -> store.resolve(matcher.group(1))).toList();
    }

    private static String tail(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
    }
}
