package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real JVMs that die with the agent. */
class AgentTest {
    private static final String VICTIM = "jpm.victim.Victim";

    @TempDir
    static Path shared;

    private static Path agent = Path.of("");

    @TempDir
    Path folder;

    @BeforeAll
    static void makeAgent() {
        agent = AgentJar.in(shared);
    }

    static List<Jdk> jdks() {
        return Jdks.installed();
    }

    /** Case, reason, trigger and thread of each kind of failure. */
    static Stream<Arguments> failures() {
        List<List<String>> cases = List.of(
                List.of("main", "uncaught", "Thread.dispatchUncaughtException", "main"),
                List.of("thread", "uncaught", "Thread.dispatchUncaughtException", "seller"),
                List.of("daemon", "uncaught", "Thread.dispatchUncaughtException", "helper"),
                List.of("pool", "swallowed", "FutureTask.run", "pool-1-thread-1"),
                List.of("future", "swallowed", "CompletableFuture.", "ForkJoinPool-1-worker-1"),
                List.of("forkjoin", "swallowed", "ForkJoinTask.", "ForkJoinPool-1-worker-1"),
                List.of("scheduled", "swallowed", "FutureTask.runAndReset", "pool-1-thread-1"),
                List.of("wrapped", "uncaught", "Thread.dispatchUncaughtException", "main"),
                List.of("suppressed", "uncaught", "Thread.dispatchUncaughtException", "main"),
                List.of("default-handler", "uncaught", "Thread.dispatchUncaughtException", "main"),
                List.of("own-handler", "uncaught", "Thread.dispatchUncaughtException", "main"),
                List.of("exit-in-handler", "uncaught", "Thread.dispatchUncaughtException", "main"),
                List.of("halt-in-handler", "uncaught", "Thread.dispatchUncaughtException", "main"),
                List.of("overflow", "uncaught", "Thread.dispatchUncaughtException", "main"),
                List.of("interrupted", "uncaught", "Thread.dispatchUncaughtException", "main"),
                List.of("hostile", "uncaught", "Thread.dispatchUncaughtException", "main"),
                List.of("silent", "uncaught", "Thread.dispatchUncaughtException", "main"));
        return jdks().stream()
                .flatMap(jdk -> cases.stream()
                        .map(each -> Arguments.of(jdk, each.get(0), each.get(1), each.get(2), each.get(3))));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("failures")
    void failureLeavesOneDumpAndTheProgramEndsAsWithoutAgent(
            Jdk jdk, String failure, String reason, String trigger, String thread) {
        JvmProcess.Result plain = victim(jdk, failure).run();
        JvmProcess.Result watched =
                victim(jdk, failure).agent(agent, "store=" + store()).run();

        assertThat(watched.exitCode()).isEqualTo(plain.exitCode());
        assertThat(watched.stdout()).isEqualTo(plain.stdout());
        WrittenDump dump = onlyDump();
        assertThat(watched.stderrLines().get(0)).isEqualTo(lineFor(dump));
        assertThat(watched.stderrLines().stream().skip(1)).isEqualTo(plain.stderrLines());
        assertThat(dump.metadata())
                .containsEntry("pid", watched.pid())
                .containsEntry("reason", reason)
                .containsEntry("thread", thread)
                .containsEntry("main", VICTIM)
                .hasEntrySatisfying(
                        "trigger", found -> assertThat((String) found).startsWith(trigger));
        assertThat(dump.end()).containsEntry("heapError", null);
        assertThat(dump.folder().resolve("heap.hprof"))
                .hasSize((Long) dump.end().get("heapBytes"));
        assertThat(dump.end()).containsEntry("otherBytes", dump.bytesOfSmallFiles());
        assertThat(faults(dump)).isEqualTo(0L);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void virtualThread(Jdk jdk) {
        assumeTrue(jdk.feature() >= 21, "virtual threads came with Java 21");

        victim(jdk, "virtual").agent(agent, "store=" + store()).run();

        WrittenDump dump = onlyDump();
        assertThat(dump.metadata()).containsEntry("reason", "uncaught");
        assertThat(map(dump.metadata(), "threadInfo")).containsEntry("virtual", true);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void nothingHappensNothingIsWritten(Jdk jdk) {
        JvmProcess.Result watched =
                victim(jdk, "nothing").agent(agent, "store=" + store()).run();

        assertThat(watched.stdout()).isEqualTo("done\n");
        assertThat(watched.stderr()).isEmpty();
        assertThat(store()).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void disabledAgentDoesNothing(Jdk jdk) {
        JvmProcess.Result watched = victim(jdk, "main")
                .agent(agent, "store=" + store())
                .environment("JPM_DISABLE", "1")
                .run();

        assertThat(watched.stderr()).doesNotContain("jpm:");
        assertThat(store()).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void unknownOptionIsToldAndTheProgramGoesOn(Jdk jdk) {
        JvmProcess.Result watched =
                victim(jdk, "nothing").agent(agent, "sotre=x").run();

        assertThat(watched.exitCode()).isZero();
        assertThat(watched.stderrLines())
                .containsExactly(
                        "jpm: unknown agent option 'sotre': known are store, include, exclude, heap, dumps, disable");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aCancelledTaskIsNoFailure(Jdk jdk) {
        victim(jdk, "cancelled").agent(agent, "store=" + store()).run();

        assertThat(store()).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aStormOfEqualFailuresIsCounted(Jdk jdk) {
        victim(jdk, "storm", "20").agent(agent, "store=" + store()).run();

        List<WrittenDump> dumps = WrittenDump.in(store());
        assertThat(dumps).hasSize(4);
        assertThat(dumps.stream().filter(dump -> dump.has("heap.hprof"))).hasSize(1);
        assertThat(dumps.stream().map(dump -> dump.metadata().get("signature")).distinct())
                .hasSize(1);
        assertThat(dumps.stream().filter(dump -> dump.has("occurrences")).map(dump -> dump.text("occurrences")))
                .contains("20");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void everySignatureGetsItsHeap(Jdk jdk) {
        victim(jdk, "two-kinds").agent(agent, "store=" + store()).run();

        List<WrittenDump> dumps = WrittenDump.in(store());
        assertThat(dumps).hasSize(2).allMatch(dump -> dump.has("heap.hprof"));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void heapPolicy(Jdk jdk) {
        victim(jdk, "storm", "3").agent(agent, "heap=always,store=" + store()).run();
        assertThat(WrittenDump.in(store())).hasSize(3).allMatch(dump -> dump.has("heap.hprof"));

        Path other = folder.resolve("other");
        victim(jdk, "main").agent(agent, "heap=never,store=" + other).run();
        assertThat(WrittenDump.in(other)).hasSize(1).noneMatch(dump -> dump.has("heap.hprof"));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aDeathAfterSwallowingHasItsOwnDump(Jdk jdk) {
        victim(jdk, "handed-on").agent(agent, "store=" + store()).run();

        assertThat(WrittenDump.in(store()).stream().map(dump -> dump.metadata().get("reason")))
                .containsExactlyInAnyOrder("swallowed", "uncaught");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void onlyTheOwnerReadsADumpWhateverTheUmask(Jdk jdk) throws IOException, InterruptedException {
        List<String> command =
                victim(jdk, "main").agent(agent, "store=" + store()).command();
        String line = "umask 0; exec '" + String.join("' '", command) + "'";
        new ProcessBuilder("sh", "-c", line)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start()
                .waitFor();

        try (Stream<Path> all = Files.walk(store())) {
            assertThat(all)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void anExistingStoreKeepsItsMode(Jdk jdk) throws IOException {
        Files.createDirectory(
                store(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        victim(jdk, "main").agent(agent, "store=" + store()).run();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store())))
                .isEqualTo("rwxr-xr-x");
        onlyDump();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aStoreThatCannotBeIsTold(Jdk jdk) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        JvmProcess.Result plain = victim(jdk, "main").run();
        JvmProcess.Result watched =
                victim(jdk, "main").agent(agent, "store=" + file).run();

        assertThat(watched.exitCode()).isEqualTo(plain.exitCode());
        assertThat(watched.stderrLines().get(0)).startsWith("jpm: no dump: " + file + ": ");
        assertThat(watched.stderrLines().stream().skip(1)).isEqualTo(plain.stderrLines());
    }

    private JvmProcess victim(Jdk jdk, String... arguments) {
        String[] rest = java.util.Arrays.copyOfRange(arguments, 1, arguments.length);
        String[] all = Stream.concat(Stream.of(arguments[0]), Stream.of(rest)).toArray(String[]::new);
        return JvmProcess.with(jdk)
                .flags("-Xmx256m")
                .classPath(AgentJar.programs())
                .main(VICTIM, all);
    }

    private Path store() {
        return folder.resolve("store");
    }

    private WrittenDump onlyDump() {
        List<WrittenDump> dumps = WrittenDump.in(store());
        assertThat(dumps).hasSize(1);
        return dumps.get(0);
    }

    private String lineFor(WrittenDump dump) {
        return "jpm: dump " + dump.folder().getFileName() + " written to " + store();
    }

    private static @Nullable Object faults(WrittenDump dump) {
        return map(dump.metadata(), "agent").get("faults");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, @Nullable Object> map(Map<String, @Nullable Object> object, String name) {
        return (Map<String, @Nullable Object>) object.get(name);
    }
}
