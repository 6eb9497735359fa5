package jpm.bench.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Agents that register, wait for breakpoints, and deliver a hit of each at once; the line of a breakpoint is its number. */
final class Agents implements AutoCloseable {
    private static final int RETRY_MILLIS = 300;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = client();
    /** Users sit elsewhere: what they do must not queue behind the agents of this process. */
    private final HttpClient users = client();

    private final ScheduledExecutorService retries = Executors.newSingleThreadScheduledExecutor();
    private final String url;
    private final Map<Integer, Long> sentNanos = new ConcurrentHashMap<>();
    private final Map<Integer, Long> seenNanos = new ConcurrentHashMap<>();
    private final Map<Integer, Long> answeredNanos = new ConcurrentHashMap<>();
    private final Map<Integer, String> answered = new ConcurrentHashMap<>();
    private final List<String> debuggees = new CopyOnWriteArrayList<>();
    private final Set<String> connected = ConcurrentHashMap.newKeySet();
    private volatile boolean isOver;

    Agents(String url) {
        this.url = url;
    }

    /** Those that are registered so far. */
    List<String> debuggees() {
        return debuggees;
    }

    /** How many were answered with their list at least once. */
    int connected() {
        return connected.size();
    }

    /** How long a breakpoint took from the request that set it to its agent, in nanoseconds by number. */
    Map<Integer, Long> latencies() {
        return sinceSent(seenNanos);
    }

    /** How long the user's request took that set a breakpoint, in nanoseconds by number. */
    Map<Integer, Long> setTimes() {
        return sinceSent(answeredNanos);
    }

    private Map<Integer, Long> sinceSent(Map<Integer, Long> nanos) {
        Map<Integer, Long> spans = new ConcurrentHashMap<>();
        nanos.forEach((number, end) -> spans.put(number, end - sentNanos.getOrDefault(number, end)));
        return spans;
    }

    /** Paths of the breakpoints that the service said it had set, by number. */
    Map<Integer, String> answered() {
        return answered;
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private CompletableFuture<HttpResponse<String>> send(String method, String path, String body) {
        return send(client, method, path, body);
    }

    private CompletableFuture<HttpResponse<String>> send(HttpClient by, String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return by.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    JsonNode read(String path) {
        return tree(send(users, "GET", path, "").join().body());
    }

    private JsonNode tree(String body) {
        try {
            return json.readTree(body);
        } catch (IOException malformed) {
            throw new UncheckedIOException(malformed);
        }
    }

    /** Lets programs register, all at once, each with one agent that waits then. */
    void start(int count) {
        for (int i = 0; i < count; i++) {
            register(i);
        }
    }

    private void register(int number) {
        String body = "{\"debuggee\":{\"project\":\"load\",\"uniquifier\":\"" + number
                + "\",\"description\":\"d\",\"agentVersion\":\"bench/java/v1\"}}";
        send("POST", "controller/debuggees/register", body).whenComplete((response, failure) -> {
            if (failure != null || response.statusCode() != 200) {
                later(() -> register(number));
                return;
            }
            String debuggee = tree(response.body()).path("debuggee").path("id").asText();
            debuggees.add(debuggee);
            poll(debuggee, "init");
        });
    }

    private void poll(String debuggee, String token) {
        if (isOver) {
            return;
        }
        String path = "controller/debuggees/" + debuggee + "/breakpoints?successOnTimeout=true&waitToken=" + token;
        send("GET", path, "").whenComplete((response, failure) -> {
            if (failure != null || response.statusCode() != 200) {
                later(() -> poll(debuggee, token));
                return;
            }
            connected.add(debuggee);
            JsonNode list = tree(response.body());
            list.path("breakpoints").forEach(breakpoint -> hit(debuggee, breakpoint));
            poll(debuggee, list.path("nextWaitToken").asText());
        });
    }

    private void later(Runnable work) {
        if (!isOver) {
            retries.schedule(work, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void hit(String debuggee, JsonNode breakpoint) {
        int number = breakpoint.path("location").path("line").asInt();
        if (seenNanos.putIfAbsent(number, System.nanoTime()) == null) {
            deliver(debuggee, breakpoint.path("id").asText(), number);
        }
    }

    private void deliver(String debuggee, String id, int number) {
        String body = "{\"breakpoint\":{\"id\":\"" + id + "\",\"isFinalState\":true,\"stackFrames\":[{\"function\":\"f"
                + number + "\"}]}}";
        send("PUT", "controller/debuggees/" + debuggee + "/breakpoints/" + id, body)
                .whenComplete((response, failure) -> {
                    if (failure != null || response.statusCode() >= 500) {
                        later(() -> deliver(debuggee, id, number));
                    }
                });
    }

    /** Sets a breakpoint, once; gives whether the service said that it did. */
    boolean set(String debuggee, int number) {
        sentNanos.put(number, System.nanoTime());
        String path = "debugger/debuggees/" + debuggee + "/breakpoints";
        String body = "{\"location\":{\"path\":\"a/B.java\",\"line\":" + number + "}}";
        try {
            HttpResponse<String> response =
                    send(users, "POST", path + "/set", body).join();
            if (response.statusCode() == 200) {
                answeredNanos.put(number, System.nanoTime());
                String id = tree(response.body()).path("breakpoint").path("id").asText();
                answered.put(number, path + "/" + id);
                return true;
            }
        } catch (CompletionException killed) {
            return false;
        }
        return false;
    }

    @Override
    public void close() {
        isOver = true;
        retries.shutdownNow();
    }
}
