package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jpm.e2e.program.Endings;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that crash at the same time share a store without losing anything. */
class ConcurrentCrashesTest {
    private static final int PROCESSES = 10;

    @TempDir
    Path folder;

    @Test
    void tenCrashesLeaveTenDumps() throws InterruptedException {
        Path store = folder.resolve("not/there/yet");
        List<Process> processes =
                IntStream.range(0, PROCESSES).mapToObj(i -> start(store)).toList();
        for (Process process : processes) {
            assertThat(process.waitFor()).isEqualTo(1);
        }

        Store found = new Store(store);
        assertThat(found.entries()).hasSize(PROCESSES).isEqualTo(found.dumps());
        assertThat(found.dumps())
                .allSatisfy(dump -> assertThat(
                                Stream.of("dump.json", "snapshot.json", "threads.txt", "heap.hprof", "end.json"))
                        .allMatch(file -> Files.exists(dump.resolve(file))));
        assertThat(list(store).lines().count()).isEqualTo(PROCESSES);
    }

    private static Process start(Path store) {
        return JvmProcess.with(Jdks.running())
                .flags("-Xmx32m", "-XX:+UseSerialGC")
                .agent(Build.agentJar(), "heap=always,store=" + store)
                .main(Endings.class.getName(), Endings.MAIN_DIES.name())
                .start();
    }

    private static String list(Path store) {
        return Cli.run("list", "--all", "--no-legend", "--store", store.toString())
                .stdout();
    }
}
