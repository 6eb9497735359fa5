package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that end themselves. */
class ExitTest {
    @TempDir
    Path folder;

    static Stream<Arguments> reasonsToEnd() {
        return of("in-catch", "in-finally", "in-helper");
    }

    static Stream<Arguments> noReasons() {
        return of("status-zero", "dealt-with", "checked");
    }

    private static Stream<Arguments> of(String... cases) {
        return Jdks.installed().stream().flatMap(jdk -> Stream.of(cases).map(each -> Arguments.of(jdk, each)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("reasonsToEnd")
    void anEndWithAnExceptionOnItsWayLeavesADump(Jdk jdk, String how) {
        JvmProcess.Result watched = run(jdk, how);

        assertThat(watched.exitCode()).isEqualTo(9);
        List<WrittenDump> dumps = WrittenDump.in(store());
        assertThat(dumps).hasSize(1);
        assertThat(dumps.get(0).metadata())
                .containsEntry("reason", "exit")
                .containsEntry("trigger", "Runtime.exit")
                .containsEntry("exception", "java.lang.IllegalStateException");
        assertThat(dumps.get(0).has("heap.hprof")).isTrue();
        assertThat(dumps.get(0).snapshot().frames().get(0).arguments())
                .singleElement()
                .satisfies(argument -> assertThat(argument.name()).isEqualTo("apples"));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("noReasons")
    void anOrdinaryEndLeavesNone(Jdk jdk, String how) {
        JvmProcess.Result watched = run(jdk, how);

        assertThat(watched.exitCode()).isEqualTo(how.equals("status-zero") ? 0 : 9);
        assertThat(watched.stderr()).isEmpty();
        assertThat(WrittenDump.in(store())).isEmpty();
    }

    private JvmProcess.Result run(Jdk jdk, String how) {
        return JvmProcess.with(jdk)
                .flags("-Xmx64m", "-XX:TieredStopAtLevel=1")
                .classPath(AgentJar.programs())
                .main("jpm.victim.ExitVictim", how)
                .agent(AgentJar.path(), "store=" + store())
                .run();
    }

    private Path store() {
        return folder.resolve("store");
    }
}
