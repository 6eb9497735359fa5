package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jpm.e2e.program.Orders;
import jpm.live.AgentConnection;
import jpm.live.BreakpointRequest;
import jpm.live.LiveBreakpoint;
import jpm.live.RunningJvm;
import jpm.snapshot.Snapshot;
import jpm.snapshot.SnapshotJson;
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

/** Breakpoints and logpoints in real JVMs; what they catch is compared with what the program prints. */
@Execution(ExecutionMode.SAME_THREAD)
class BreakpointsTest {
    private static final String FILE = "jpm/e2e/program/Orders.java";
    private static final int PRICE_LINE = 19;
    private static final int LINE_WITHOUT_CODE = 20;
    private static final int NEXT_LINE = 22;

    @TempDir
    Path folder;

    private @Nullable Process process;
    private final Map<String, String> printed = new ConcurrentHashMap<>();

    @AfterEach
    void endProgram() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aHitIsADumpWithTheVariablesOfAllFrames(Jdk jdk) {
        start(jdk, program(jdk, 5).agent(Build.agentJar(), "store=" + store()));
        agent();

        JvmProcess.Result added = Cli.run(
                "break",
                "add",
                "--pid",
                pid(),
                FILE + ":" + LINE_WITHOUT_CODE,
                "--if",
                "order.id() % 7 == 0 && even",
                "-e",
                "order.customer().length()",
                "-e",
                "nothing");

        assertThat(added.stderr()).contains("line 20 has no code, the next that has is " + NEXT_LINE);
        Snapshot snapshot = snapshot(onlyDump());
        String id = member(snapshot, local(snapshot, 0, "order"), "id");
        Map<String, String> expected = expected(id);
        assertThat(Integer.parseInt(id) % 14).isZero();
        assertThat(local(snapshot, 0, "base").value()).isEqualTo(expected.get("base"));
        assertThat(local(snapshot, 0, "even").value()).isEqualTo(expected.get("even"));
        assertThat(local(snapshot, 0, "price").value()).isEqualTo(expected.get("price"));
        assertThat(local(snapshot, 0, "discount").value()).isEqualTo("0.5");
        assertThat(local(snapshot, 1, "note").value()).isEqualTo(expected.get("note"));
        assertThat(local(snapshot, 1, "small").value()).isEqualTo(id);
        assertThat(local(snapshot, 2, "number").value()).isEqualTo(id);
        assertThat(snapshot.frames().stream().map(Snapshot.Frame::method)).containsExactly("price", "serve", "main");
        assertThat(snapshot.expressions().get(0).value()).isEqualTo(Integer.toString(("customer " + id).length()));
        assertThat(snapshot.expressions().get(1).status()).isNotNull();
        assertThat(Cli.run("list", "--store", store().toString(), "--json").stdout())
                .contains("\"reason\":\"breakpoint\"");
        assertThat(Cli.run("open", "--store", store().toString(), "--batch", "-x", "bt")
                        .stdout())
                .contains("Orders hit " + FILE + ":" + NEXT_LINE)
                .contains("#0  jpm.e2e.program.Orders.price(order=Order[id=" + id);
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aJvmWithoutAnyFlagIsAttachedAndItsHeapIsDumped(Jdk jdk) {
        start(jdk, program(jdk, 5));

        JvmProcess.Result attached = Cli.run("attach", pid(), "--store", store().toString());
        assertThat(attached.stderr()).contains(jdk.feature() < 21 ? "" : "-XX:+EnableDynamicAgentLoading");
        assertThat(attached.exitCode()).isZero();
        assertThat(Cli.run("attach", pid()).stdout()).startsWith("The agent was already in");
        Cli.run("break", "add", "--pid", pid(), "jpm.e2e.program.Orders:" + PRICE_LINE, "--heap");

        onlyDump();
        JvmProcess.Result opened = Cli.run(
                "open",
                "--store",
                store().toString(),
                "--batch",
                "-x",
                "print order.id",
                "-x",
                "print order.customer",
                "-x",
                "up",
                "-x",
                "print note");
        String id = value(opened, "order.id");
        assertThat(value(opened, "order.customer")).isEqualTo(expected(id).get("customer"));
        assertThat(value(opened, "note")).isEqualTo(expected(id).get("note"));
    }

    @Test
    void whoeverRefusesSaysWhy() {
        Jdk jdk = Jdks.running();
        start(jdk, program(jdk, 5).flags("-XX:+DisableAttachMechanism"));

        assertThat(Cli.run("attach", pid()).stderr())
                .contains("it runs with -XX:+DisableAttachMechanism")
                .contains("start it without that flag, or with -javaagent");
        assertThat(Cli.run("break", "add", "--pid", pid(), FILE + ":1").stderr())
                .contains("no agent of jpm listens")
                .contains("jpm attach " + pid());
        assertThat(Cli.run("attach", "999999999").stderr()).contains("there is none");
    }

    @Test
    void aJvmThatAllowsNoAgentsIsToldOf() {
        Jdk newest = Jdks.installed().get(Jdks.installed().size() - 1);
        start(newest, program(newest, 5).flags("-XX:-EnableDynamicAgentLoading"));

        assertThat(Cli.run("attach", pid()).stderr())
                .contains("it runs with -XX:-EnableDynamicAgentLoading")
                .contains("start it without that flag, or with -javaagent");
    }

    /** Another user's program is out of reach, whether the agent is in it or not. */
    @Test
    void onlyTheUserAndRootMay() throws IOException {
        String why = " and only that user and root may";
        if (!"root".equals(System.getProperty("user.name"))) {
            assertThat(Cli.run("attach", "1").stderr()).contains(why);
            return;
        }
        Jdk jdk = Jdks.running();
        start(jdk, program(jdk, 5).agent(Build.agentJar(), "store=" + store()));
        agent();
        try (OtherUser other = new OtherUser()) {
            assertThat(other.jpm("attach", pid()).stderr()).contains("it is of user root," + why);
            assertThat(other.jpm("break", "add", "--pid", pid(), FILE + ":" + PRICE_LINE)
                            .stderr())
                    .contains("it is of user root," + why);
            assertThat(other.jpm("break", "list").stdout()).doesNotContain(pid());
        }
    }

    /** A JVM that ends meanwhile keeps no other's breakpoints from being listed. */
    @Test
    void whatHasEndedIsToldSo() throws InterruptedException {
        Jdk jdk = Jdks.running();
        start(jdk, program(jdk, 5).agent(Build.agentJar(), "store=" + store()));
        AgentConnection agent = agent();

        java.util.Objects.requireNonNull(process).destroyForcibly().waitFor();

        org.assertj.core.api.Assertions.assertThatThrownBy(agent::list)
                .hasMessage("cannot reach process " + pid() + ": it has ended");
    }

    @Test
    void whatCannotWorkIsToldAndWhatEndsIsGone() {
        Jdk jdk = Jdks.running();
        start(jdk, program(jdk, 1).agent(Build.agentJar(), "store=" + store()));
        AgentConnection agent = agent();

        assertThat(agent.add(request(FILE, 9999, null)).message()).isEqualTo("No code found at line 9999");
        assertThat(agent.add(request(FILE, PRICE_LINE, "base +")).state()).isEqualTo("failed");
        assertThat(agent.add(request("com/acme/Unknown.java", 1, null)).state()).isEqualTo("pending");
        assertThat(Cli.run("break", "add", "--pid", pid(), "com/acme/Orders.java:22")
                        .stderr())
                .contains("it waits until a class of that file is loaded; loaded is " + FILE);
        assertThat(ended(agent, agent.add(request(FILE, PRICE_LINE, "base"))).message())
                .isEqualTo("Condition does not evaluate to boolean (return type: long)");
        BreakpointRequest brief = new BreakpointRequest(
                FILE, PRICE_LINE, "base == 0", List.of(), 1, java.time.Duration.ofMillis(300), false, null, null);
        assertThat(ended(agent, agent.add(brief)).message()).isEqualTo("The snapshot has expired");
        LiveBreakpoint thrice = agent.add(
                new BreakpointRequest(FILE, PRICE_LINE, "order.id() % 3 == 0", List.of(), 3, null, false, null, null));
        assertThat(ended(agent, thrice).dumps()).hasSize(3);
    }

    /** Another agent sees the class's code: changed by the first breakpoint, and as it was when the last has gone. */
    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void theLastBreakpointLeavesTheCodeAsItWas(Jdk jdk) throws IOException {
        Path err = folder.resolve("err");
        start(
                jdk,
                program(jdk, 5)
                        .after("exec 2>" + err)
                        .agent(Build.agentJar(), "store=" + store())
                        .agent(ClassWatch.jar(folder), Orders.class.getName()));
        AgentConnection agent = agent();
        Await.until(() -> ClassWatch.forms(err), forms -> forms.size() == 1);
        LiveBreakpoint first = agent.add(request(FILE, PRICE_LINE, "order == null"));
        Await.until(() -> ClassWatch.forms(err), forms -> forms.size() == 2);
        LiveBreakpoint second = agent.add(request(FILE, NEXT_LINE, "order == null"));
        Await.until(() -> ClassWatch.forms(err), forms -> forms.size() == 3);

        agent.remove(first.id());
        Await.until(() -> ClassWatch.forms(err), forms -> forms.size() == 4);
        agent.remove(second.id());

        List<String> forms = Await.until(() -> ClassWatch.forms(err), seen -> seen.size() == 5);
        assertThat(forms.get(4)).isEqualTo(forms.get(0));
        assertThat(forms.subList(0, 4)).doesNotHaveDuplicates();
        int seen = printed.size();
        assertThat(Await.until(printed::size, size -> size > seen + 10)).isGreaterThan(seen);
    }

    /** What would change the program, in whatever way, is not run: the program's own output stays right. */
    @Test
    void nothingThatChangesTheProgramIsRun() {
        Jdk jdk = Jdks.running();
        start(jdk, program(jdk, 5).agent(Build.agentJar(), "store=" + store()));
        AgentConnection agent = agent();

        assertThat(ended(agent, agent.add(request(FILE, PRICE_LINE, "serve(7) > 0")))
                        .message())
                .startsWith("jpm runs no code that it does not know to be harmless, so it does not call serve()");
        assertThat(ended(agent, agent.add(request(FILE, PRICE_LINE, "sum = 3"))).message())
                .contains("nothing");
        assertThat(ended(agent, agent.add(request(FILE, PRICE_LINE, "log.add(\"x\")")))
                        .message())
                .isNotEmpty();
        assertThat(ended(agent, agent.add(request(FILE, PRICE_LINE, "System.exit(1) == null")))
                        .message())
                .isNotEmpty();
        expected(Integer.toString(printed.size() + 20));
        assertThat(java.util.Objects.requireNonNull(process).isAlive()).isTrue();
    }

    @Test
    void aHotLoopIsLeftAlone() {
        Jdk jdk = Jdks.running();
        process = JvmProcess.with(jdk)
                .agent(Build.agentJar(), "store=" + store())
                .main(jpm.e2e.program.HotLoop.class.getName())
                .start();
        Await.until(() -> RunningJvm.matching("HotLoop"), found -> !found.isEmpty());
        AgentConnection agent = agent();

        LiveBreakpoint added = agent.add(request("jpm/e2e/program/HotLoop.java", 19, "i == -1"));

        assertThat(ended(agent, added).message()).startsWith("Cancelled. The condition evaluation cost");
    }

    @ParameterizedTest
    @MethodSource("jpm.testdata.Jdks#installed")
    void aLogpointWritesIntoTheProgramsLog(Jdk jdk) throws IOException {
        Path err = folder.resolve("err.txt");
        process = program(jdk, 5)
                .agent(Build.agentJar(), "store=" + store())
                .after("exec 2>" + err)
                .start();
        read(process);
        Await.until(() -> printed, map -> !map.isEmpty());
        agent();

        Cli.run(
                "log",
                "add",
                "--pid",
                pid(),
                FILE + ":" + PRICE_LINE,
                "for {order.customer()}: {base} ${{",
                "--if",
                "order.id() % 5 == 0");
        String line =
                Await.until(() -> lines(err), lines -> lines.stream().anyMatch(each -> each.contains("LOGPOINT")))
                        .stream()
                        .filter(each -> each.contains("LOGPOINT"))
                        .findFirst()
                        .orElseThrow();

        assertThat(line).matches("jpm: INFO jpm\\.e2e\\.program\\.Orders: LOGPOINT: for customer (\\d+): 5\\d+ \\$\\{");
        Cli.run("log", "rm", "--pid", pid(), "--all");
        assertThat(Cli.run("log", "list", "--pid", pid()).exitCode()).isEqualTo(1);
    }

    private static JvmProcess program(Jdk jdk, int pauseMillis) {
        return JvmProcess.with(jdk).main(Orders.class.getName(), Integer.toString(pauseMillis));
    }

    private void start(Jdk jdk, JvmProcess program) {
        process = program.start();
        read(process);
        Await.until(() -> printed, map -> !map.isEmpty());
    }

    /** Keeps the program's lines by the order's number. */
    private void read(Process running) {
        Thread reader = new Thread(() -> {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(running.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    printed.put(line.substring(3, line.indexOf(' ')), line);
                }
            } catch (IOException ended) {
                return;
            }
        });
        reader.setDaemon(true);
        reader.start();
    }

    private Map<String, String> expected(String id) {
        String line = Await.until(() -> printed.getOrDefault(id, ""), text -> !text.isEmpty());
        Map<String, String> fields = new java.util.HashMap<>();
        for (String field : line.split(" (?=[a-z]+=)", -1)) {
            fields.put(field.substring(0, field.indexOf('=')), field.substring(field.indexOf('=') + 1));
        }
        return fields;
    }

    private String pid() {
        return Long.toString(java.util.Objects.requireNonNull(process).pid());
    }

    private Path store() {
        return folder.resolve("store");
    }

    private AgentConnection agent() {
        long pid = java.util.Objects.requireNonNull(process).pid();
        return AgentConnection.to(Await.until(() -> RunningJvm.ofProcess(pid), RunningJvm::isListening));
    }

    private static BreakpointRequest request(String file, int line, @Nullable String condition) {
        return new BreakpointRequest(file, line, condition, List.of(), 1, null, false, null, null);
    }

    private static LiveBreakpoint ended(AgentConnection agent, LiveBreakpoint breakpoint) {
        return Await.until(
                () -> agent.list().stream()
                        .filter(each -> each.id().equals(breakpoint.id()))
                        .findFirst()
                        .orElseThrow(),
                each -> each.state().equals("failed") || each.state().equals("done"));
    }

    private Path onlyDump() {
        return Await.until(() -> new Store(store()).dumps(), dumps -> !dumps.isEmpty())
                .get(0);
    }

    private static Snapshot snapshot(Path dump) {
        try (var in = Files.newInputStream(dump.resolve("snapshot.json"))) {
            return SnapshotJson.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Snapshot.Variable local(Snapshot snapshot, int frame, String name) {
        Snapshot.Frame at = snapshot.frames().get(frame);
        return java.util.stream.Stream.concat(at.arguments().stream(), at.locals().stream())
                .filter(each -> name.equals(each.name()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " in " + at));
    }

    private static String member(Snapshot snapshot, Snapshot.Variable object, String name) {
        Integer index = java.util.Objects.requireNonNull(object.tableIndex());
        return snapshot.variableTable().get(index).members().stream()
                .filter(each -> name.equals(each.name()))
                .map(each -> String.valueOf(each.value()))
                .findFirst()
                .orElseThrow();
    }

    private static String value(JvmProcess.Result opened, String expression) {
        return opened.stdoutLines().stream()
                .filter(line -> line.startsWith(expression + " = "))
                .map(line -> line.substring(expression.length() + 3))
                .findFirst()
                .orElseThrow(() -> new AssertionError(opened.stdout() + opened.stderr()));
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
