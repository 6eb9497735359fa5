package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.e2e.program.Boxed;
import jpm.k8s.AgentParts;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The agent works from the parts in which a cluster gets it. */
class AgentInPartsTest {
    private static final int CONFIG_MAP_BYTES = 1 << 20;

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void leavesADump(Jdk jdk) throws IOException {
        List<byte[]> parts = AgentParts.of(Files.readAllBytes(Build.agentJar()));
        for (int i = 0; i < parts.size(); i++) {
            assertThat(parts.get(i)).hasSizeLessThan(CONFIG_MAP_BYTES);
            Files.write(folder.resolve(i == 0 ? "jpm-agent.jar" : "jpm-agent-" + (i + 1) + ".jar"), parts.get(i));
        }

        JvmProcess.Result died = JvmProcess.with(jdk)
                .agent(folder.resolve("jpm-agent.jar"), "store=" + folder.resolve("store"))
                .main(Boxed.class.getName(), "crate")
                .run();

        assertThat(died.stderrLines().get(0)).startsWith("jpm: dump ");
        try (DebugSession session =
                DebugSession.open(new Store(folder.resolve("store")).onlyDump(), DebugOptions.DEFAULT)) {
            assertThat(Inspection.printed(session, "share", "box", "items", "people"))
                    .containsExactly("box = \"crate\"", "items = 3", "people = 0");
        }
    }
}
