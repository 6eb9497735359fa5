package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jpm.snapshot.Snapshot;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real JVMs in unusual settings that start with the agent, and die. */
class AgentStartTest {
    @TempDir
    Path folder;

    /** JDK, what the setting is called, and the JVM's flags; {@code AGENT} stands for the agent's jar. */
    static Stream<Arguments> settings() {
        Stream<Arguments> everywhere = Jdks.installed().stream()
                .flatMap(jdk -> Stream.of(
                        Arguments.of(jdk, "every class is verified", List.of("-Xverify:all", "-XX:-PrintWarnings")),
                        Arguments.of(
                                jdk,
                                "the agent is on the boot loader's path",
                                List.of("-Xbootclasspath/a:AGENT", "-Xshare:off")),
                        Arguments.of(jdk, "the agent is named twice", List.of("-javaagent:AGENT=store=STORE")),
                        Arguments.of(jdk, "all is compiled", List.of("-Xcomp", "-XX:TieredStopAtLevel=1"))));
        Stream<Arguments> secured = Jdks.installed().stream()
                .filter(jdk -> jdk.feature() < 18)
                .map(jdk -> Arguments.of(jdk, "a security manager allows nothing", List.of("-Djava.security.manager")));
        return Stream.concat(everywhere, secured);
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("settings")
    void theDumpIsWholeAndTheProgramEndsAsWithoutAgent(Jdk jdk, String setting, List<String> flags) {
        String[] filled = flags.stream()
                .map(flag -> flag.replace("AGENT", AgentJar.path().toString()).replace("STORE", store().toString()))
                .toArray(String[]::new);
        String[] withoutAgent =
                Stream.of(filled).filter(flag -> !flag.startsWith("-javaagent")).toArray(String[]::new);
        JvmProcess.Result plain = wrapped(jdk, withoutAgent).run();
        JvmProcess.Result watched =
                wrapped(jdk, filled).agent(AgentJar.path(), "store=" + store()).run();

        WrittenDump dump = onlyDump();
        assertThat(watched.exitCode()).isEqualTo(plain.exitCode());
        assertThat(watched.stdout()).isEqualTo(plain.stdout());
        assertThat(watched.stderrLines().stream().filter(line -> !line.startsWith("jpm: ")))
                .isEqualTo(plain.stderrLines());
        assertThat(watched.stderrLines())
                .contains("jpm: dump " + dump.folder().getFileName() + " written to " + store());
        assertThat(dump.snapshot().frames().stream().map(Snapshot.Frame::method))
                .containsExactly("price", "wrapped", "main");
        assertThat(dump.snapshot().frames().get(0).locals().stream()
                        .map(variable -> variable.name() + "=" + variable.value()))
                .containsExactly("unit=98");
        assertThat(dump.end()).containsEntry("heapError", null);
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void theAgentMayBeOnTheClassPathToo(Jdk jdk) {
        JvmProcess.with(jdk)
                .classPath(AgentJar.programs(), AgentJar.path())
                .main("jpm.victim.Victim", "wrapped")
                .agent(AgentJar.path(), "store=" + store())
                .run();

        assertThat(onlyDump().snapshot().frames()).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void theClassPathIsTheProgramsOwn(Jdk jdk) {
        wrapped(jdk).agent(AgentJar.path(), "store=" + store()).run();

        assertThat((List<?>) onlyDump().metadata().get("classPath"))
                .isEqualTo(List.of(AgentJar.programs().toString()));
    }

    private static JvmProcess wrapped(Jdk jdk, String... flags) {
        return JvmProcess.with(jdk).flags(flags).classPath(AgentJar.programs()).main("jpm.victim.Victim", "wrapped");
    }

    private Path store() {
        return folder.resolve("store");
    }

    private WrittenDump onlyDump() {
        List<WrittenDump> dumps = WrittenDump.in(store());
        assertThat(dumps).hasSize(1);
        return dumps.get(0);
    }
}
