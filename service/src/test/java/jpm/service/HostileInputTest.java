package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import jpm.service.RunningService.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests by chance, and clients that hold what they can: every answer has the API's shape, and others are served. */
class HostileInputTest extends WithOneProgram {
    private static final int REQUESTS = 1_200;
    private static final Set<String> STATUSES = Set.of(
            "INVALID_ARGUMENT",
            "FAILED_PRECONDITION",
            "PERMISSION_DENIED",
            "NOT_FOUND",
            "ABORTED",
            "RESOURCE_EXHAUSTED");
    private static final List<String> METHODS =
            List.of("GET", "GET", "PUT", "POST", "POST", "DELETE", "PATCH", "OPTIONS", "BREW");
    private static final List<String> PIECES = List.of(
            "v2",
            "controller",
            "debugger",
            "debuggees",
            "register",
            "breakpoints",
            "set",
            "cdbg",
            "active.json",
            "final",
            "snapshot",
            ".json",
            "web",
            "..",
            "%2e%2e",
            "%",
            "%zz",
            "%00",
            "a%2Fb",
            "\u00e9",
            ";x=1",
            "",
            "b-1",
            "metrics",
            "x".repeat(3000));
    private static final List<String> NAMES = List.of(
            "debuggee",
            "breakpoint",
            "id",
            "location",
            "path",
            "line",
            "condition",
            "expressions",
            "action",
            "labels",
            "isFinalState",
            "stackFrames",
            "locals",
            "variableTable",
            "varTableIndex",
            "members",
            "status",
            "project",
            "uniquifier",
            "description",
            "agentVersion",
            "expiresIn",
            "createTime",
            ".sv",
            "0",
            "\\u0000");

    @AfterEach
    void itStillServes() {
        assertThat(service.active(debuggee, "").code()).isEqualTo(200);
    }

    // ---- By chance

    private static <T> T one(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private String path(Random random) {
        String known = one(
                List.of(
                        "v2/controller/debuggees/register",
                        "v2/controller/debuggees/" + debuggee + "/breakpoints",
                        "v2/controller/debuggees/" + debuggee + "/breakpoints/b-1795262400",
                        "v2/debugger/debuggees/" + debuggee + "/breakpoints/set",
                        "v2/debugger/debuggees/" + debuggee + "/breakpoints/b-1795262400",
                        "v2/debugger/debuggees",
                        "cdbg/breakpoints/" + debuggee + "/active/b-2.json",
                        "cdbg/breakpoints/" + debuggee + "/snapshot/b-2.json",
                        "cdbg/debuggees/d-2.json",
                        "cdbg.json"),
                random);
        if (random.nextInt(3) > 0) {
            return "/" + known;
        }
        return IntStream.range(0, random.nextInt(7))
                .mapToObj(i -> "/" + one(PIECES, random))
                .collect(Collectors.joining("", "/" + one(PIECES, random), ""));
    }

    private static String query(Random random) {
        List<String> names = List.of(
                "waitToken",
                "successOnTimeout",
                "includeInactive",
                "project",
                "clientVersion",
                "fields",
                "alt",
                "prettyPrint",
                "shallow",
                "print",
                "orderBy",
                "action.value",
                "%%");
        List<String> values = List.of("true", "init", "1", "", "a(b", "%C3", "%", "x,y(z/*)", "-1", "LOG");
        return IntStream.range(0, random.nextInt(4))
                .mapToObj(i -> one(names, random) + "=" + one(values, random))
                .collect(Collectors.joining("&", random.nextInt(3) == 0 ? "" : "?", ""));
    }

    private static String json(Random random, int depth) {
        return switch (random.nextInt(depth > 5 ? 8 : 12)) {
            case 0 -> "null";
            case 1 -> "true";
            case 2 -> String.valueOf(random.nextInt());
            case 3 ->
                one(List.of("1e999", "-0.0", "9".repeat(90), "9".repeat(300), "1e-400", "0x1", "-", "NaN"), random);
            case 4 -> "\"" + one(NAMES, random) + "\"";
            case 5 -> "\"\\ud83d\"";
            case 6 -> "\"2026-11-21T12:00:00.5+02:00\"";
            case 7 -> one(List.of("[".repeat(200), "{\"a\":".repeat(200), "\"", "[,]", "{}}", "\"\t\""), random);
            case 8, 9 ->
                IntStream.range(0, random.nextInt(4))
                        .mapToObj(i -> json(random, depth + 1))
                        .collect(Collectors.joining(",", "[", "]"));
            default ->
                IntStream.range(0, random.nextInt(6))
                        .mapToObj(i -> "\"" + one(NAMES, random) + "\":" + json(random, depth + 1))
                        .collect(Collectors.joining(",", "{", "}"));
        };
    }

    private static byte[] body(Random random) {
        byte[] bytes = json(random, 0).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void whateverComesByChanceIsAnsweredInShape(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < REQUESTS; i++) {
            String method = one(METHODS, random);
            byte[] body = body(random);
            String encoding = random.nextInt(10) == 0 ? "Content-Encoding: gzip\r\n" : "";
            String head = method + " " + path(random) + query(random) + " HTTP/1.1\r\nHost: localhost:"
                    + service.server.port() + "\r\nConnection: close\r\n" + encoding + "Content-Length: " + body.length
                    + "\r\n\r\n";

            assertShape(head, exchange(head.getBytes(StandardCharsets.UTF_8), body));
        }
    }

    private String exchange(byte[] head, byte[] body) throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head);
            out.write(body);
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.server.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void assertShape(String request, String answer) {
        assertThat(answer).as(request).startsWith("HTTP/1.1 ");
        int code = Integer.parseInt(answer.substring(9, 12));
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertThat(code).as(request + answer).isLessThan(500);
        if (code < 400) {
            return;
        }
        JsonElement error = JsonParser.parseString(body).getAsJsonObject().get("error");
        if (error.isJsonObject()) {
            JsonObject shape = error.getAsJsonObject();
            assertThat(shape.get("code").getAsInt()).as(request).isEqualTo(code);
            assertThat(shape.get("message").getAsString()).as(request).isNotEmpty();
            assertThat(STATUSES).as(request).contains(shape.get("status").getAsString());
        } else {
            // The Realtime Database's errors are texts.
            assertThat(error.getAsString()).as(request).isNotEmpty();
        }
    }

    @Test
    void socketsThatSpeakNonsenseAreClosed() throws IOException {
        Random random = new Random(3);
        String upgrade =
                "GET /.ws?v=5&ns=x HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[1 + random.nextInt(400)];
            random.nextBytes(noise);
            try (Socket socket = connect()) {
                socket.getOutputStream().write(upgrade.getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 101");
                socket.getOutputStream().write(noise);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-WebSocket-Version: 13\r\n", "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: x\r\n"})
    void halfARequestForASocketIsRefused(String headers) throws IOException {
        String answer = RawHttp.send(
                service.server.port(),
                "GET /.ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + headers
                        + "\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("\"error\"");
    }

    // ---- Holding on

    @Test
    void clientsThatNeverFinishHoldNobodyUp() throws IOException {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                idle.add(begin("GET /v2/debugger/debuggees HTTP/1.1\r\nHost: loc"));
                idle.add(
                        begin(
                                "POST /v2/controller/debuggees/register HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{"));
                idle.add(begin(""));
            }

            for (int i = 0; i < 20; i++) {
                assertThat(service.setAt(debuggee, i)).startsWith("b-");
            }
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    private Socket begin(String text) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void whoDoesNotReadHisAnswersHoldsNobodyUp() throws IOException {
        String id = service.setAt(debuggee, 1);
        String large = "x".repeat(2_000_000);
        service.update(
                debuggee,
                id,
                "{\"id\":\"" + id + "\",\"isFinalState\":true,\"evaluatedExpressions\":[{\"value\":\"" + large
                        + "\"}]}");
        String get = "GET /v2/debugger/debuggees/" + debuggee + "/breakpoints/" + id
                + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        List<Socket> deaf = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                deaf.add(begin(get));
            }

            Reply read = service.get("v2/debugger/debuggees/" + debuggee + "/breakpoints/" + id);
            assertThat(read.body()).contains(large);
            assertThat(service.setAt(debuggee, 2)).startsWith("b-");
        } finally {
            for (Socket socket : deaf) {
                socket.close();
            }
        }
    }

    @Test
    void requestsInOneGoAreAnsweredInOrder() throws IOException {
        String get = "GET /cdbg/schema_version.json HTTP/1.1\r\nHost: localhost\r\n";
        String text = (get + "\r\n").repeat(50) + get + "Connection: close\r\n\r\n";
        try (Socket socket = begin(text);
                InputStream answers = socket.getInputStream()) {
            String all = new String(answers.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(all.split("HTTP/1.1 200", -1)).hasSize(52);
        }
    }
}
