package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import jpm.service.RunningService.Reply;
import jpm.service.http.ServerOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the answer has the shape of the API's errors, and the service lives on. */
class BadInputTest extends WithOneProgram {
    @AfterEach
    void itStillServes() {
        assertThat(service.active(debuggee, "").code()).isEqualTo(200);
    }

    private static void assertInvalid(Reply reply, String message) {
        assertThat(reply.code()).as(reply.body()).isEqualTo(400);
        assertThat(reply.error().number("code", 0)).isEqualTo(400);
        assertThat(reply.error().text("status")).isEqualTo("INVALID_ARGUMENT");
        assertThat(reply.error().text("message")).contains(message);
    }

    static Stream<Arguments> malformedBreakpoints() {
        String at = "\"location\":{\"path\":\"a/B.java\",\"line\":1}";
        return Stream.of(
                Arguments.of("{", "Invalid JSON payload"),
                Arguments.of("[]", "it is not an object"),
                Arguments.of("null", "it is not an object"),
                Arguments.of("{} {}", "something follows"),
                Arguments.of("{\"location\":{}}", "no location.path"),
                Arguments.of("{}", "no location.path"),
                Arguments.of("{\"location\":[]}", "Invalid value at 'location'"),
                Arguments.of("{\"location\":{\"path\":\"p\",\"line\":-1}}", "negative"),
                Arguments.of(
                        "{\"location\":{\"path\":\"p\",\"line\":99999999999}}", "Invalid value at 'location.line'"),
                Arguments.of("{\"location\":{\"path\":\"p\",\"line\":1.5}}", "Invalid value at 'location.line'"),
                Arguments.of("{\"location\":{\"path\":\"p\",\"line\":\"x\"}}", "Invalid value at 'location.line'"),
                Arguments.of("{\"location\":{\"path\":7}}", "Invalid value at 'location.path'"),
                Arguments.of("{" + at + ",\"action\":\"STOP\"}", "expected one of CAPTURE, LOG"),
                Arguments.of("{" + at + ",\"action\":\"LOG\"}", "no logMessageFormat"),
                Arguments.of("{" + at + ",\"expressions\":\"x\"}", "Invalid value at 'expressions'"),
                Arguments.of("{" + at + ",\"expressions\":[{}]}", "Invalid value at 'expressions[0]'"),
                Arguments.of("{" + at + ",\"labels\":{\"a\":1}}", "Invalid value at 'labels.a'"),
                Arguments.of("{" + at + ",\"isFinalState\":\"yes\"}", "Invalid value at 'isFinalState'"),
                Arguments.of("{" + at + ",\"createTime\":\"now\"}", "Invalid value at 'createTime'"),
                Arguments.of("{" + at + ",\"expiresIn\":\"1h\"}", "Invalid value at 'expiresIn'"),
                Arguments.of(
                        "{" + at + ",\"variableTable\":[{\"members\":[{\"varTableIndex\":\"a\"}]}]}",
                        "'variableTable[0].members[0].varTableIndex'"),
                Arguments.of("{\"x\":" + "[".repeat(100_000) + "}", "nest"),
                Arguments.of("{\"x\":" + "9".repeat(10_000) + "}", "Number"));
    }

    @ParameterizedTest
    @MethodSource("malformedBreakpoints")
    void malformedBreakpointsAreRefused(String body, String message) {
        assertInvalid(service.call("POST", "v2/debugger/debuggees/" + debuggee + "/breakpoints/set", body), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"debuggee\":{}}",
                "{\"debuggee\":7}",
                "{}",
                "{\"debuggee\":{\"project\":\"p\",\"uniquifier\":\"u\",\"description\":\"d\"}}"
            })
    void incompleteRegistrationsAreRefused(String body) {
        assertInvalid(service.call("POST", "v2/controller/debuggees/register", body), "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v2/debugger/debuggees?clientVersion=t",
                "v2/debugger/debuggees?project=p",
                "v2/debugger/debuggees?project=p&clientVersion=t&includeInactive=maybe",
                "v2/debugger/debuggees?project=p&clientVersion=t&alt=proto",
                "v2/debugger/debuggees?project=p&clientVersion=t&fields=a(b",
                "v2/debugger/debuggees?project=p&clientVersion=t&fields=,",
                "v2/debugger/debuggees/%00/breakpoints",
            })
    void malformedQueriesAreRefused(String path) {
        assertInvalid(service.get(path), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2", "v2/", "v1/debugger/debuggees", "v2/debugger/debuggees/x/y", "favicon.icon"})
    void otherAddressesAreNotFound(String path) {
        Reply reply = service.get(path);

        assertThat(reply.code()).as(reply.body()).isEqualTo(404);
        assertThat(reply.error().text("status")).isEqualTo("NOT_FOUND");
    }

    @Test
    void otherMethodsAreNotFound() {
        String path = "v2/debugger/debuggees/" + debuggee + "/breakpoints";

        assertThat(service.call("PATCH", path, "{}").error().text("status")).isEqualTo("NOT_FOUND");
        assertThat(service.call("TRACE", path, null).code()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void oversizedBodiesAreRefusedPackedOrNot() throws Exception {
        String set = "v2/debugger/debuggees/" + debuggee + "/breakpoints/set";
        byte[] large = new byte[ServerOptions.MAX_BODY_BYTES + 1];
        java.util.Arrays.fill(large, (byte) ' ');

        assertInvalid(service.send(post(set, large).build()), "exceeds the limit");
        HttpRequest.BodyPublisher chunked =
                HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large));
        assertInvalid(service.send(post(set, large).POST(chunked).build()), "exceeds the limit");
        byte[] bomb = packed(large);
        assertThat(bomb.length).isLessThan(20_000);
        assertInvalid(
                service.send(post(set, bomb).header("Content-Encoding", "gzip").build()), "exceeds the limit");
    }

    @Test
    void whoSendsTooMuchBeforeItListensIsAnswered() throws IOException {
        int bytes = 2 * ServerOptions.MAX_BODY_BYTES;
        String head = "POST /v2/debugger/debuggees/" + debuggee + "/breakpoints/set HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + bytes + "\r\n\r\n";

        assertThat(RawHttp.send(service.server.port(), head + " ".repeat(bytes)))
                .startsWith("HTTP/1.1 400 ")
                .contains("exceeds the limit");
    }

    @Test
    void brokenEncodingsAreRefused() throws Exception {
        String set = "v2/debugger/debuggees/" + debuggee + "/breakpoints/set";

        assertInvalid(
                service.send(post(set, "{}".getBytes("UTF-8"))
                        .header("Content-Encoding", "gzip")
                        .build()),
                "not gzip");
        assertInvalid(
                service.send(post(set, "{}".getBytes("UTF-8"))
                        .header("Content-Encoding", "br")
                        .build()),
                "gzip is");
        assertInvalid(
                service.send(post(set, new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'})
                        .build()),
                "");
    }

    private HttpRequest.Builder post(String path, byte[] body) {
        return HttpRequest.newBuilder(java.net.URI.create(service.url(path)))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private static byte[] packed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
                "GET /v2/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /%2F%2e%2e/etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /v2/%2e%2e/v2 HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "POST /v2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
            })
    void whatIsNoRequestHasTheSameShape(String text) throws IOException {
        assertThat(RawHttp.send(service.server.port(), text))
                .startsWith("HTTP/1.1 4")
                .contains("\"status\" : \"")
                .contains("\"error\"");
    }

    @Test
    void aHeaderWithoutEndIsCutOff() throws IOException {
        String endless = "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(100_000) + "\r\n\r\n";

        assertThat(RawHttp.send(service.server.port(), endless))
                .startsWith("HTTP/1.1 4")
                .contains("\"error\"");
    }

    @Test
    void whatIsTooLargeForListsIsRefused() {
        String large = "x".repeat(Limits.DEFAULT.specBytes());
        String breakpoint = "{\"location\":{\"path\":\"a/B.java\",\"line\":1},\"condition\":\"" + large + "\"}";

        assertInvalid(
                service.call("POST", "v2/debugger/debuggees/" + debuggee + "/breakpoints/set", breakpoint),
                "The breakpoint is larger than");
        assertInvalid(
                service.call(
                        "POST",
                        "v2/controller/debuggees/register",
                        "{\"debuggee\":{\"project\":\"p\",\"uniquifier\":\"u\",\"agentVersion\":\"v\",\"description\":\""
                                + large + "\"}}"),
                "The debuggee is larger than");
        String id = service.setAt(debuggee, 1);
        String results = "{\"id\":\"" + id + "\",\"isFinalState\":true,\"evaluatedExpressions\":[{\"value\":\"" + large
                + "\"}]}";
        assertThat(service.update(debuggee, id, results).code()).isEqualTo(200);
    }

    @Test
    void tooManyBreakpointsAreRefused() {
        for (int i = 0; i < Limits.DEFAULT.activeBreakpoints(); i++) {
            service.service.set(debuggee, breakpoint(), "", java.time.Duration.ofHours(1));
        }

        Reply more = service.call(
                "POST",
                "v2/debugger/debuggees/" + debuggee + "/breakpoints/set",
                "{\"location\":{\"path\":\"a/B.java\",\"line\":1}}");

        assertThat(more.code()).isEqualTo(429);
        assertThat(more.error().text("status")).isEqualTo("RESOURCE_EXHAUSTED");
    }

    private static jpm.service.json.JsonObject breakpoint() {
        return jpm.service.json.JsonObject.of("location", jpm.service.json.JsonObject.of("path", "a/B.java"));
    }
}
