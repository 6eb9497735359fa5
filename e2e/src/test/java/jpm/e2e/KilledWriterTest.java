package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.store.DumpEntry;
import jpm.store.DumpQuery;
import jpm.store.DumpState;
import jpm.store.DumpStore;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A process is killed, or its store removed, when a file of a dump appears: each file in turn. What remains is a dump as far as it came, or none. */
@Isolated("a blow in the right millisecond needs a core of its own")
class KilledWriterTest {
    /** What stands in the folder when the blow comes; the first is the folder itself, the last the dump that is whole. */
    private static final List<String> STAGES = List.of(
            ".part", "writing", "dump.json", "snapshot.json", "threads.txt", "classes", "heap.hprof", "end.json", "");

    private static final int KEPT = 10;

    @TempDir
    Path folder;

    private JvmProcess program(Jdk jdk, String policy) {
        return FailingProgram.in(jdk, KEPT).agent(Build.agentJar(), "keep-free=0,heap=" + policy + ",store=" + store());
    }

    private Path store() {
        return folder.resolve("store");
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void killedAtEachStage(Jdk jdk) throws IOException, InterruptedException {
        List<DumpState> states = new ArrayList<>();
        for (String stage : STAGES) {
            killAt(stage, program(jdk, "always"));
            states.addAll(assertStoreIsWell(stage));
        }
        assertThat(states).contains(DumpState.INCOMPLETE, DumpState.PRESENT);
        if (jdk.feature() == Jdks.running().feature()) {
            assertCommandsWork(jdk);
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aHeapThatIsNotRedactedYetIsNobodys(Jdk jdk) throws IOException, InterruptedException {
        killWhileRawHeapIsThere(jdk);
        try (FailingProgram next = FailingProgram.start(program(jdk, "redacted"))) {
            next.fail(3);
            next.end();
        }
        assertThat(isRawHeapThere()).isFalse();

        killWhileRawHeapIsThere(jdk);
        assertStoreIsWell("raw.hprof");
        assertThat(isRawHeapThere()).isFalse();

        for (String stage : List.of("heap.new", "heap.hprof")) {
            killAt(stage, program(jdk, "redacted"));
            assertStoreIsWell(stage);
            assertThat(isRawHeapThere()).isFalse();
        }
    }

    /** Once more where it was gone again before the blow came. */
    private void killWhileRawHeapIsThere(Jdk jdk) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < 5; attempt++) {
            killAt("raw.hprof", program(jdk, "redacted"));
            if (isRawHeapThere()) {
                return;
            }
        }
        throw new IllegalStateException("the heap was never seen before it was redacted");
    }

    private boolean isRawHeapThere() throws IOException {
        try (Stream<Path> files = Files.walk(store())) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("raw.hprof"));
        }
    }

    /** Where the bytes of a heap are copied, nobody may find those that are not redacted. */
    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void collectLeavesAHeapThatIsNotRedacted(Jdk jdk) throws IOException, InterruptedException {
        killWhileRawHeapIsThere(jdk);
        Path other = folder.resolve("other");

        JvmProcess.Result collected = Cli.run("collect", "--store=" + other, store().toString());

        assertThat(collected.exitCode()).as(collected.stderr()).isZero();
        try (Stream<Path> files = Files.walk(other)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("dump.json")
                    .noneMatch(name -> name.endsWith(".hprof") || name.contains(".hprof."));
        }
    }

    private void killAt(String stage, JvmProcess jvm) throws IOException, InterruptedException {
        try (FailingProgram program = FailingProgram.start(jvm)) {
            program.tell(1);
            awaitStage(stage, program);
            program.kill();
        }
    }

    /** Looks without a pause: a file may be there for less than a millisecond. */
    private void awaitStage(String stage, FailingProgram program) {
        String own = "-" + program.pid() + "-";
        while (program.isAlive()) {
            String[] names = store().toFile().list((parent, name) -> name.contains(own));
            for (String name : names == null ? new String[0] : names) {
                boolean isPart = name.endsWith(".part");
                boolean isReached = stage.isEmpty()
                        ? !isPart
                        : !isPart
                                || stage.equals(".part")
                                || Files.exists(store().resolve(name).resolve(stage));
                if (isReached) {
                    return;
                }
            }
        }
        throw new IllegalStateException("it died before " + stage);
    }

    /** Gives the states of the dumps, each of which can be opened. */
    private List<DumpState> assertStoreIsWell(String stage) throws IOException {
        DumpStore opened = DumpStore.open(store());
        List<DumpState> states = new ArrayList<>();
        for (DumpEntry dump : opened.find(DumpQuery.of(List.of()))) {
            assertThat(dump.state()).as(stage).isIn(DumpState.INCOMPLETE, DumpState.PRESENT);
            states.add(dump.state());
            if (dump.part()) {
                // Killed before dump.json was whole: nobody knows of whom it is.
                assertThat(dump.main()).as(stage).isNull();
                continue;
            }
            assertThat(dump.exception()).as(stage).isEqualTo("java.lang.IllegalStateException");
            // Killed between the last two steps, it is whole but for its lock's file.
            try (Stream<Path> files = Files.list(dump.path())) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .as(stage)
                        .isSubsetOf(
                                "dump.json",
                                "snapshot.json",
                                "threads.txt",
                                "classes",
                                "heap.hprof",
                                "end.json",
                                "writing");
            }
            try (DebugSession session = DebugSession.open(dump.path(), DebugOptions.DEFAULT)) {
                assertThat(session.threads()).as(stage).isNotEmpty();
            }
        }
        return states;
    }

    private void assertCommandsWork(Jdk jdk) throws IOException, InterruptedException {
        try (FailingProgram next = FailingProgram.start(program(jdk, "always"))) {
            assertThat(next.fail(2)).singleElement().asString().contains("written to");
            next.end();
        }
        String where = "--store=" + store();
        assertThat(succeeding("list", "--all", where)).contains("Failures", "present", "incomplete");
        assertThat(succeeding("info", where)).contains("java.lang.IllegalStateException");
        assertThat(succeeding("vacuum", "--keep=1", "--dry-run", where)).contains("Failures");
        assertThat(succeeding("collect", "--store=" + folder.resolve("other"), store().toString()))
                .contains("collected");
        assertThat(succeeding("vacuum", "--keep=1", "--yes", where)).contains("Failures");
        assertThat(succeeding("rm", "--force", "IllegalStateException", where)).isEmpty();
    }

    private static String succeeding(String... arguments) {
        JvmProcess.Result result = Cli.run(arguments);
        assertThat(result.exitCode()).as(List.of(arguments) + result.stderr()).isZero();
        return result.stdout();
    }

    /** The store is removed when a file appears in it. The program goes on as if nothing had been, and its next failure has a dump. */
    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void theStoreIsRemovedAtEachStage(Jdk jdk) throws IOException, InterruptedException {
        int number = 0;
        try (FailingProgram program = FailingProgram.start(program(jdk, "always"))) {
            program.fail(++number);
            for (String stage : STAGES) {
                removeStore();
                program.tell(++number);
                awaitStage(stage, program);
                removeStore();
                assertThat(program.awaitDone(number))
                        .as(stage)
                        .allMatch(line -> line.startsWith("jpm: ") || line.startsWith("["));

                // What a removal overlooked while the folder got its name.
                removeStore();
                assertThat(program.fail(++number))
                        .as(stage)
                        .anyMatch(line -> line.matches("jpm: dump \\S+ written to .*"));
                assertThat(assertStoreIsWell(stage)).as(stage).contains(DumpState.PRESENT);
            }
            removeStore();
            program.end();
        }
        assertThat(store()).doesNotExist();
    }

    /** Until it is gone: a file that is made meanwhile keeps the folder for that time. */
    private void removeStore() throws IOException, InterruptedException {
        int exitCode;
        do {
            Process remove = new ProcessBuilder("rm", "-rf", store().toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(remove.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            exitCode = remove.waitFor();
            assertThat(exitCode == 0 || said.contains("not empty")).as(said).isTrue();
        } while (exitCode != 0);
    }
}
