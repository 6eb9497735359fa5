package jpm.e2e.jdwp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jpm.debug.DebugOptions;
import jpm.e2e.CaseRun;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import jpm.testdata.oracle.Spoken;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The debug interfaces of all JDKs show, of dumps of all JDKs, the variables that the dying program said it had. */
class LocalsOverJdwpTest {
    private static final String PROGRAMS = "jpm.testdata.programs";
    private static final String[] CASES = {"values", "classes", "flow"};

    /** The wire's UTF-8 cannot hold half a surrogate pair. */
    private static final Pattern HALF_PAIR =
            Pattern.compile("\\\\ud[89ab]..(?!\\\\ud[c-f])|(?<!\\\\ud[89ab]..)\\\\ud[c-f]..");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicContainer> programs() {
        return Jdks.installed().stream().map(dumped -> {
            Path store = folder.resolve("store" + dumped.feature());
            List<CaseRun> runs = CaseRun.some(
                    CaseRun.driver(dumped, "-XX:+UseSerialGC"), store, PROGRAMS, "cold", PROGRAMS + ".Programs", CASES);
            return DynamicContainer.dynamicContainer(
                    "dump of " + dumped,
                    runs.stream()
                            .flatMap(run -> Jdks.installed().stream()
                                    .map(client -> DynamicTest.dynamicTest(
                                            run.name() + " seen by " + client, () -> compare(run, client)))));
        });
    }

    private static void compare(CaseRun run, Jdk client) throws Exception {
        try (Served served = Served.dump(run.dump(), DebugOptions.DEFAULT)) {
            JvmProcess.Result result = JvmProcess.with(client)
                    .flags("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                    .main(LocalsClient.class.getName(), String.valueOf(served.port()), PROGRAMS)
                    .run();
            assertThat(result.stderr()).isEmpty();
            List<Spoken.Frame> shown = Spoken.frames(result.stdoutLines(), "1");
            List<Spoken.Frame> said = run.spoken();
            assertThat(shown).extracting(Spoken.Frame::method).isEqualTo(methods(said));
            for (int i = 0; i < said.size(); i++) {
                Set<String> presentOnly = presentOnly(said.get(i));
                assertThat(lines(shown.get(i), presentOnly))
                        .as("#" + i + " " + said.get(i).method())
                        .containsExactlyInAnyOrderElementsOf(lines(said.get(i), presentOnly));
            }
        }
    }

    private static List<String> methods(List<Spoken.Frame> frames) {
        return frames.stream().map(Spoken.Frame::method).toList();
    }

    /** Variables of which the program could not say what they held. */
    private static Set<String> presentOnly(Spoken.Frame frame) {
        return frame.variables().values().stream()
                .filter(variable -> variable.canonical().equals("?"))
                .map(Spoken.Variable::name)
                .collect(Collectors.toSet());
    }

    private static List<String> lines(Spoken.Frame frame, Set<String> presentOnly) {
        List<String> lines = new ArrayList<>();
        for (Spoken.Variable variable : frame.variables().values()) {
            String value = presentOnly.contains(variable.name()) ? "?" : variable.canonical();
            lines.add(variable.type() + " " + variable.name() + " = "
                    + HALF_PAIR.matcher(value).replaceAll("\\\\ufffd"));
        }
        return lines;
    }
}
