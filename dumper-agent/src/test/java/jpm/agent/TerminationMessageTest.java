package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Kubernetes would show of a container whose JVM died with the agent. */
class TerminationMessageTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void tellsOfTheDump(Jdk jdk) throws IOException {
        Path log = Files.writeString(folder.resolve("log"), "what was there before ".repeat(1000));

        victim(jdk, "main", log, folder.resolve("store")).run();

        String id;
        try (var dumps = Files.list(folder.resolve("store"))) {
            id = dumps.map(dump -> dump.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(Files.readString(log))
                .startsWith("jpm: dump " + id + " in " + folder.resolve("store") + " at 20")
                .contains("\nthread main died of java.lang.", "\n\tat jpm.victim.Victim.")
                .hasSizeLessThan(4097);
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void saysWhenThereIsNoDump(Jdk jdk) throws IOException {
        Path log = Files.writeString(folder.resolve("log"), "");
        Path noFolder = Files.writeString(folder.resolve("store"), "");

        victim(jdk, "main", log, noFolder).run();

        assertThat(Files.readString(log))
                .startsWith("jpm: no dump: " + noFolder)
                .contains("died of");
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void makesNoFileAndTellsOfNoTask(Jdk jdk) throws IOException {
        Path log = folder.resolve("log");
        victim(jdk, "main", log, folder.resolve("store")).run();
        assertThat(log).doesNotExist();

        Files.writeString(log, "mine");
        victim(jdk, "pool", log, folder.resolve("store")).run();
        assertThat(log).hasContent("mine");
    }

    private static JvmProcess victim(Jdk jdk, String failure, Path log, Path store) {
        return JvmProcess.with(jdk)
                .flags("-Xmx64m", "-Xss512k")
                .classPath(AgentJar.programs())
                .agent(AgentJar.path(), "heap=never,store=" + store)
                .environment("JPM_TERMINATION_LOG", log.toString())
                .main("jpm.victim.Victim", failure);
    }
}
