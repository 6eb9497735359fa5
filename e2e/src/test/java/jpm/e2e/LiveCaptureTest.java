package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import jpm.e2e.program.Waiting;
import jpm.live.RunningJvm;
import jpm.store.DumpMetadata;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dumps of programs that run well and go on. */
@Execution(ExecutionMode.SAME_THREAD)
class LiveCaptureTest {
    @TempDir
    Path folder;

    private @Nullable Process process;

    @AfterEach
    void endProgram() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void theHeapTellsWhatEveryThreadHolds(Jdk jdk) {
        start(program(jdk).agent(Build.agentJar(), "store=" + store()));
        Await.until(() -> RunningJvm.ofProcess(pid()), RunningJvm::isListening);

        JvmProcess.Result captured = Cli.run("capture", "Waiting", "--json");

        assertThat(captured.exitCode()).isZero();
        DumpMetadata printed = DumpMetadata.parse(captured.stdout().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Path dump = new Store(store()).onlyDump();
        assertThat(printed.text("folder")).isEqualTo(dump.toString());
        assertThat(printed.number("pid")).isEqualTo(pid());
        assertThat(printed.number("heapBytes"))
                .isEqualTo(dump.resolve("heap.hprof").toFile().length());
        DumpMetadata metadata = DumpMetadata.read(dump);
        assertThat(metadata.text("reason")).isEqualTo("captured");
        assertThat(metadata.text("exception")).isNull();
        assertThat(metadata.text("thread")).isEqualTo("main");
        assertThat(process().isAlive()).isTrue();
        JvmProcess.Result opened =
                Cli.run("open", "--store", store().toString(), "--batch", "-x", "thread apply all bt");
        assertThat(opened.stdout())
                .contains("jpm.e2e.program.Waiting as it ran")
                .contains("Waiting.hold(order=[\"apples\", \"pears\"])")
                .contains("Waiting.keep(letter=\"Dear customer 0\"");
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aJvmWithoutTheAgentGetsItAndTellsWhatItsThreadsDo(Jdk jdk) {
        start(program(jdk));

        JvmProcess.Result captured =
                Cli.run("capture", Long.toString(pid()), "--level=mini", "--store", store().toString());

        assertThat(captured.exitCode()).isZero();
        Path dump = new Store(store()).onlyDump();
        assertThat(captured.stdoutLines()).containsExactly(dump.getFileName() + " in " + store());
        assertThat(dump.resolve("heap.hprof")).doesNotExist();
        assertThat(dump.resolve("threads.txt"))
                .content()
                .startsWith("\"main\"")
                .contains("jpm.e2e.program.Waiting.hold(Waiting.java:")
                .contains("\"clerk\"")
                .contains("jpm.e2e.program.Waiting.keep(Waiting.java:");
        assertThat(Cli.run("open", "--store", store().toString(), "--batch", "-x", "bt")
                        .stdout())
                .contains("Waiting.hold");
        assertThat(process().isAlive()).isTrue();
    }

    @Test
    void whatCannotBeIsTold() {
        start(program(Jdks.running()).agent(Build.agentJar(), "keep-free=900t,store=" + store()));
        Await.until(() -> RunningJvm.ofProcess(pid()), RunningJvm::isListening);

        JvmProcess.Result full = Cli.run("capture", Long.toString(pid()));
        assertThat(full.exitCode()).isEqualTo(2);
        assertThat(full.stderr())
                .startsWith("jpm: the agent in process " + pid() + " refuses: no dump can be written: ");
        assertThat(Cli.run("capture").exitCode()).isEqualTo(2);
        assertThat(Cli.run("capture", "NoSuchProgram").stderr())
                .startsWith("jpm: cannot capture: no JVM runs that is called NoSuchProgram");
        assertThat(Cli.run("capture", Long.toString(pid()), "--level=all").exitCode())
                .isEqualTo(2);
    }

    private static JvmProcess program(Jdk jdk) {
        return JvmProcess.with(jdk).flags("-Xmx64m").main(Waiting.class.getName());
    }

    private void start(JvmProcess program) {
        process = program.start();
        // The first line says that all threads wait.
        assertThat(process.getInputStream()).isNotNull();
        Await.until(() -> readByte(process()), read -> read == '\n');
    }

    private static int readByte(Process running) {
        try {
            return running.getInputStream().read();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Process process() {
        return Objects.requireNonNull(process);
    }

    private long pid() {
        return process().pid();
    }

    private Path store() {
        return folder.resolve("store");
    }
}
