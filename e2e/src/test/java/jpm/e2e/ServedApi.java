package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.devtools.clouddebugger.v2.Breakpoint;
import com.google.devtools.clouddebugger.v2.GetBreakpointResponse;
import com.google.protobuf.util.JsonFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import jpm.store.DumpMetadata;
import org.jspecify.annotations.Nullable;

/** {@code jpm serve} as a process of its own, and its API as its users call it. */
final class ServedApi implements AutoCloseable {
    private static final String VERSION = "clientVersion=a/b/v1";

    private final Process process;
    private final String url;
    private final HttpClient client = HttpClient.newHttpClient();
    private String token = "";

    private ServedApi(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** A service that keeps its data in a folder, on any free port. */
    static ServedApi in(Path folder, String... options) throws IOException {
        String[] command = {"serve", "-q", "--port", "0", "--db", "jdbc:sqlite:" + folder.resolve("service.db")};
        String[] all = java.util.stream.Stream.of(command, options)
                .flatMap(java.util.stream.Stream::of)
                .toArray(String[]::new);
        Process process = Cli.process(all).start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        assertThat(line).as("what the service says").startsWith("Listening at ");
        return new ServedApi(process, line.replaceFirst("Listening at ", "").replaceAll("/$", ""));
    }

    /** Without a slash at its end. */
    String url() {
        return url;
    }

    /** Calls with this token from now on. */
    void authorize(String bearer) {
        token = bearer;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** The only program that is known, once there is one. */
    DumpMetadata debuggee() throws IOException, InterruptedException {
        DumpMetadata list = until(
                "/v2/debugger/debuggees?project=jpm&" + VERSION,
                answer -> !answer.list("debuggees").isEmpty());
        return nested(list.list("debuggees").get(0));
    }

    /** Sets a breakpoint; its id. */
    String set(DumpMetadata debuggee, String json) throws IOException, InterruptedException {
        return String.valueOf(
                call("POST", breakpoints(debuggee) + "/set?" + VERSION, json).text("breakpoint.id"));
    }

    /** Takes a breakpoint away. */
    void delete(DumpMetadata debuggee, String id) throws IOException, InterruptedException {
        call("DELETE", breakpoints(debuggee) + "/" + id + "?" + VERSION, "");
    }

    /** A breakpoint as it is now. */
    DumpMetadata breakpoint(DumpMetadata debuggee, String id) throws IOException, InterruptedException {
        return nested(call("GET", breakpoints(debuggee) + "/" + id + "?" + VERSION, "")
                .value("breakpoint"));
    }

    /** A breakpoint, once it is final. */
    DumpMetadata finished(DumpMetadata debuggee, String id) throws IOException, InterruptedException {
        DumpMetadata answer = until(
                breakpoints(debuggee) + "/" + id + "?" + VERSION,
                each -> Boolean.TRUE.equals(each.value("breakpoint.isFinalState")));
        return nested(answer.value("breakpoint"));
    }

    private static String breakpoints(DumpMetadata debuggee) {
        return "/v2/debugger/debuggees/" + debuggee.text("id") + "/breakpoints";
    }

    private DumpMetadata until(String path, Predicate<DumpMetadata> wanted) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        DumpMetadata answer = call("GET", path, "");
        while (!wanted.test(answer)) {
            assertThat(System.nanoTime()).as("%s", answer.fields()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            answer = call("GET", path, "");
        }
        return answer;
    }

    /**
     * A breakpoint as the schema's own parser reads it.
     *
     * @param ids the debuggee's and the breakpoint's, as {@code jpm upload} prints them
     */
    Breakpoint strict(String ids) throws IOException, InterruptedException {
        GetBreakpointResponse.Builder answer = GetBreakpointResponse.newBuilder();
        String path = "/v2/debugger/debuggees/" + ids.replace("/", "/breakpoints/") + "?" + VERSION;
        JsonFormat.parser().merge(new String(bytes("GET", path, ""), StandardCharsets.UTF_8), answer);
        return answer.getBreakpoint();
    }

    /** Calls it; fails where it refuses. */
    DumpMetadata call(String method, String path, String body) throws IOException, InterruptedException {
        return DumpMetadata.parse(bytes(method, path, body));
    }

    private byte[] bytes(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode())
                .as("%s", new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        return response.body();
    }

    /** An object inside another. */
    static DumpMetadata nested(@Nullable Object fields) {
        return DumpMetadata.of((Map<?, ?>) Objects.requireNonNull(fields));
    }
}
