package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import jpm.e2e.program.HotLoop;
import jpm.e2e.program.LoggingOrders;
import jpm.live.AgentConnection;
import jpm.live.BreakpointRequest;
import jpm.live.RunningJvm;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Logpoints write to what the program itself logs by, and not more than they may. */
@Execution(ExecutionMode.SAME_THREAD)
class LogpointsTest {
    private static final String FILE = "jpm/e2e/program/Orders.java";
    private static final int PRICE_LINE = 19;
    private static final int LINES_PER_SECOND = 6;
    private static final String PROGRAM = "jpm\\.e2e\\.program\\.Orders";

    @TempDir
    Path folder;

    private @Nullable Process process;

    @AfterEach
    void end() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** The class that gives loggers, the library's jars, and its own form of a line. */
    static Stream<Arguments> libraries() {
        return Stream.of(
                Arguments.of(
                        "org.slf4j.LoggerFactory",
                        List.of("slf4j-api.jar", "logback-classic.jar", "logback-core.jar"),
                        "[0-9:.]+ \\[main] ERROR " + PROGRAM + " -- LOGPOINT: customer \\d+ costs \\$"),
                Arguments.of(
                        "org.apache.logging.log4j.LogManager",
                        List.of("log4j-api.jar", "log4j-core.jar"),
                        "\\[main] ERROR " + PROGRAM + " - LOGPOINT: customer \\d+ costs \\$\n"),
                Arguments.of(
                        "java.util.logging.Logger",
                        List.of(),
                        ".* " + PROGRAM + " price\\nSEVERE: LOGPOINT: customer \\d+ costs \\$"));
    }

    @ParameterizedTest
    @MethodSource("libraries")
    void theProgramsOwnLogHasTheLine(String factory, List<String> jars, String line) throws IOException {
        Files.writeString(folder.resolve("log4j2.properties"), """
                appender.out.type=Console
                appender.out.name=out
                appender.out.layout.type=PatternLayout
                appender.out.layout.pattern=[%t] %p %c - %m%n
                rootLogger.level=INFO
                rootLogger.appenderRef.out.ref=out
                """);
        start(program(jars).main(LoggingOrders.class.getName(), factory));

        agent().add(new BreakpointRequest(
                FILE, PRICE_LINE, null, List.of("order.customer()"), 1, null, false, "$0 costs $$", "ERROR"));

        assertThat(Await.until(this::output, text -> text.contains("LOGPOINT: customer")))
                .containsPattern(line);
    }

    /** Six lines a second of one logpoint, twice that at once, more where the program was held up meanwhile; then it pauses, and says so. */
    @Test
    void aLogpointInAHotLoopPauses() throws IOException {
        start(program(List.of()).main(HotLoop.class.getName()));
        AgentConnection agent = agent();

        long start = System.nanoTime();
        agent.add(new BreakpointRequest(
                "jpm/e2e/program/HotLoop.java", 19, "i % 1000 == 7", List.of("i"), 1, null, false, "at $0", "INFO"));
        String paused = "LOGPOINT: Logpoint is paused due to high call rate until log quota is restored";
        List<String> lines = Await.until(this::logged, each -> each.stream().anyMatch(line -> line.endsWith(paused)));

        assertThat(lines.stream().takeWhile(line -> !line.endsWith(paused)))
                .hasSizeBetween(12, 13 + (int) Math.ceil((System.nanoTime() - start) / 1e9 * LINES_PER_SECOND))
                .allMatch(line ->
                        line.matches("jpm: INFO jpm.e2e.program.HotLoop: LOGPOINT: at \\d*007|.*LOGPOINT: at 7"));
    }

    @Test
    void longLinesPauseByTheirBytes() {
        start(program(List.of()).main("jpm.e2e.program.Shelves"));

        agent().add(new BreakpointRequest(
                "jpm/e2e/program/Shelves.java",
                44,
                null,
                List.of("text"),
                1,
                Duration.ofMinutes(1),
                false,
                "$0$0$0$0",
                "INFO"));

        String paused = "LOGPOINT: Logpoint is paused due to high byte rate until log quota is restored";
        assertThat(Await.until(this::output, text -> text.contains("paused"))).contains(paused);
    }

    private JvmProcess program(List<String> jars) {
        Path[] classPath = Stream.concat(
                        Stream.of(ProgramJar.place(), folder), jars.stream().map(Build::foreignJar))
                .toArray(Path[]::new);
        return JvmProcess.with(Jdks.running())
                .flags("-XX:TieredStopAtLevel=1")
                .classPath(classPath)
                .after("exec >" + folder.resolve("out") + " 2>&1")
                .agent(Build.agentJar(), "store=" + folder.resolve("store"));
    }

    private void start(JvmProcess program) {
        process = program.start();
    }

    private AgentConnection agent() {
        long pid = java.util.Objects.requireNonNull(process).pid();
        return AgentConnection.to(Await.until(
                        () -> RunningJvm.all().stream()
                                .filter(jvm -> jvm.pid() == pid && jvm.isListening())
                                .toList(),
                        found -> !found.isEmpty())
                .get(0));
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("out"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> logged() {
        return output().lines().filter(line -> line.contains("LOGPOINT")).toList();
    }
}
