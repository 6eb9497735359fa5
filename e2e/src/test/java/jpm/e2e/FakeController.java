package jpm.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import jpm.store.DumpMetadata;

/** A debugger service that does what a test tells it, also what no good service does. */
final class FakeController implements AutoCloseable {
    private static final String BREAKPOINTS = "/v2/controller/debuggees/d:1/breakpoints";

    /** The answers to come; a list is answered when there is one, the others at once. */
    final BlockingQueue<Reply> lists = new LinkedBlockingQueue<>();

    final BlockingQueue<Reply> registrations = new LinkedBlockingQueue<>();
    final BlockingQueue<Reply> updates = new LinkedBlockingQueue<>();

    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** What was asked. */
    record Call(String method, String path, String query, String authorization, DumpMetadata body) {}

    /** An answer. */
    record Reply(int code, String body) {}

    FakeController() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next call with a method; what was asked before is forgotten. */
    Call next(String method) throws InterruptedException {
        while (true) {
            Call call = calls.poll(60, TimeUnit.SECONDS);
            if (call == null) {
                throw new AssertionError("nobody calls " + method);
            }
            if (call.method().equals(method)) {
                return call;
            }
        }
    }

    /** Has the list be answered with these breakpoints. */
    void list(String token, String... breakpoints) {
        lists.add(new Reply(
                200, "{\"breakpoints\":[" + String.join(",", breakpoints) + "],\"nextWaitToken\":\"" + token + "\"}"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        calls.add(new Call(
                method,
                path,
                String.valueOf(exchange.getRequestURI().getQuery()),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                DumpMetadata.parse(body)));
        Reply reply = reply(method, path);
        byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.code(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Reply reply(String method, String path) {
        try {
            if (method.equals("POST")) {
                Reply planned = registrations.poll();
                return planned != null
                        ? planned
                        : new Reply(200, "{\"debuggee\":{\"id\":\"d:1\"},\"agentId\":\"a 1\"}");
            }
            if (method.equals("GET") && path.equals(BREAKPOINTS)) {
                return lists.take();
            }
            Reply planned = updates.poll();
            return planned == null ? new Reply(200, "{}") : planned;
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            return new Reply(503, "");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
