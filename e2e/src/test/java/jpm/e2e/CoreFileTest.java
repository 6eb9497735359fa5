package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import jpm.collect.Collector;
import jpm.collect.Collector.Found;
import jpm.collect.Collector.Outcome;
import jpm.debug.DebugFrame;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.e2e.program.NativeDeath;
import jpm.snapshot.PrivacyRules;
import jpm.store.DumpEntry;
import jpm.store.DumpState;
import jpm.store.DumpStore;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import jpm.verdict.Diagnosis;
import jpm.verdict.Verdict.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The core file of a JVM that crashed becomes a dump with its heap and its threads. Where the host writes no core files, the run says so. */
@Execution(ExecutionMode.SAME_THREAD)
class CoreFileTest {
    @TempDir
    Path folder;

    @TempDir
    Path storeFolder;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void isADump(Jdk jdk) throws IOException {
        JvmProcess.Result died = JvmProcess.with(jdk)
                .flags("-Xmx32m", "-XX:+UseSerialGC", "-XX:ErrorFile=/dev/null")
                .after("ulimit -c unlimited")
                .in(folder)
                .main(NativeDeath.class.getName(), "write")
                .run();
        Path core = core();
        if (core == null) {
            System.out.println("not made: a core file, which this host's core_pattern sends elsewhere: "
                    + Files.readString(Path.of("/proc/sys/kernel/core_pattern")).strip());
            return;
        }
        List<Found> found = collect(core);

        assertThat(found).extracting(Found::outcome).containsExactly(Outcome.COLLECTED);
        DumpEntry dump = DumpStore.open(storeFolder).entries().get(0);
        assertThat(dump.reason()).isEqualTo("crash");
        assertThat(dump.exception()).isEqualTo("SIGABRT");
        assertThat(dump.pid()).isEqualTo(died.pid());
        assertThat(dump.main()).isEqualTo(NativeDeath.class.getName());
        assertThat(dump.thread()).isEqualTo("main");
        assertThat(dump.state()).isEqualTo(DumpState.PRESENT);
        try (DebugSession session = DebugSession.open(dump.path(), DebugOptions.DEFAULT)) {
            assertThat(session.frames().stream().map(DebugFrame::qualifiedMethod))
                    .contains(NativeDeath.class.getName() + ".write", NativeDeath.class.getName() + ".main");
        }
        assertThat(Diagnosis.of(dump.path(), DebugOptions.DEFAULT).kind()).isEqualTo(Kind.CRASH);
        assertThat(collect(core)).extracting(Found::outcome).containsExactly(Outcome.KNOWN);
        cutCoresAreLeft(core);
    }

    private void cutCoresAreLeft(Path core) throws IOException {
        byte[] begin;
        try (InputStream in = Files.newInputStream(core)) {
            begin = in.readNBytes(1 << 16);
        }
        Path cut = Files.createDirectory(folder.resolve("cut"));
        for (int bytes : new int[] {0, 3, 20, 63, 64, 100, 1000, 5000, 20_000}) {
            Files.write(cut.resolve("core." + bytes), Arrays.copyOf(begin, bytes));
        }
        begin[56] = -1;
        begin[57] = 127;
        begin[40] = 1;
        Files.write(cut.resolve("core.damaged"), begin);
        assertThat(new Collector(DumpStore.open(storeFolder), false, PrivacyRules.STANDARD).collect(List.of(cut)))
                .hasSize(10)
                .allSatisfy(one -> assertThat(one.detail()).isNotEmpty());
    }

    private @Nullable Path core() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("core(\\..*)?"))
                    .findFirst()
                    .orElse(null);
        }
    }

    private List<Found> collect(Path file) {
        return new Collector(DumpStore.open(storeFolder), false, PrivacyRules.STANDARD).collect(List.of(file));
    }
}
