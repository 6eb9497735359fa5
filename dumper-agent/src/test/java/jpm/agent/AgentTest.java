package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jpm.snapshot.Snapshot;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real JVMs that die with the agent. */
class AgentTest {
    private static final String VICTIM = "jpm.victim.Victim";

    @TempDir
    Path folder;

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
                List.of("asking", "uncaught", "Thread.dispatchUncaughtException", "main"),
                List.of("hostile-thread", "uncaught", "Thread.dispatchUncaughtException", "hostile"),
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
                victim(jdk, failure).agent(AgentJar.path(), "store=" + store()).run();

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
        assertThat(map(dump.metadata(), "agent"))
                .containsEntry("lastFault", null)
                .containsEntry("faults", 0L)
                .containsEntry("version", AgentJar.VERSION);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void loadersThatLockDoNotWaitForEachOther(Jdk jdk) {
        JvmProcess.Result watched = victim(jdk, "loaders")
                .agent(AgentJar.path(), "store=" + store())
                .run();

        assertThat(watched.exitCode()).isZero();
        assertThat(watched.stdoutLines()).containsExactly("loaded");
    }

    static List<Jdk> jdksWithVirtualThreads() {
        return Jdks.atLeast(21);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("jdksWithVirtualThreads")
    void virtualThread(Jdk jdk) {
        victim(jdk, "virtual").agent(AgentJar.path(), "store=" + store()).run();

        WrittenDump dump = onlyDump();
        assertThat(dump.metadata()).containsEntry("reason", "uncaught");
        assertThat(map(dump.metadata(), "threadInfo")).containsEntry("virtual", true);
    }

    @Test
    void nothingHappensNothingIsWritten() {
        JvmProcess.Result watched = victim(Jdks.running(), "nothing")
                .agent(AgentJar.path(), "store=" + store())
                .run();

        assertThat(watched.stdout()).isEqualTo("done\n");
        assertThat(watched.stderr()).isEmpty();
        assertThat(WrittenDump.in(store())).isEmpty();
    }

    @Test
    void disabledAgentDoesNothing() {
        JvmProcess.Result watched = victim(Jdks.running(), "main")
                .agent(AgentJar.path(), "store=" + store())
                .environment("JPM_DISABLE", "1")
                .run();

        assertThat(watched.stderr()).doesNotContain("jpm:");
        assertThat(store()).doesNotExist();
    }

    @Test
    void unknownOptionIsToldAndTheProgramGoesOn() {
        JvmProcess.Result watched = victim(Jdks.running(), "nothing")
                .agent(AgentJar.path(), "sotre=x")
                .run();

        assertThat(watched.exitCode()).isZero();
        assertThat(watched.stderrLines())
                .containsExactly(
                        "jpm: unknown agent option 'sotre': known are store, include, exclude, heap, dumps, disable, max-pause, max-use, keep-free, privacy, escapes, watchdog, pressure, controller, token-file, module, version, upload, throw, throw-message, throw-range");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aCancelledTaskIsNoFailure(Jdk jdk) {
        victim(jdk, "cancelled").agent(AgentJar.path(), "store=" + store()).run();

        assertThat(WrittenDump.in(store())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aStormOfEqualFailuresIsCounted(Jdk jdk) {
        victim(jdk, "storm", "20").agent(AgentJar.path(), "store=" + store()).run();

        List<WrittenDump> dumps = WrittenDump.in(store());
        assertThat(dumps).hasSize(4);
        assertThat(dumps.stream().filter(dump -> dump.has("heap.hprof"))).hasSize(1);
        assertThat(dumps.stream().map(dump -> dump.metadata().get("signature")).distinct())
                .hasSize(1);
        assertThat(dumps.stream().filter(dump -> dump.has("occurrences")).map(dump -> dump.text("occurrences")))
                .contains("20");
    }

    @Test
    void everySignatureGetsItsHeap() {
        victim(Jdks.running(), "two-kinds")
                .agent(AgentJar.path(), "store=" + store())
                .run();

        List<WrittenDump> dumps = WrittenDump.in(store());
        assertThat(dumps).hasSize(2).allMatch(dump -> dump.has("heap.hprof"));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void exceptionsWithoutTraceAreToldApartByTheirFrames(Jdk jdk) {
        victim(jdk, "two-silent").agent(AgentJar.path(), "store=" + store()).run();

        List<WrittenDump> dumps = WrittenDump.in(store());
        assertThat(dumps).hasSize(3);
        assertThat(dumps.stream().filter(dump -> dump.has("heap.hprof"))).hasSize(2);
        assertThat(dumps.stream().map(dump -> dump.metadata().get("signature")).distinct())
                .hasSize(2);
    }

    @Test
    void theInnermostOfAThousandCausesCounts() {
        victim(Jdks.running(), "long-chain")
                .agent(AgentJar.path(), "heap=never,store=" + store())
                .run();

        List<?> chain = (List<?>) onlyDump().metadata().get("chain");
        assertThat(chain).hasSize(64);
        Map<?, ?> innermost = (Map<?, ?>) chain.get(63);
        assertThat(innermost.get("class")).isEqualTo("java.lang.UnsupportedOperationException");
        assertThat(innermost.get("message")).isEqualTo("innermost");
        assertThat(innermost.get("omittedBefore")).isEqualTo(936L);
        assertThat(onlyDump().metadata())
                .containsEntry(
                        "signature",
                        Signature.of(
                                "java.lang.UnsupportedOperationException", stack("longChain", "main"), VICTIM::equals));
    }

    private static StackTraceElement[] stack(String... methods) {
        return Stream.of(methods)
                .map(method -> new StackTraceElement(VICTIM, method, null, -1))
                .toArray(StackTraceElement[]::new);
    }

    @Test
    void causesThatGoRoundInACircleAreShownOnce() {
        victim(Jdks.running(), "circle")
                .agent(AgentJar.path(), "heap=never,store=" + store())
                .run();

        List<?> chain = (List<?>) onlyDump().metadata().get("chain");
        assertThat(chain.stream().map(each -> String.valueOf(((Map<?, ?>) each).get("message"))))
                .containsExactly("outer", "middle", "inner");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpm.agent.Signature", "jpm.agent.Dumper", "jpm.agent.Internals", "jpm.agent.CrashHook"})
    void aFaultThatCostsTheDumpIsTold(String missing, @TempDir Path damaged) {
        JvmProcess.Result watched = victim(Jdks.running(), "storm", "3")
                .agent(AgentJar.without(missing, damaged), "store=" + store())
                .run();

        assertThat(watched.stderrLines().stream().filter(line -> line.startsWith("jpm: ")))
                .singleElement()
                .asString()
                .startsWith("jpm: no dump: the agent failed: ")
                .contains(missing.substring(missing.lastIndexOf('.') + 1));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aClassThatCannotBeInstrumentedHasItsReason(Jdk jdk) {
        victim(jdk, "blind-loader")
                .agent(AgentJar.path(), "heap=never,store=" + store())
                .run();

        Snapshot.Frame frame = onlyDump().snapshot().frames().get(0);
        assertThat(frame.method()).isEqualTo("run");
        assertThat(frame.whyNoVariables()).isEqualTo("its class loader hides the JDK's package java.lang from it");
    }

    @Test
    void heapPolicy() {
        victim(Jdks.running(), "storm", "3")
                .agent(AgentJar.path(), "heap=always,store=" + store())
                .run();
        assertThat(WrittenDump.in(store())).hasSize(3).allMatch(dump -> dump.has("heap.hprof"));

        Path other = folder.resolve("other");
        victim(Jdks.running(), "main")
                .agent(AgentJar.path(), "heap=never,store=" + other)
                .run();
        assertThat(WrittenDump.in(other)).hasSize(1).noneMatch(dump -> dump.has("heap.hprof"));
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aDeathAfterSwallowingHasItsOwnDump(Jdk jdk) {
        victim(jdk, "handed-on").agent(AgentJar.path(), "store=" + store()).run();

        assertThat(WrittenDump.in(store()).stream().map(dump -> dump.metadata().get("reason")))
                .containsExactlyInAnyOrder("swallowed", "uncaught");
    }

    @Test
    void onlyTheOwnerReadsADumpWhateverTheUmask() throws IOException, InterruptedException {
        List<String> command = victim(Jdks.running(), "main")
                .agent(AgentJar.path(), "store=" + store())
                .command();
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

    @Test
    void anExistingStoreKeepsItsMode() throws IOException {
        Files.createDirectory(
                store(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));

        victim(Jdks.running(), "main")
                .agent(AgentJar.path(), "store=" + store())
                .run();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store())))
                .isEqualTo("rwxr-xr-x");
        onlyDump();
    }

    @Test
    void aStoreThatCannotBeIsTold() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        JvmProcess.Result plain = victim(Jdks.running(), "main").run();
        JvmProcess.Result watched = victim(Jdks.running(), "main")
                .agent(AgentJar.path(), "store=" + file)
                .run();

        assertThat(watched.exitCode()).isEqualTo(plain.exitCode());
        assertThat(watched.stderrLines().get(0)).startsWith("jpm: no dump: " + file + ": ");
        assertThat(watched.stderrLines().stream().skip(1)).isEqualTo(plain.stderrLines());
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aHeapThatDoesNotFitIsTakenBackAndTheSmallFilesStay(Jdk jdk) throws IOException, InterruptedException {
        List<String> stderr = withLargestFile(jdk, 64);

        WrittenDump dump = onlyDump();
        assertThat(stderr.get(0)).isEqualTo(lineFor(dump) + " (no heap: File too large)");
        assertThat(dump.end()).containsEntry("heapError", "File too large").containsEntry("heapBytes", 0L);
        assertThat(dump.has("heap.hprof")).isFalse();
        assertThat(dump.snapshot().frames()).isNotEmpty();
        assertThat(stderr.get(1)).startsWith("Exception in thread \"main\"");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aFullStoreIsToldAndLeavesNothing(Jdk jdk) throws IOException, InterruptedException {
        List<String> stderr = withLargestFile(jdk, 0);

        assertThat(stderr.get(0)).isEqualTo("jpm: no dump: " + store() + ": IOException: File too large");
        assertThat(stderr.get(1)).startsWith("Exception in thread \"main\"");
        assertThat(WrittenDump.in(store())).isEmpty();
    }

    /** The stderr of a failing program that can write no file of more than so many KiB, as on a full disk. */
    private List<String> withLargestFile(Jdk jdk, int kibibytes) throws IOException, InterruptedException {
        List<String> command = victim(jdk, "main")
                .flags("-XX:-UsePerfData")
                .agent(AgentJar.path(), "store=" + store())
                .command();
        String line = "ulimit -f " + kibibytes * 2 + "; exec '" + String.join("' '", command) + "' 2>&1";
        Process process = new ProcessBuilder("sh", "-c", line).start();
        try (InputStream out = process.getInputStream()) {
            List<String> lines = new String(out.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(process.waitFor()).isEqualTo(1);
            return lines;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jpm.agent.SnapshotBuilder",
                "jpm.agent.ThreadsText",
                "jpm.agent.ClassFiles",
                "jpm.agent.HeapFile",
                "jpm.agent.MetadataJson",
                "jpm.agent.Dumper",
                "jpm.agent.Signature",
                "jpm.agent.instrument.LocalsInstrumenter",
                "jpm.agent.instrument.CaptureRuntime",
                "jpm.agent.instrument.JdkHooks",
                "jpm.agent.runtime.java.lang.JpmCapture"
            })
    void aFaultOfTheAgentIsNotTheProgramsFault(String missing, @TempDir Path damaged) {
        Path jar = AgentJar.without(missing, damaged);
        JvmProcess.Result plain = victim(Jdks.running(), "own-handler").run();
        JvmProcess.Result watched = victim(Jdks.running(), "own-handler")
                .agent(jar, "store=" + store())
                .run();

        assertThat(watched.exitCode()).isEqualTo(plain.exitCode());
        assertThat(watched.stdout()).isEqualTo(plain.stdout());
        assertThat(watched.stderrLines().stream().filter(line -> !line.startsWith("jpm: ")))
                .isEqualTo(plain.stderrLines());
    }

    static Stream<Arguments> memoryErrors() {
        return jdks().stream()
                .flatMap(jdk -> Stream.of("G1", "Serial")
                        .flatMap(collector -> Stream.of("oom-large", "oom-tiny")
                                .map(failure -> Arguments.of(jdk, collector, failure))));
    }

    @ParameterizedTest(name = "{2} with {1} on {0}")
    @MethodSource("memoryErrors")
    void outOfMemory(Jdk jdk, String collector, String failure) {
        JvmProcess.Result watched = victim(jdk, failure)
                .flags("-Xmx24m", "-XX:+Use" + collector + "GC")
                .agent(AgentJar.path(), "store=" + store())
                .run();

        WrittenDump dump = onlyDump();
        assertThat(watched.exitCode()).isEqualTo(1);
        assertThat(watched.stderrLines().get(0)).isEqualTo(lineFor(dump));
        assertThat(dump.metadata()).containsEntry("reason", "oom");
        assertThat(dump.has("heap.hprof")).isTrue();
        assertThat(dump.snapshot().frames()).anyMatch(frame -> frame.method().equals("main"));
    }

    @Test
    void noSecretInTheSmallFiles() throws IOException {
        String secret = "gEheim-4711";
        victim(Jdks.running(), "secrets", "--token", secret, "--password=" + secret)
                .flags("-Ddb.password=" + secret, "-Dshop.url=https://ann:" + secret + "@shop/")
                .environment("API_TOKEN", secret)
                .environment("PROXY", "http://ann:" + secret + "@proxy:3128")
                .environment("LOGIN", "user=ann;password=" + secret)
                .agent(AgentJar.path(), "heap=never,store=" + store())
                .run();

        WrittenDump dump = onlyDump();
        assertThat(dump.snapshot().frames()).anyMatch(frame -> frame.method().equals("login"));
        try (Stream<Path> files = Files.walk(dump.folder())) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .doesNotContain(secret));
        }
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aRedactedHeapHasNoSecret(Jdk jdk) throws IOException {
        String secret = "gEheim-4711";
        victim(jdk, "secrets", "--token", secret)
                .flags("-Dshop.word=" + secret)
                .agent(AgentJar.path(), "heap=redacted,store=" + store())
                .run();

        WrittenDump dump = onlyDump();
        assertThat(dump.end()).containsEntry("heapError", null);
        assertThat(Files.readString(dump.folder().resolve("heap.hprof"), StandardCharsets.ISO_8859_1))
                .doesNotContain(secret)
                .contains("jpm.victim.Victim")
                .hasSize(Math.toIntExact((Long) dump.end().get("heapBytes")));
        assertThat(dump.has("raw.hprof")).isFalse();
    }

    @Test
    void rulesOfPrivacyHideWhatTheySayAndAllWhereTheyCannotBeRead() throws IOException {
        Path rules = Files.writeString(folder.resolve("rules"), "name item\n");
        victim(Jdks.running(), "main")
                .agent(AgentJar.path(), "heap=never,privacy=" + rules + ",store=" + store())
                .run();
        Path other = folder.resolve("other");
        JvmProcess.Result watched = victim(Jdks.running(), "main")
                .agent(AgentJar.path(), "heap=never,privacy=" + folder.resolve("missing") + ",store=" + other)
                .run();

        assertThat(onlyDump().text("snapshot.json")).doesNotContain("\"value\":\"\\\"apple");
        assertThat(watched.stderrLines().get(0)).contains("all values are masked");
        assertThat(WrittenDump.in(other).get(0).text("snapshot.json")).doesNotContain("apple");
        assertThat(WrittenDump.in(other).get(0).text("dump.json")).doesNotContain("apple");
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void tenProcessesAtOnceLoseNothing(Jdk jdk) throws InterruptedException {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            processes.add(victim(jdk, "main")
                    .agent(AgentJar.path(), "heap=always,store=" + store())
                    .start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).isEqualTo(1);
        }

        List<WrittenDump> dumps = WrittenDump.in(store());
        assertThat(dumps).hasSize(10).allMatch(dump -> dump.has("end.json") && dump.has("heap.hprof"));
        assertThat(dumps.stream().map(dump -> dump.metadata().get("pid")).distinct())
                .hasSize(10);
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void theEndOfTheProgramWaitsForADumpInFlight(Jdk jdk) {
        victim(jdk, "last-moment", store().toString())
                .agent(AgentJar.path(), "store=" + store())
                .run();

        assertThat(onlyDump().has("end.json")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aThreadWithASmallStack(Jdk jdk) {
        victim(jdk, "thread")
                .flags("-Xss256k")
                .agent(AgentJar.path(), "store=" + store())
                .run();

        assertThat(faults(onlyDump())).isEqualTo(0L);
        assertThat(onlyDump().has("heap.hprof")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void aSourceFileThatIsRunDirectly(Jdk jdk) throws IOException {
        Path file = Files.writeString(folder.resolve("Till.java"), """
                class Till {
                    public static void main(String[] args) {
                        new Till().open(args.length);
                    }

                    void open(int count) {
                        throw new IllegalStateException("jammed " + count);
                    }
                }
                """);
        JvmProcess.Result plain =
                JvmProcess.with(jdk).classPath().main(file.toString(), "x").run();
        JvmProcess.Result watched = JvmProcess.with(jdk)
                .classPath()
                .main(file.toString(), "x")
                .agent(AgentJar.path(), "store=" + store())
                .run();

        assertThat(watched.exitCode()).isEqualTo(plain.exitCode());
        assertThat(watched.stderrLines().stream().skip(1)).isEqualTo(plain.stderrLines());
        assertThat(onlyDump().metadata()).containsEntry("main", "Till.java");
        assertThat(onlyDump().has("classes/Till.class")).isTrue();
    }

    @ParameterizedTest
    @MethodSource("jdks")
    void localsOfEveryFrame(Jdk jdk) {
        victim(jdk, "wrapped").agent(AgentJar.path(), "store=" + store()).run();

        List<Snapshot.Frame> frames = onlyDump().snapshot().frames();
        assertThat(frames.stream().map(Snapshot.Frame::method)).containsExactly("price", "wrapped", "main");
        assertThat(frames.get(0).arguments().stream().map(variable -> variable.name() + "=" + variable.value()))
                .containsExactly("item=\"rice\"", "quantity=14");
        assertThat(frames.get(0).locals().stream().map(variable -> variable.name() + "=" + variable.value()))
                .containsExactly("unit=98");
    }

    private JvmProcess victim(Jdk jdk, String... arguments) {
        String[] rest = java.util.Arrays.copyOfRange(arguments, 1, arguments.length);
        String[] all = Stream.concat(Stream.of(arguments[0]), Stream.of(rest)).toArray(String[]::new);
        return JvmProcess.with(jdk)
                .flags("-Xmx256m", "-XX:TieredStopAtLevel=1")
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
