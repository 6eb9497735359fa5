package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.devtools.clouddebugger.v2.Breakpoint;
import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import jpm.e2e.program.DyingWorker;
import jpm.e2e.program.Hoarder;
import jpm.testdata.Jdk;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that send their own dumps to a debugger service before they end. */
@Execution(ExecutionMode.SAME_THREAD)
class CrashUploadTest {
    private static final String BILLING = "com.acme.shop.NightlyBilling";

    @TempDir
    Path folder;

    private JvmProcess program(Jdk jdk, String url, String options, String... flags) {
        return JvmProcess.with(jdk)
                .flags("-XX:TieredStopAtLevel=1")
                .flags(flags)
                .agent(
                        Build.agentJar(),
                        "store=" + store() + ",heap=never,controller=" + url + ",upload=true" + options);
    }

    private Path store() {
        return folder.resolve("store");
    }

    /** The reason, the program and its argument, and the flags that bring it about. */
    static Stream<Arguments> deaths() {
        return Jdks.installed().stream()
                .flatMap(jdk -> Stream.of(
                        Arguments.of(jdk, "uncaught", List.of(BILLING), List.of()),
                        Arguments.of(jdk, "oom", List.of(Hoarder.class.getName(), "fill"), List.of("-Xmx12m")),
                        Arguments.of(
                                jdk,
                                "oom",
                                List.of(Hoarder.class.getName(), "fill"),
                                List.of("-Xmx12m", "-XX:+UseSerialGC"))));
    }

    @ParameterizedTest
    @MethodSource("deaths")
    void aDyingProgramSendsItsDump(Jdk jdk, String reason, List<String> main, List<String> flags) throws Exception {
        Path rules = Files.writeString(folder.resolve("rules"), "name sku\nname owner\n");
        try (ServedApi service = ServedApi.in(folder)) {
            JvmProcess.Result died = program(jdk, service.url(), ",privacy=" + rules, flags.toArray(String[]::new))
                    .main(main.get(0), main.subList(1, main.size()).toArray(String[]::new))
                    .run();

            assertThat(died.exitCode()).isEqualTo(1);
            Path dump = new Store(store()).onlyDump();
            String link = said(died, "jpm: dump " + dump.getFileName() + " sent: ");
            String ids = link.substring(link.indexOf("#/") + 2);
            Breakpoint sent = service.strict(ids);
            Breakpoint local = read(Files.readString(dump.resolve("snapshot.json")));
            assertThat(sent.getIsFinalState()).isTrue();
            assertThat(sent.getStackFramesList()).isEqualTo(local.getStackFramesList());
            assertThat(sent.getLabelsMap())
                    .containsEntry("dump", dump.getFileName().toString())
                    .containsEntry("reason", reason);
            assertThat(sent.toString()).doesNotContain("TEE-RED-M\\\"").doesNotContain("\"ann\"");
            assertThat(Cli.run("upload", "--to", service.url(), "--store", store().toString(), "--no-legend")
                            .stdout())
                    .contains("present")
                    .contains(ids);
        }
    }

    @Test
    void whereNobodyListensTheDumpStaysAndIsSentLater() throws Exception {
        try (Socket deaf = new Socket()) {
            // Who has a port and does not listen refuses, and keeps it from others.
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String url = "http://127.0.0.1:" + deaf.getLocalPort();

            JvmProcess.Result died =
                    program(Jdks.running(), url, "").main(BILLING).run();

            assertThat(died.exitCode()).isEqualTo(1);
            String id = new Store(store()).onlyDump().getFileName().toString();
            assertThat(said(died, "jpm: dump " + id + " not sent to " + url + ": "))
                    .isEqualTo("Connection refused; later: jpm upload " + id + " --to " + url);
            // A program that lives for a second asks for breakpoints, and is refused that as well.
            assertThat(died.stderrLines())
                    .filteredOn(
                            line -> line.startsWith("jpm: ") && !line.startsWith("jpm: no debugger service: " + url))
                    .hasSize(2);
        }
    }

    /** The program ends, though the server never says a word. */
    @Test
    void aServerThatNeverAnswersIsNotWaitedFor() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + mute.getLocalPort();

            JvmProcess.Result died =
                    program(Jdks.running(), url, "").main(BILLING).run();

            assertThat(died.exitCode()).isEqualTo(1);
            String id = new Store(store()).onlyDump().getFileName().toString();
            assertThat(said(died, "jpm: dump " + id + " not sent to " + url + ": "))
                    .startsWith("there was no answer in time; later: jpm upload " + id);
            assertThat(died.stderrLines())
                    .filteredOn(line -> line.startsWith("jpm: "))
                    .hasSize(2);
        }
    }

    @Test
    void aProgramThatGoesOnAsksABusyServiceAgain() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            boolean isBusy = calls.getAndIncrement() == 0;
            byte[] body = "{\"debuggee\":{\"id\":\"d:1\"},\"breakpoint\":{\"id\":\"b-1\"}}"
                    .getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(isBusy ? 503 : 200, isBusy ? -1 : body.length);
            exchange.getResponseBody().write(isBusy ? new byte[0] : body);
            exchange.close();
        });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Process program = program(Jdks.running(), url, "")
                .main(DyingWorker.class.getName(), "hunter2")
                .start();
        try {
            BufferedReader said = program.errorReader(StandardCharsets.UTF_8);
            String line = said.readLine();
            while (line != null && !line.contains(" sent")) {
                line = said.readLine();
            }
            assertThat(line).endsWith(" sent: " + url + "/#/d%3A1/b-1");
            assertThat(program.isAlive()).isTrue();
        } finally {
            program.destroyForcibly().waitFor();
            server.stop(0);
        }
    }

    @Test
    void aTokenThatMayNotSetBreakpointsIsToldOf() throws Exception {
        Path tokens = secret("tokens", "agent 0123456789abcdef\nagent,user fedcba9876543210\n");
        Path agentOnly = secret("agent-token", "0123456789abcdef\n");
        Path both = secret("token", "fedcba9876543210\n");
        try (ServedApi service = ServedApi.in(folder, "--token-file", tokens.toString())) {
            JvmProcess.Result refused = program(Jdks.running(), service.url(), ",token-file=" + agentOnly)
                    .main(BILLING)
                    .run();
            JvmProcess.Result wrong = program(Jdks.running(), service.url(), ",token-file=/none")
                    .main(BILLING)
                    .run();
            JvmProcess.Result sent = program(Jdks.running(), service.url(), ",token-file=" + both)
                    .main(BILLING)
                    .run();

            assertThat(refused.stderr()).contains(" not sent to " + service.url() + ": it answers 403: ");
            assertThat(wrong.stderr()).contains(": the token cannot be read: java.nio.file.NoSuchFileException: /none");
            assertThat(sent.stderr()).contains(" sent: " + service.url());
        }
    }

    private Path secret(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text);
    }

    private static String said(JvmProcess.Result died, String before) {
        List<String> lines = died.stderrLines().stream()
                .filter(line -> line.startsWith(before))
                .map(line -> line.substring(before.length()))
                .toList();
        assertThat(lines).as(died.stderr()).hasSize(1);
        return lines.get(0);
    }

    private static Breakpoint read(String json) throws IOException {
        Breakpoint.Builder read = Breakpoint.newBuilder();
        JsonFormat.parser().merge(json, read);
        return read.build();
    }
}
