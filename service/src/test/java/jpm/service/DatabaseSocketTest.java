package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jpm.service.access.Tokens;
import jpm.service.http.ServerOptions;
import jpm.service.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database's own protocol, as Google's clients and a bare WebSocket of the JDK speak it. */
class DatabaseSocketTest {
    private static final String AGENT = "the-token-of-the-agent";
    private static final String USER = "the-token-of-the-user";
    private static final String REGISTERED = "@google-cloud/debug-agent Registered as debuggee: ";
    private static final String ACTIVE = "cdbg/breakpoints/d-1/active";

    @TempDir
    Path folder;

    private @Nullable RunningService running;

    private RunningService service() {
        if (running == null) {
            running = RunningService.in(folder);
        }
        return running;
    }

    private RunningService guarded() throws Exception {
        Path tokens = Files.createFile(
                folder.resolve("tokens"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tokens, "agent " + AGENT + "\nuser " + USER + " ann@acme.com\n");
        running = RunningService.with(folder, ServerOptions.LOCAL.with(Tokens.read(tokens)));
        running.use(USER);
        return running;
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
            assertThat(running.faults).isEmpty();
        }
    }

    private NodeProgram client() throws Exception {
        return NodeProgram.start(
                "database.js", Map.of("SERVICE_URL", service().server.url().replaceAll("/$", "")));
    }

    private static void assertReply(NodeProgram client, String said, String reply) throws Exception {
        client.say(said);
        assertThat(client.next("[\"")).isEqualTo(reply);
    }

    @Test
    void googlesClientReadsWritesAndFollows() throws Exception {
        try (NodeProgram client = client()) {
            assertReply(client, "[\"get\",\"cdbg/schema_version\"]", "[\"got\",\"1\"]");
            assertReply(client, "[\"get\",\"cdbg/debuggees/d-1\"]", "[\"got\",null]");
            assertReply(
                    client,
                    "[\"set\",\"cdbg/debuggees/d-1\",{\"id\":\"d-1\",\"description\":\"shop\",\"registrationTimeUnixMsec\":{\".sv\":\"timestamp\"}}]",
                    "[\"set\",null]");
            assertReply(client, "[\"get\",\"cdbg/debuggees/d-1/registrationTimeUnixMsec\"]", "[\"got\",1795262400123]");
            client.say("[\"added\",\"" + ACTIVE + "\"]");
            client.say("[\"changed\",\"" + ACTIVE + "\"]");
            client.say("[\"removed\",\"" + ACTIVE + "\"]");
            assertReply(client, "[\"once\",\"" + ACTIVE + "\"]", "[\"got\",null]");
            String id = service().setAt("d-1", 7);
            assertThat(client.next("[\""))
                    .startsWith("[\"child_added\",\"" + id + "\",{")
                    .contains("\"line\":7");
            service().update("d-1", id, "{\"id\":\"" + id + "\",\"condition\":\"x > 1\"}");
            assertThat(client.next("[\""))
                    .startsWith("[\"child_changed\",\"" + id + "\"")
                    .contains("x > 1");
            service().update("d-1", id, "{\"id\":\"" + id + "\",\"isFinalState\":true}");
            assertThat(client.next("[\"")).startsWith("[\"child_removed\",\"" + id + "\"");
        }
    }

    @Test
    void whatItWritesItSeesOnceAndOthersToo() throws Exception {
        service().call("PUT", "cdbg/debuggees/d-1.json", "{\"id\":\"d-1\",\"description\":\"shop\"}");
        String large = "x".repeat(100_000);
        try (NodeProgram client = client();
                NodeProgram other = client()) {
            other.say("[\"added\",\"" + ACTIVE + "\"]");
            assertReply(other, "[\"once\",\"" + ACTIVE + "\"]", "[\"got\",null]");
            client.say("[\"removed\",\"" + ACTIVE + "\"]");
            client.say(
                    "[\"set\",\"" + ACTIVE + "/b-1\",{\"id\":\"b-1\",\"location\":{\"path\":\"a/B.java\",\"line\":7},"
                            + "\"condition\":\"" + large + "\"}]");
            assertThat(client.next("[\"")).isEqualTo("[\"set\",null]");
            assertThat(other.next("[\"")).startsWith("[\"child_added\",\"b-1\"").contains(large);
            client.say(
                    "[\"update\",\"cdbg/breakpoints/d-1\",{\"snapshot/b-1\":{\"id\":\"b-1\",\"location\":{\"path\":\"a/B.java\","
                            + "\"line\":7},\"stackFrames\":[{\"function\":\"f\"}]},\"active/b-1\":null}]");
            assertThat(client.next("[\"")).startsWith("[\"child_removed\",\"b-1\"");
            assertThat(client.next("[\"")).isEqualTo("[\"set\",null]");
            assertReply(
                    other,
                    "[\"get\",\"cdbg/breakpoints/d-1/snapshot/b-1/stackFrames\"]",
                    "[\"got\",[{\"function\":\"f\"}]]");
        }
    }

    @Test
    void whatIsNotToBeHadIsRefusedInWords() throws Exception {
        try (NodeProgram client = client()) {
            client.say("[\"set\",\"other/place\",1]");
            assertThat(client.next("[\"")).startsWith("[\"refused\",").containsIgnoringCase("permission_denied");
            client.say("[\"query\",\"" + ACTIVE + "\"]");
            assertThat(client.next("[\"")).startsWith("[\"refused\",").contains("Queries are not supported");
            client.say("[\"transaction\",\"cdbg/schema_version\"]");
            assertThat(client.next("[\"")).startsWith("[\"refused\",");
            client.say("[\"value\",\"cdbg\"]");
            assertThat(client.next("[\"")).startsWith("[\"cancelled\",");
            client.say("[\"set\",\"cdbg/breakpoints/none/active/b-1\",{\"location\":{\"path\":\"p\"}}]");
            assertThat(client.next("[\"")).startsWith("[\"refused\",").containsIgnoringCase("not_found");
        }
    }

    @Test
    void aRealAgentOfSnapshotDebuggerCatchesASnapshot() throws Exception {
        String host = "127.0.0.1:" + service().server.port();
        try (NodeProgram shop = NodeProgram.start(
                "databaseShop.js",
                Map.of(
                        "SERVICE_URL",
                        "http://" + host,
                        "FIREBASE_DATABASE_EMULATOR_HOST",
                        host,
                        "METADATA_SERVER_DETECTION",
                        "none"))) {
            String debuggee = shop.next(REGISTERED).substring(REGISTERED.length());
            List<String> source = Files.readAllLines(NodePackages.folder().resolve("databaseShop.js"));
            int line = source.indexOf("  return total; // the breakpoint's line") + 1;
            String id = service()
                    .set(
                            debuggee,
                            "{\"location\":{\"path\":\"databaseShop.js\",\"line\":" + line
                                    + "},\"condition\":\"total === 25\",\"expressions\":[\"order.customer.name\"]}");

            JsonObject caught = caught(debuggee, id);

            assertThat(((JsonObject) caught.list("stackFrames").get(0)).text("function"))
                    .isEqualTo("price");
            assertThat(((JsonObject) caught.list("evaluatedExpressions").get(0)).text("value"))
                    .isEqualTo("Ann");
            assertThat(caught.text("createTime")).isEqualTo("2026-11-21T12:00:00Z");
            assertThat(service().active(debuggee, "").json().has("breakpoints")).isFalse();
        }
    }

    private JsonObject caught(String debuggee, String id) {
        String list = "v2/debugger/debuggees/" + debuggee + "/breakpoints?includeInactive=true&waitToken=";
        String token = "init";
        for (int i = 0; i < 60; i++) {
            RunningService.Reply reply = service().get(list + token);
            token = reply.code() == 200 ? reply.json().text("nextWaitToken") : token;
            RunningService.Reply kept =
                    service().get("v2/debugger/debuggees/" + debuggee + "/breakpoints/" + id + "?clientVersion=t");
            // The agent takes it away before it puts the snapshot.
            JsonObject breakpoint = kept.json().object("breakpoint");
            if (breakpoint.isTrue("isFinalState")) {
                return breakpoint;
            }
        }
        throw new AssertionError("nothing was caught");
    }

    // ---- A bare socket

    /** Texts that came, and the code of the end. */
    private static final class Heard implements WebSocket.Listener {
        final LinkedBlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final StringBuilder pieces = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence piece, boolean isLast) {
            pieces.append(piece);
            if (isLast) {
                texts.add(pieces.toString());
                pieces.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            texts.add("closed " + code);
            return null;
        }

        String next() throws InterruptedException {
            String text = texts.poll(20, TimeUnit.SECONDS);
            assertThat(text).as("an answer in time").isNotNull();
            return text;
        }
    }

    private WebSocket open(Heard heard, String... headers) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        return builder.buildAsync(
                        URI.create("ws://127.0.0.1:" + service().server.port() + "/.ws?v=5&ns=x"), heard)
                .join();
    }

    private static void say(WebSocket socket, String text) {
        socket.sendText(text, true).join();
    }

    @Test
    void theServerSaysHelloAndAnswersPings() throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open(heard);

        assertThat(heard.next())
                .contains("\"t\":\"c\"")
                .contains("\"t\":\"h\"")
                .contains("\"v\":\"5\"")
                .contains("\"ts\":1795262400123")
                .contains("\"h\":\"127.0.0.1:" + service().server.port() + "\"");
        say(socket, "{\"t\":\"c\",\"d\":{\"t\":\"p\",\"d\":{}}}");
        assertThat(heard.next()).isEqualTo("{\"t\":\"c\",\"d\":{\"t\":\"o\",\"d\":{}}}");
        say(socket, "0");
        say(socket, "2");
        say(socket, "{\"t\":\"d\",\"d\":{\"r\":3,\"a\":\"g\",");
        say(socket, "\"b\":{\"p\":\"/cdbg/schema_version\"}}}");
        assertThat(heard.next()).isEqualTo("{\"t\":\"d\",\"d\":{\"r\":3,\"b\":{\"s\":\"ok\",\"d\":\"1\"}}}");
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        assertThat(heard.next()).isEqualTo("closed 1000");
    }

    @Test
    void aStrangerMayDoNothingUntilHeSaysWhoHeIs() throws Exception {
        guarded();
        Heard heard = new Heard();
        WebSocket socket = open(heard);
        heard.next();

        say(socket, "{\"t\":\"d\",\"d\":{\"r\":1,\"a\":\"q\",\"b\":{\"p\":\"cdbg/debuggees\"}}}");
        assertThat(heard.next()).contains("\"s\":\"permission_denied\"");
        say(socket, "{\"t\":\"d\",\"d\":{\"r\":2,\"a\":\"gauth\",\"b\":{\"cred\":\"another-token-of-nobody\"}}}");
        assertThat(heard.next()).contains("\"s\":\"unauthenticated\"");
        say(socket, "{\"t\":\"d\",\"d\":{\"r\":3,\"a\":\"gauth\",\"b\":{\"cred\":\"" + USER + "\"}}}");
        assertThat(heard.next()).contains("\"s\":\"ok\"");
        say(socket, "{\"t\":\"d\",\"d\":{\"r\":4,\"a\":\"q\",\"b\":{\"p\":\"cdbg/debuggees\"}}}");
        assertThat(heard.next())
                .isEqualTo("{\"t\":\"d\",\"d\":{\"a\":\"d\",\"b\":{\"p\":\"cdbg/debuggees\",\"d\":null}}}");
        assertThat(heard.next()).contains("\"r\":4").contains("\"s\":\"ok\"");
        say(socket, "{\"t\":\"d\",\"d\":{\"r\":5,\"a\":\"unauth\",\"b\":{}}}");
        assertThat(heard.next()).contains("\"s\":\"ok\"");
        say(socket, "{\"t\":\"d\",\"d\":{\"r\":6,\"a\":\"g\",\"b\":{\"p\":\"cdbg/schema_version\"}}}");
        assertThat(heard.next()).contains("\"s\":\"permission_denied\"");
        say(socket, "x".repeat(40_000));
        assertThat(heard.next()).isEqualTo("closed 1009");
    }

    @Test
    void aStrangerWhoOnlyTakesAPlaceLosesIt() throws Exception {
        guarded();
        Heard heard = new Heard();
        WebSocket socket = open(heard);
        heard.next();

        for (int i = 0; i < 11; i++) {
            say(socket, "0");
        }

        assertThat(heard.next()).isEqualTo("closed 1002");
    }

    @Test
    void tokensDecideWhatAClientMay() throws Exception {
        guarded();
        String set = "{\"t\":\"d\",\"d\":{\"r\":1,\"a\":\"p\",\"b\":{\"p\":\"/%s\",\"d\":%s}}}";
        String debuggee = set.formatted("cdbg/debuggees/d-1", "{\"id\":\"d-1\",\"description\":\"shop\"}");
        String breakpoint = set.formatted(ACTIVE + "/b-1", "{\"location\":{\"path\":\"a/B.java\",\"line\":7}}");
        Heard agent = new Heard();
        Heard user = new Heard();
        WebSocket agents = open(agent, "Authorization", "Bearer " + AGENT);
        WebSocket users = open(user, "Authorization", "Bearer " + USER);
        agent.next();
        user.next();

        say(agents, debuggee);
        assertThat(agent.next()).contains("\"s\":\"ok\"");
        say(agents, breakpoint);
        assertThat(agent.next()).contains("\"s\":\"permission_denied\"");
        say(users, breakpoint);
        assertThat(user.next()).contains("\"s\":\"ok\"");
        assertThat(service().breakpoint("d-1", "b-1").text("userEmail")).isEqualTo("ann@acme.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "999999", "null", "text that is no JSON"})
    void whatIsNoMessageEndsTheSocket(String text) throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open(heard);
        heard.next();

        say(socket, text);

        assertThat(heard.next()).isEqualTo("closed 1002");
        assertThat(service().get("cdbg/schema_version.json").code()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"t\":\"d\"}",
                "{\"t\":\"d\",\"d\":{\"r\":1,\"a\":\"zz\",\"b\":{}}}",
                "{\"t\":\"d\",\"d\":{\"r\":1,\"a\":\"p\",\"b\":7}}",
                "{\"t\":\"d\",\"d\":{\"r\":1,\"a\":\"p\",\"b\":{\"p\":\"../../etc\",\"d\":1}}}"
            })
    void requestsWithoutSenseAreRefused(String text) throws Exception {
        Heard heard = new Heard();
        WebSocket socket = open(heard);
        heard.next();

        say(socket, text);

        assertThat(heard.next()).containsPattern("\"s\":\"(invalid_argument|permission_denied)\"");
    }

    @Test
    void pagesOfOtherSitesGetNoSocket() {
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> open(new Heard(), "Origin", "https://evil.example.com"))
                .havingCause()
                .isInstanceOfSatisfying(
                        WebSocketHandshakeException.class,
                        refused ->
                                assertThat(refused.getResponse().statusCode()).isEqualTo(403));
    }

    @Test
    void anAgentThatFollowsItsBreakpointsLives() throws Exception {
        service().call("PUT", "cdbg/debuggees/d-1.json", "{\"id\":\"d-1\",\"description\":\"shop\",\"project\":\"p\"}");
        Heard heard = new Heard();
        WebSocket socket = open(heard);
        heard.next();
        say(socket, "{\"t\":\"d\",\"d\":{\"r\":1,\"a\":\"q\",\"b\":{\"p\":\"" + ACTIVE + "\"}}}");
        heard.next();
        heard.next();
        service().clock.forward(Duration.ofHours(7));
        say(socket, "0");
        say(socket, "{\"t\":\"c\",\"d\":{\"t\":\"p\",\"d\":{}}}");
        heard.next();

        assertThat(service()
                        .get("v2/debugger/debuggees?project=p&clientVersion=t")
                        .json()
                        .list("debuggees"))
                .hasSize(1);
    }
}
