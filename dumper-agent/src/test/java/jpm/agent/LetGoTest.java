package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the agent keeps of exceptions is not kept for long. */
class LetGoTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void whatACaughtExceptionHeldIsCollected(Jdk jdk) {
        JvmProcess.Result watched = JvmProcess.with(jdk)
                .flags("-Xmx64m", "-XX:TieredStopAtLevel=1")
                .classPath(AgentJar.programs())
                .main("jpm.victim.LetGoVictim")
                .agent(AgentJar.path(), "store=" + folder.resolve("store"))
                .run();

        assertThat(watched.stdoutLines()).first().isEqualTo("gone");
    }
}
