package jpm.service;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import jpm.service.db.Database;
import jpm.service.db.JdbcStore;
import jpm.service.http.ServerOptions;
import jpm.service.http.ServiceServer;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;
import jpm.service.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** A service that serves, and a client of it. */
final class RunningService implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMillis(400);

    final TestClock clock;
    final List<String> faults = new CopyOnWriteArrayList<>();
    final DebuggerService service;
    final ServiceServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable String token;

    private RunningService(DebuggerService service, TestClock clock, ServerOptions options) {
        this.service = service;
        this.clock = clock;
        server = started(options);
    }

    private ServiceServer started(ServerOptions options) {
        try {
            return ServiceServer.start(service, options, faults::add);
        } catch (RuntimeException refused) {
            service.close();
            throw refused;
        }
    }

    static RunningService in(Path folder) {
        return with(folder, ServerOptions.LOCAL);
    }

    static RunningService with(Path folder, ServerOptions options) {
        return with("jdbc:sqlite:" + folder.resolve("service.db"), options, Limits.DEFAULT.patientFor(PATIENCE));
    }

    static RunningService with(String databaseUrl, ServerOptions options, Limits limits) {
        TestClock clock = new TestClock();
        return new RunningService(new DebuggerService(store(databaseUrl), clock, limits), clock, options);
    }

    /** One that looks at its database and at what expires only when it is told to. */
    static RunningService withoutUpkeep(String databaseUrl, Limits limits) {
        TestClock clock = new TestClock();
        long never = Duration.ofDays(1).toMillis();
        return new RunningService(
                new DebuggerService(store(databaseUrl), clock, limits, never), clock, ServerOptions.LOCAL);
    }

    private static JdbcStore store(String databaseUrl) {
        return new JdbcStore(Database.open(databaseUrl));
    }

    record Reply(int code, String body) {
        JsonObject json() {
            try {
                return JsonText.parseObject(body.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } catch (MalformedJsonException malformed) {
                throw new AssertionError(body, malformed);
            }
        }

        JsonObject error() {
            return json().object("error");
        }
    }

    /** Sends this token from now on. */
    void use(@Nullable String other) {
        token = other;
    }

    String url(String path) {
        return server.url() + path;
    }

    Reply get(String path) {
        return call("GET", path, null);
    }

    Reply call(String method, String path, @Nullable String body) {
        return later(method, path, body).join();
    }

    CompletableFuture<Reply> later(String method, String path, @Nullable String body) {
        return client.sendAsync(request(method, path, body).build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(response -> new Reply(response.statusCode(), response.body()));
    }

    HttpRequest.Builder request(String method, String path, @Nullable String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return request;
    }

    Reply send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body());
    }

    /** Registers a program; its id. */
    String register(String uniquifier) {
        String debuggee = "{\"debuggee\":{\"project\":\"shop\",\"uniquifier\":\"" + uniquifier
                + "\",\"description\":\"shop-v1\",\"agentVersion\":\"test/java/v1\"}}";
        return call("POST", "v2/controller/debuggees/register", debuggee)
                .json()
                .object("debuggee")
                .text("id");
    }

    /** Sets a breakpoint; its id. */
    String set(String debuggee, String breakpoint) {
        return call("POST", "v2/debugger/debuggees/" + debuggee + "/breakpoints/set?clientVersion=t", breakpoint)
                .json()
                .object("breakpoint")
                .text("id");
    }

    String setAt(String debuggee, int line) {
        return set(debuggee, "{\"location\":{\"path\":\"com/acme/Shop.java\",\"line\":" + line + "}}");
    }

    Reply update(String debuggee, String id, String breakpoint) {
        return call(
                "PUT",
                "v2/controller/debuggees/" + debuggee + "/breakpoints/" + id,
                "{\"breakpoint\":" + breakpoint + "}");
    }

    Reply active(String debuggee, String query) {
        return get("v2/controller/debuggees/" + debuggee + "/breakpoints" + query);
    }

    JsonObject breakpoint(String debuggee, String id) {
        return get("v2/debugger/debuggees/" + debuggee + "/breakpoints/" + id + "?clientVersion=t")
                .json()
                .object("breakpoint");
    }

    @Override
    public void close() {
        server.close();
        service.close();
    }
}
