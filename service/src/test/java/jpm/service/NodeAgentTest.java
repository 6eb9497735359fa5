package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jpm.service.RunningService.Reply;
import jpm.service.access.Tokens;
import jpm.service.http.ServerOptions;
import jpm.service.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Node.js program under Google's own agent, debugged through the service. */
class NodeAgentTest {
    private static final String AGENT = "the-token-of-the-agent";
    private static final String USER = "the-token-of-the-user";

    @TempDir
    static Path folder;

    private static RunningService service;
    private static HttpServer metadata;
    private static Process program;
    private static int line;

    @BeforeAll
    static void start() throws Exception {
        Path tokens = Files.createFile(
                folder.resolve("tokens"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tokens, "agent " + AGENT + "\nuser " + USER + " ann@acme.com\n");
        service = RunningService.with(
                "jdbc:sqlite:" + folder.resolve("service.db"),
                ServerOptions.LOCAL.with(Tokens.read(tokens)),
                Limits.DEFAULT.patientFor(Duration.ofSeconds(5)));
        service.use(USER);
        startMetadata();
        startProgram();
    }

    // Google's machines have such a server, from which the agent takes its token.
    private static void startMetadata() throws IOException {
        metadata = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        metadata.createContext("/", exchange -> {
            byte[] token = ("{\"access_token\":\"" + AGENT + "\",\"expires_in\":3600,\"token_type\":\"Bearer\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, token.length);
            exchange.getResponseBody().write(token);
            exchange.close();
        });
        metadata.start();
    }

    private static void startProgram() throws IOException, InterruptedException {
        Path shop = NodePackages.folder().resolve("shop.js");
        line = Files.readAllLines(shop).indexOf("  return total; // the breakpoint's line") + 1;
        ProcessBuilder node = new ProcessBuilder("node", shop.toString()).redirectErrorStream(true);
        node.directory(shop.getParent().toFile());
        node.environment().put("SERVICE_URL", service.server.url().replaceAll("/$", ""));
        node.environment()
                .put("GCE_METADATA_HOST", "127.0.0.1:" + metadata.getAddress().getPort());
        node.environment().put("METADATA_SERVER_DETECTION", "assume-present");
        program = node.start();
        BufferedReader output = program.inputReader(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        for (String read = output.readLine(); !"ready".equals(read); read = output.readLine()) {
            assertThat(read).as("the program ended: %s", lines).isNotNull();
            lines.add(read);
        }
    }

    @AfterAll
    static void stop() throws InterruptedException {
        program.destroyForcibly().waitFor();
        metadata.stop(0);
        service.close();
        assertThat(service.faults).isEmpty();
    }

    private String debuggee() {
        List<Object> debuggees = service.get("v2/debugger/debuggees?project=shop&clientVersion=t")
                .json()
                .list("debuggees");
        assertThat(debuggees).hasSize(1);
        JsonObject debuggee = (JsonObject) debuggees.get(0);
        assertThat(debuggee.text("agentVersion")).isEqualTo("google.com/node-gcp/v7.2.2");
        return debuggee.text("id");
    }

    /** Waits, as a client does, until the breakpoint is final. */
    private JsonObject caught(String debuggee, String id) {
        String list = "v2/debugger/debuggees/" + debuggee + "/breakpoints?includeInactive=true&waitToken=";
        String token = "init";
        for (int i = 0; i < 30; i++) {
            Reply reply = service.get(list + token);
            if (reply.code() == 200) {
                JsonObject kept = service.breakpoint(debuggee, id);
                if (kept.isTrue("isFinalState")) {
                    return kept;
                }
                token = reply.json().text("nextWaitToken");
            }
        }
        throw new AssertionError("nothing was caught");
    }

    private static JsonObject named(List<Object> variables, String name) {
        return variables.stream()
                .map(JsonObject.class::cast)
                .filter(variable -> variable.text("name").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + variables));
    }

    private static JsonObject entry(JsonObject snapshot, JsonObject reference) {
        return (JsonObject) snapshot.list("variableTable").get((int) reference.number("varTableIndex", -1));
    }

    @Test
    void aSnapshotWithAConditionAndExpressionsIsCaught() {
        String debuggee = debuggee();
        String id = service.set(
                debuggee,
                "{\"location\":{\"path\":\"shop.js\",\"line\":" + line + "},\"condition\":\"total === 25\","
                        + "\"expressions\":[\"order.customer.name\",\"total * 2\",\"nothing.here\"]}");

        JsonObject caught = caught(debuggee, id);

        assertThat(caught.text("userEmail")).isEqualTo("ann@acme.com");
        assertThat(caught.object("status").isTrue("isError"))
                .as(caught.toString())
                .isFalse();
        JsonObject frame = (JsonObject) caught.list("stackFrames").get(0);
        assertThat(frame.text("function")).isEqualTo("price");
        assertThat(caught.object("location").number("line", 0)).isEqualTo(line);
        JsonObject caller = (JsonObject) caught.list("stackFrames").get(1);
        assertThat(caller.text("function")).isEqualTo("serve");
        List<Object> locals = new ArrayList<>(frame.list("arguments"));
        locals.addAll(frame.list("locals"));
        assertThat(named(locals, "total").text("value")).isEqualTo("25");
        JsonObject order = entry(caught, named(locals, "order"));
        JsonObject customer = entry(caught, named(order.list("members"), "customer"));
        assertThat(named(customer.list("members"), "name").text("value")).isEqualTo("Ann");
        List<Object> expressions = caught.list("evaluatedExpressions");
        assertThat(((JsonObject) expressions.get(0)).text("value")).isEqualTo("Ann");
        assertThat(((JsonObject) expressions.get(1)).text("value")).isEqualTo("50");
        assertThat(((JsonObject) expressions.get(2)).object("status").isTrue("isError"))
                .isTrue();
    }

    @Test
    void whatTheAgentRefusesSaysWhy() {
        String debuggee = debuggee();

        String file = service.set(debuggee, "{\"location\":{\"path\":\"other.js\",\"line\":1}}");
        String condition = service.set(
                debuggee, "{\"location\":{\"path\":\"shop.js\",\"line\":" + line + "},\"condition\":\"total ==\"}");

        assertThat(caught(debuggee, file).object("status").text("refersTo")).isEqualTo("BREAKPOINT_SOURCE_LOCATION");
        assertThat(caught(debuggee, condition).object("status").text("refersTo"))
                .isEqualTo("BREAKPOINT_CONDITION");
    }

    @Test
    void theAgentRegistersAnewWhenTheServiceHasForgottenIt() throws Exception {
        String debuggee = debuggee();
        CompletableFuture<String> registered = new CompletableFuture<>();
        try (AutoCloseable watch = service.service.watch(id -> {
            if (service.active(id, "").code() != 404) {
                registered.complete(id);
            }
        })) {
            service.use(AGENT);
            service.service.removeDebuggee(debuggee);
            assertThat(registered.orTimeout(1, TimeUnit.MINUTES).join()).isEqualTo(debuggee);
        }
        service.use(USER);

        String id = service.set(debuggee, "{\"location\":{\"path\":\"shop.js\",\"line\":" + line + "}}");

        assertThat(caught(debuggee, id).list("stackFrames")).isNotEmpty();
    }
}
