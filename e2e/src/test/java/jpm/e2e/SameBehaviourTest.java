package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jpm.e2e.program.Endings;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A program ends under the agent as it does without: same exit code, same output, but for the line that tells of the dump. */
class SameBehaviourTest {
    private static final List<Endings> WITHOUT_DUMP = List.of(Endings.CAUGHT);

    @TempDir
    Path folder;

    static Stream<Arguments> endings() {
        return Jdks.installed().stream()
                .flatMap(jdk -> Stream.of(Endings.values()).map(ending -> Arguments.of(jdk, ending)));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void endsAsWithout(Jdk jdk, Endings ending) {
        JvmProcess.Result without = program(jdk, ending).run();
        JvmProcess.Result with =
                program(jdk, ending).agent(Build.agentJar(), "store=" + folder).run();

        assertThat(with.exitCode()).isEqualTo(without.exitCode());
        assertThat(with.stdoutLines()).isEqualTo(without.stdoutLines());
        assertThat(ownLines(with)).isEqualTo(ownLines(without));
        List<String> told = agentLines(with);
        assertThat(told).allMatch(line -> line.matches("jpm: dump \\S+ written to .*"));
        if (WITHOUT_DUMP.contains(ending)) {
            assertThat(told).isEmpty();
        } else {
            assertThat(told).isNotEmpty();
        }
        assertThat(new Store(folder).dumps()).hasSameSizeAs(told);
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aDisabledAgentDoesNothing(Jdk jdk) {
        JvmProcess.Result without = program(jdk, Endings.MAIN_DIES).run();
        JvmProcess.Result with = program(jdk, Endings.MAIN_DIES)
                .agent(Build.agentJar(), "store=" + folder)
                .environment("JPM_DISABLE", "1")
                .run();

        assertThat(with.exitCode()).isEqualTo(without.exitCode());
        assertThat(with.stderrLines()).isEqualTo(without.stderrLines());
        assertThat(new Store(folder).entries()).isEmpty();
    }

    private static JvmProcess program(Jdk jdk, Endings ending) {
        return JvmProcess.with(jdk)
                .flags("-Xmx64m", "-Xss512k", "-XX:TieredStopAtLevel=1")
                .main(Endings.class.getName(), ending.name());
    }

    private static List<String> ownLines(JvmProcess.Result result) {
        return result.stderrLines().stream()
                .filter(line -> !line.startsWith("jpm: "))
                .toList();
    }

    private static List<String> agentLines(JvmProcess.Result result) {
        return result.stderrLines().stream()
                .filter(line -> line.startsWith("jpm: "))
                .toList();
    }
}
