package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that do not move. */
class HangTest {
    private static final long PAUSE_NANOS = 20_000_000;

    @TempDir
    Path folder;

    static Stream<Arguments> hangs() {
        return Jdks.installed().stream()
                .flatMap(jdk -> Stream.of(
                        Arguments.of(jdk, "lock", "Watchdog.stuck", "waiter", "thread waiter has not moved for "),
                        Arguments.of(
                                jdk,
                                "deadlock",
                                "Watchdog.deadlock",
                                "first",
                                "threads wait for each other: first, second")));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("hangs")
    void aThreadThatDoesNotMoveLeavesADump(Jdk jdk, String how, String trigger, String thread, String message)
            throws IOException, InterruptedException {
        Process process = start(jdk, how);
        Path dump = await(process);
        Files.createFile(end());
        process.waitFor();

        WrittenDump written = new WrittenDump(dump);
        assertThat(written.metadata())
                .containsEntry("reason", "hang")
                .containsEntry("trigger", trigger)
                .containsEntry("thread", thread)
                .containsEntry("exception", null);
        assertThat((String) written.metadata().get("message")).startsWith(message);
        assertThat(written.has("heap.hprof")).isTrue();
        assertThat(written.snapshot().frames()).anyMatch(frame -> frame.method().equals("enter"));
        assertThat(written.text("threads.txt")).startsWith("\"" + thread + "\"");
    }

    private Process start(Jdk jdk, String how) {
        return JvmProcess.with(jdk)
                .flags("-Xmx64m", "-XX:TieredStopAtLevel=1")
                .classPath(AgentJar.programs())
                .main("jpm.victim.HangVictim", how, end().toString())
                .agent(AgentJar.path(), "watchdog=1,store=" + store())
                .start();
    }

    private Path await(Process process) {
        long end = System.nanoTime() + 60_000_000_000L;
        while (process.isAlive() && System.nanoTime() < end) {
            List<WrittenDump> dumps = WrittenDump.in(store());
            if (!dumps.isEmpty()
                    && dumps.get(0).has("end.json")
                    && !dumps.get(0).folder().toString().endsWith(".part")) {
                return dumps.get(0).folder();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        process.destroyForcibly();
        throw new IllegalStateException("no dump");
    }

    private Path store() {
        return folder.resolve("store");
    }

    private Path end() {
        return folder.resolve("end");
    }
}
