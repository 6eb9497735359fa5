package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jpm.debug.DebugFrame;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.debug.DebugThread;
import jpm.debug.Local;
import jpm.debug.Provenance;
import jpm.graph.HeapModel;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import jpm.testdata.oracle.Driver;
import jpm.testdata.oracle.Spoken;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs without the agent say their locals and have their heap dumped: no name that is inferred is wrong, and most are found. */
class InferredNamesTest {
    private static final String PROGRAMS = "jpm.testdata.programs";
    private static final List<String> CASES = List.of("values", "classes", "flow", "mutual");

    @TempDir
    Path folder;

    /** What share of the references in scope that are not null must be found, in percent: where the JIT has dropped what is dead, fewer are there. */
    static Stream<Arguments> runs() {
        return Jdks.installed().stream()
                .flatMap(jdk -> Stream.of(
                        Arguments.of(jdk, "cold", List.of("-Xint"), 95),
                        Arguments.of(jdk, "warm", List.of("-XX:TieredStopAtLevel=1"), 1),
                        Arguments.of(jdk, "warm", List.of("-XX:-TieredCompilation"), 1)));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void noInferredNameIsWrong(Jdk jdk, String mode, List<String> flags, int share) throws IOException {
        JvmProcess.Result result = CaseRun.driver(jdk, flags.toArray(new String[0]))
                .flags("-Djpm.oracle.dumps=" + folder)
                .main(Driver.class.getName(), arguments(mode))
                .run();
        assertThat(result.exitCode()).as(result.stderr()).isZero();

        Score score = new Score();
        for (String name : CASES) {
            Path dump = folder.resolve(name + ".hprof");
            compare(name, spoken(result.stdoutLines(), name), dump, score);
            Files.delete(dump);
        }

        assertThat(score.wrong).isEmpty();
        assertThat(score.found)
                .as("%s found, %s unnamed", score.found, score.unnamed)
                .isGreaterThanOrEqualTo(share * score.sought / 100);
    }

    private static String[] arguments(String mode) {
        List<String> arguments = new ArrayList<>(List.of(mode, PROGRAMS + ".Programs"));
        arguments.addAll(CASES);
        return arguments.toArray(new String[0]);
    }

    private static List<Spoken.Frame> spoken(List<String> lines, String name) {
        List<String> own = lines.subList(lines.indexOf("CASE\t" + name), lines.indexOf("END\t" + name));
        return Spoken.frames(own, Spoken.threads(own).get(0));
    }

    /** What was found of what was sought, and what was found and wrong. */
    private static final class Score {
        private final List<String> wrong = new ArrayList<>();
        private int found;
        private int unnamed;
        private int sought;
    }

    private static void compare(String name, List<Spoken.Frame> said, Path dump, Score score) {
        try (DebugSession session = DebugSession.open(dump, DebugOptions.DEFAULT)) {
            DebugThread thread = session.threads().stream()
                    .filter(candidate -> candidate.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            session.selectThread(thread.number());
            DumpText text = new DumpText(new HeapModel(session.heap()), session);
            List<DebugFrame> frames = session.frames().stream()
                    .filter(frame -> frame.className().startsWith(PROGRAMS))
                    .toList();
            int at = 0;
            for (Spoken.Frame spoken : said) {
                while (!frames.get(at).qualifiedMethod().equals(spoken.className() + "." + spoken.method())) {
                    at++; // a bridge of the compiler's, which cannot speak
                }
                compare(spoken, session.locals(frames.get(at++)), text, score);
            }
        }
    }

    private static void compare(Spoken.Frame said, List<Local> shown, DumpText text, Score score) {
        Map<String, Spoken.Variable> variables = said.variables();
        score.sought += (int)
                variables.values().stream().filter(InferredNamesTest::isObject).count();
        for (Local local : shown) {
            Spoken.Variable variable = variables.get(local.name());
            if (local.provenance() == Provenance.INFERRED) {
                score.found++;
                boolean right = variable == null ? cannotSpeak(said, local) : isRight(local, variable, text);
                if (!right) {
                    score.wrong.add(said.method() + ": " + local.name() + " is " + variable + ", not "
                            + text.of(local.value()));
                }
            } else {
                assertThat(local.provenance()).isIn(Provenance.ROOT, Provenance.UNAVAILABLE);
                score.unnamed += local.provenance() == Provenance.ROOT ? 1 : 0;
            }
        }
    }

    /** Before the superclass's constructor is called, a constructor cannot use {@code this}. */
    private static boolean cannotSpeak(Spoken.Frame said, Local local) {
        return said.method().equals("<init>") && local.name().equals("this");
    }

    private static boolean isRight(Local local, Spoken.Variable said, DumpText text) {
        return said.canonical().equals("?") || said.canonical().equals(text.of(local.value()));
    }

    private static boolean isObject(Spoken.Variable variable) {
        boolean primitive = List.of("boolean", "byte", "char", "short", "int", "long", "float", "double")
                .contains(variable.type());
        return !primitive && !variable.canonical().equals("null");
    }
}
