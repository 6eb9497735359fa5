package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import jpm.e2e.program.Philosophers;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A program that hangs is told as one: the verdict, the stacks of all threads, and who holds what the others wait for. */
@Execution(ExecutionMode.SAME_THREAD)
class HangTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void threadsThatWaitForEachOther(Jdk jdk) throws IOException, InterruptedException {
        Path dump = dumpOf("deadlock", jdk);

        String why = said("why", dump.toString());
        assertThat(why)
                .contains("Threads wait for each other: Kant, Plato; none of them will ever go on.")
                .contains("thread Kant waits for a jpm.e2e.program.Philosophers$Fork that Plato holds")
                .contains("thread Plato waits for a jpm.e2e.program.Philosophers$Fork that Kant holds")
                .contains("Philosophers.eat (Philosophers.java:");
        String opened = said("open", dump.toString(), "-x", "deadlock", "-x", "thread apply all bt");
        assertThat(opened).contains("Deadlock of 2 threads:", "(Kant):", "(Plato):", "(main):");
        assertThat(opened.lines()
                        .filter(line -> line.contains("Philosophers.eat(first=Philosophers$Fork")
                                || line.contains("Philosophers.eat(first=Fork")))
                .hasSizeGreaterThanOrEqualTo(2);
        assertThat(said("why", "--json", dump.toString())).contains("\"kind\":\"hang\"");
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aThreadThatDoesNotMove(Jdk jdk) throws IOException, InterruptedException {
        Path dump = dumpOf("starve", jdk);

        assertThat(said("why", dump.toString()))
                .containsPattern(
                        "Thread Plato has not moved for \\d+ s: it stood in\\s+jpm.e2e.program.Philosophers.eat");
    }

    private static String said(String... arguments) {
        JvmProcess.Result result = Cli.run(arguments);
        assertThat(result.exitCode()).as(result.stderr()).isZero();
        return result.stdout();
    }

    private Path dumpOf(String how, Jdk jdk) throws IOException, InterruptedException {
        Path store = folder.resolve("store");
        Process process = JvmProcess.with(jdk)
                .flags("-Xmx64m", "-XX:TieredStopAtLevel=1")
                .classPath(Path.of("target/test-classes").toAbsolutePath())
                .agent(Build.agentJar(), "watchdog=1,heap=always,keep-free=0,store=" + store)
                .merged()
                .main(Philosophers.class.getName(), how)
                .startTalking();
        try {
            return Await.until(() -> new Store(store).dumps(), dumps -> !dumps.isEmpty() || !process.isAlive())
                    .get(0);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
