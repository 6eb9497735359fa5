package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jpm.collect.Collector;
import jpm.collect.Collector.Found;
import jpm.collect.Collector.Outcome;
import jpm.debug.DebugOptions;
import jpm.e2e.program.Causes;
import jpm.e2e.program.NativeDeath;
import jpm.snapshot.PrivacyRules;
import jpm.store.DumpEntry;
import jpm.store.DumpState;
import jpm.store.DumpStore;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import jpm.verdict.Diagnosis;
import jpm.verdict.Verdict;
import jpm.verdict.Verdict.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** JVMs die natively or write a heap dump by themselves, and what they leave becomes dumps of the store. */
@Execution(ExecutionMode.SAME_THREAD)
class CollectTest {
    @TempDir
    Path folder;

    @TempDir
    Path storeFolder;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aCrashIsADump(Jdk jdk) throws IOException {
        JvmProcess.Result died =
                crashing(jdk, "write").flags("-Ddb.password=hunter2").run();

        Path log = folder.resolve("hs_err_pid" + died.pid() + ".log");
        byte[] original = Files.readAllBytes(log);
        assertThat(collect()).extracting(Found::outcome).containsExactly(Outcome.COLLECTED);
        DumpEntry dump = onlyDump();
        assertThat(dump.reason()).isEqualTo("crash");
        assertThat(dump.exception()).isEqualTo("SIGSEGV");
        assertThat(dump.pid()).isEqualTo(died.pid());
        assertThat(dump.main()).isEqualTo(NativeDeath.class.getName());
        assertThat(dump.thread()).isEqualTo("main");
        assertThat(dump.state()).isEqualTo(DumpState.NONE);
        assertThat(dump.time())
                .isBetween(
                        Files.getLastModifiedTime(log).toInstant().minusSeconds(60),
                        Files.getLastModifiedTime(log).toInstant().plusSeconds(1));
        assertThat(Files.readString(dump.path().resolve("dump.json")))
                .doesNotContain("hunter2")
                .contains("-Xmx64m");
        assertThat(log).hasBinaryContent(original);
        assertThat(Files.readAllLines(dump.path().resolve("hs_err.log"), StandardCharsets.ISO_8859_1))
                .isEqualTo(new String(original, StandardCharsets.ISO_8859_1)
                        .replace("hunter2", "***")
                        .lines()
                        .toList());
        Verdict verdict = Diagnosis.of(dump.path(), DebugOptions.DEFAULT);
        assertThat(verdict.kind()).isEqualTo(Kind.CRASH);
        assertThat(verdict.summary())
                .isEqualTo("SIGSEGV in sun.misc.Unsafe, which accessed memory for its caller without a check: "
                        + "it followed a null pointer (0x0000000000000000).");
        JvmProcess.Result shown = Cli.run("open", dump.path().toString(), "-x", "bt");
        assertThat(shown.stdout())
                .contains("SIGSEGV", "sun.misc.Unsafe.putAddress", NativeDeath.class.getName() + ".write");
        assertThat(Cli.run("info", "--store=" + storeFolder).stdout())
                .contains("Signal: SIGSEGV SEGV_MAPERR at 0x0000000000000000", "Collected From: " + log);
    }

    /** What the log has of the command line, the environment, exceptions and registers is kept without secrets, and the rest of it as it is. */
    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aLogIsKeptWithoutSecrets(Jdk jdk) throws IOException {
        JvmProcess.Result died = JvmProcess.with(jdk)
                .flags("-Xmx64m", "-Xcomp", "-XX:CompileCommand=quiet")
                .flags("-XX:CompileCommand=compileonly," + NativeDeath.class.getName() + "::writeWith")
                .flags("-Ddb.password=two hunter2 words", "-Dshop.iban=DE1234")
                .environment("JAVA_TOOL_OPTIONS", "-Dapi.token=hunter2")
                .environment("JDK_JAVA_OPTIONS", "-Dq=https://joe:hunter2@host/")
                .after("ulimit -c 0")
                .in(folder)
                .main(
                        NativeDeath.class.getName(),
                        "write-compiled",
                        "--password",
                        "hunter2 and more",
                        "--plain",
                        "seen")
                .run();
        Path log = folder.resolve("hs_err_pid" + died.pid() + ".log");
        String original = Files.readString(log, StandardCharsets.ISO_8859_1);
        // Newer JVMs have moved the register's content to where the log does not look.
        assertThat(original.contains("hunter2 of a register")).isEqualTo(jdk.feature() < 21);
        Path rules = Files.writeString(folder.resolve("rules"), "name *iban*\n");

        JvmProcess.Result collected =
                Cli.run("collect", "--store=" + storeFolder, "--privacy=" + rules, folder.toString());

        assertThat(collected.exitCode()).as(collected.stderr()).isZero();
        Path dump = onlyDump().path();
        for (String file : List.of("dump.json", "hs_err.log")) {
            assertThat(Files.readString(dump.resolve(file), StandardCharsets.ISO_8859_1))
                    .doesNotContain("hunter2", "DE1234", " and more")
                    .contains("seen", "-Xmx64m");
        }
        List<String> lines = original.lines().toList();
        List<String> kept = Files.readAllLines(dump.resolve("hs_err.log"), StandardCharsets.ISO_8859_1);
        assertThat(kept).hasSameSizeAs(lines);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).matches(".*(hunter2|DE1234).*")) {
                assertThat(kept.get(i)).isEqualTo(lines.get(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aSignalHasASender(Jdk jdk) throws Exception {
        Process running = crashing(jdk, "wait").start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(running.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("ready");
            Process kill = new ProcessBuilder("kill", "-SEGV", Long.toString(running.pid())).start();
            kill.waitFor();
            running.waitFor();

            collect();
            assertThat(Diagnosis.of(onlyDump().path(), DebugOptions.DEFAULT).summary())
                    .isEqualTo("Process " + kill.pid() + " sent the signal SIGSEGV: the JVM did not fail by itself.");
        } finally {
            running.destroyForcibly();
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aHeapDumpOfTheJvmIsADump(Jdk jdk) throws IOException {
        JvmProcess.Result died = JvmProcess.with(jdk)
                .flags("-Xmx32m", "-XX:+HeapDumpOnOutOfMemoryError")
                .in(folder)
                .main(Causes.class.getName(), Causes.FULL_CACHE.name())
                .run();

        assertThat(collect()).extracting(Found::outcome).containsExactly(Outcome.COLLECTED);
        DumpEntry dump = onlyDump();
        assertThat(dump.reason()).isEqualTo("oom");
        assertThat(dump.pid()).isEqualTo(died.pid());
        assertThat(dump.main()).isEqualTo(Causes.class.getName());
        assertThat(dump.thread()).isEqualTo("FULL_CACHE");
        assertThat(dump.state()).isEqualTo(DumpState.PRESENT);
        assertThat(Diagnosis.of(dump.path(), DebugOptions.DEFAULT).summary())
                .contains("is kept alive by the static field jpm.e2e.program.Causes.CACHE");
    }

    @Test
    void nothingIsTakenTwice() throws IOException {
        Jdk jdk = jpm.testdata.Jdks.running();
        crashing(jdk, "write").run();

        assertThat(collect()).extracting(Found::outcome).containsExactly(Outcome.COLLECTED);
        assertThat(collect()).extracting(Found::outcome).containsExactly(Outcome.KNOWN);
        DumpStore store = DumpStore.open(storeFolder);
        store.remove(onlyDump());
        assertThat(collect()).extracting(Found::outcome).containsExactly(Outcome.KNOWN);
        assertThat(store.entries()).isEmpty();

        assertThat(new Collector(store, true, PrivacyRules.STANDARD).collect(List.of(folder)))
                .hasSize(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aLogThatWasCutOffIsReadAsFarAsItGoes() throws IOException {
        JvmProcess.Result died = crashing(jpm.testdata.Jdks.running(), "write").run();
        Path log = folder.resolve("hs_err_pid" + died.pid() + ".log");
        byte[] whole = Files.readAllBytes(log);
        Files.delete(log);
        for (int i = 1; i <= 40; i++) {
            byte[] part = java.util.Arrays.copyOf(whole, whole.length * i / 40);
            Files.write(folder.resolve("hs_err_pid" + i + ".log"), part);
        }
        Files.write(folder.resolve("hs_err_pid0.log"), new byte[0]);
        Files.write(folder.resolve("hs_err_pid41.log"), new byte[] {-1, 0, 35, 10, -1});

        List<Found> found = collect();

        assertThat(found).filteredOn(one -> one.outcome() == Outcome.COLLECTED).hasSize(40);
        assertThat(found).filteredOn(one -> one.outcome() == Outcome.LEFT).hasSize(2);
        for (DumpEntry dump : DumpStore.open(storeFolder).entries()) {
            assertThat(Diagnosis.of(dump.path(), DebugOptions.DEFAULT).kind()).isEqualTo(Kind.CRASH);
        }
    }

    @Test
    void dumpsOfAnotherStoreAreTakenWhenTheirWriterIsDead() throws IOException {
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        String space = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        String writer = "\"bootId\":\"" + boot + "\",\"pidNamespace\":\"" + space + "\",\"processStartTicks\":";
        write("20261121T104903Z-4242-9f3a1c", "\"pid\":4242");
        write("20261121T104904Z-99999999-9f3a1d.part", "\"pid\":99999999," + writer + "1");
        write("20261121T104905Z-1-9f3a1e.part", "\"pid\":1,\"bootId\":\"of another machine\"");

        assertThat(collect())
                .extracting(Found::outcome)
                .containsExactly(Outcome.COLLECTED, Outcome.COLLECTED, Outcome.LEFT);
        assertThat(DumpStore.open(storeFolder).entries())
                .extracting(DumpEntry::id)
                .containsExactly("20261121T104903Z-4242-9f3a1c", "20261121T104904Z-99999999-9f3a1d");
    }

    private void write(String name, String fields) throws IOException {
        Path dump = Files.createDirectory(folder.resolve(name));
        Files.writeString(dump.resolve("dump.json"), "{\"version\":1," + fields + "}");
    }

    private JvmProcess crashing(Jdk jdk, String how) {
        return JvmProcess.with(jdk)
                .flags("-Xmx64m")
                .after("ulimit -c 0")
                .in(folder)
                .main(NativeDeath.class.getName(), how);
    }

    private List<Found> collect() {
        return new Collector(DumpStore.open(storeFolder), false, PrivacyRules.STANDARD).collect(List.of(folder));
    }

    private DumpEntry onlyDump() throws IOException {
        try (Stream<Path> files = Files.list(storeFolder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith(".collecting")))
                    .isEmpty();
        }
        List<DumpEntry> dumps = DumpStore.open(storeFolder).entries();
        assertThat(dumps).hasSize(1);
        return dumps.get(0);
    }
}
