package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jpm.store.DumpEntry;
import jpm.store.DumpState;
import jpm.store.DumpStore;
import jpm.testdata.Jdk;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The clock is put forward and back between failures: by a library that answers in place of the C library, where there is a compiler for it. */
@Execution(ExecutionMode.SAME_THREAD)
class ClockJumpsTest {
    private static final String CLOCK = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <fcntl.h>
            #include <stdlib.h>
            #include <sys/time.h>
            #include <time.h>
            #include <unistd.h>

            static long long offset(void) {
                char text[32] = {0};
                int file = open(getenv("CLOCK_OFFSET"), O_RDONLY);
                if (file >= 0) {
                    if (read(file, text, sizeof text - 1) < 0) text[0] = 0;
                    close(file);
                }
                return atoll(text);
            }

            int clock_gettime(clockid_t clock, struct timespec *time) {
                static int (*real)(clockid_t, struct timespec *);
                if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
                int result = real(clock, time);
                if (clock == CLOCK_REALTIME) time->tv_sec += offset();
                return result;
            }

            int gettimeofday(struct timeval *restrict time, void *restrict zone) {
                struct timespec now;
                (void) zone;
                clock_gettime(CLOCK_REALTIME, &now);
                time->tv_sec = now.tv_sec;
                time->tv_usec = now.tv_nsec / 1000;
                return 0;
            }
            """;

    private static final List<Duration> JUMPS = List.of(
            Duration.ZERO,
            Duration.ofDays(-1),
            Duration.ofDays(3650),
            Duration.ofDays(-20 * 365),
            // before 1970
            Duration.ofDays(-70 * 365),
            Duration.ofSeconds(-1),
            Duration.ZERO);

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void everyFailureHasItsDump(Jdk jdk) throws IOException, InterruptedException {
        Path library = folder.resolve("clock.so");
        if (!isCompiled(library)) {
            System.out.println("not made: clock jumps, for this host has no C compiler");
            return;
        }
        Path store = folder.resolve("store");
        Path offset = Files.writeString(folder.resolve("offset"), "0");
        JvmProcess jvm = FailingProgram.in(jdk, 0)
                .environment("LD_PRELOAD", library.toString())
                .environment("CLOCK_OFFSET", offset.toString())
                .agent(Build.agentJar(), "keep-free=0,store=" + store);
        try (FailingProgram program = FailingProgram.start(jvm)) {
            for (int i = 0; i < JUMPS.size(); i++) {
                Files.writeString(offset, Long.toString(JUMPS.get(i).toSeconds()));
                // The same failure as before the jump, and another.
                assertThat(program.fail(1))
                        .as("jump %d", i)
                        .allMatch(line -> line.matches("jpm: dump \\S+ written to .*"));
                assertThat(program.fail(100 + i))
                        .as("jump %d", i)
                        .singleElement()
                        .asString()
                        .matches("jpm: dump \\S+ written to .*");
            }
            program.end();
        }
        assertStoreIsWell(store);
    }

    private static void assertStoreIsWell(Path store) throws IOException {
        List<DumpEntry> dumps = DumpStore.open(store).entries();
        // One of each other failure, and of the first the one with the heap and three without.
        assertThat(dumps).hasSize(JUMPS.size() + 4);
        assertThat(dumps).extracting(DumpEntry::state).containsOnly(DumpState.PRESENT, DumpState.NONE);
        int heaps = 0;
        for (DumpEntry dump : dumps) {
            heaps += dump.state() == DumpState.PRESENT || isHeapTooMuch(dump) ? 1 : 0;
        }
        assertThat(heaps).isEqualTo(JUMPS.size() + 1);
        assertThat(dumps).extracting(DumpEntry::time).doesNotContainNull().isSorted();
        assertThat(dumps.get(0).time()).isBefore("1970-01-01T00:00:00Z");
        assertThat(dumps.stream().map(DumpEntry::signature).distinct()).hasSize(JUMPS.size() + 1);
        for (String[] command : new String[][] {
            {"list", "--all"},
            {"info"},
            {"why"},
            {"vacuum", "--older-than=1d", "--dry-run"},
            {"vacuum", "--keep=1", "--yes"}
        }) {
            List<String> words = new java.util.ArrayList<>(List.of(command));
            words.add("--store=" + store);
            JvmProcess.Result result = Cli.run(words.toArray(String[]::new));
            assertThat(result.exitCode()).as(words + result.stderr()).isZero();
            assertThat(result.stdout()).as(words.toString()).contains("Failures");
        }
    }

    /** On a slow machine the first heaps take all the time for which a program may stand still. */
    private static boolean isHeapTooMuch(DumpEntry dump) throws IOException {
        return Files.readString(dump.path().resolve("end.json")).contains("heaps have stopped the program");
    }

    private boolean isCompiled(Path library) throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("clock.c"), CLOCK);
        try {
            Process compiler = new ProcessBuilder(
                            "cc", "-shared", "-fPIC", "-o", library.toString(), source.toString(), "-ldl")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(compiler.waitFor()).as(said).isZero();
            return true;
        } catch (IOException noCompiler) {
            return false;
        }
    }
}
