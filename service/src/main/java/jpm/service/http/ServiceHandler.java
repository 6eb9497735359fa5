package jpm.service.http;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import jpm.service.DebuggerService;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import jpm.service.access.Caller;
import jpm.service.api.Answer;
import jpm.service.api.Request;
import jpm.service.api.V2Api;
import jpm.service.page.Page;
import jpm.service.rtdb.DatabaseApi;
import jpm.service.rtdb.DatabaseSession;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** Reads requests, finds who answers them, and writes the answers; holds no thread while a request waits. */
final class ServiceHandler extends Handler.Abstract {
    private static final byte[] NO_BODY = {};
    private static final String DATABASE = "database";
    private static final String CONTROLLER = "controller";
    private static final int AGENT_THREADS = 16;
    private static final List<String> SOCKET = List.of(".ws");

    private final ServerOptions options;
    private final Access access;
    private final Metrics metrics;
    private final Consumer<String> faults;
    private final V2Api api;
    private final DatabaseApi database;
    private final EventStreams streams;
    private final DatabaseSockets sockets;
    private final Page page;
    private final ExecutorService agents = Executors.newFixedThreadPool(AGENT_THREADS, work -> {
        Thread thread = new Thread(work, "jpm-service-agents");
        thread.setDaemon(true);
        return thread;
    });

    ServiceHandler(DebuggerService service, ServerOptions options, Consumer<String> faults) {
        this.options = options;
        this.faults = new RareFaults(faults, service.clock());
        access = new Access(options.tokens());
        api = new V2Api(service);
        database = new DatabaseApi(service);
        streams = new EventStreams(service);
        sockets = new DatabaseSockets(service, options.maxBodyBytes(), this.faults);
        metrics = new Metrics(service, () -> streams.count() + sockets.count());
        page = new Page(service, options.sources());
    }

    /** A request on its way: what is known of it, and where its answer goes. */
    private final class Exchange {
        private final org.eclipse.jetty.server.Request request;
        private final Response response;
        private final Callback callback;
        private String surface = "none";
        private int receivedBytes;

        Exchange(org.eclipse.jetty.server.Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
        }

        void run() {
            try {
                read().whenComplete(this::finish);
            } catch (RuntimeException failure) {
                finish(null, failure);
            }
        }

        private CompletableFuture<Answer> read() {
            List<String> path = RequestPath.segments(request.getHttpURI().getPath());
            surface = surface(path);
            Map<String, String> query = query();
            if (path.equals(SOCKET) && WebSocket.isAskedFor(request)) {
                openSocket(query.getOrDefault("access_token", ""));
                return new CompletableFuture<>();
            }
            Caller caller =
                    isOpen(path) ? Caller.NOBODY : access.caller(request, query.getOrDefault("access_token", ""));
            if (surface.equals(DATABASE) && isForEvents()) {
                Request listening = new Request("GET", path, query, NO_BODY, caller);
                streams.open(database.live(listening), response, callback);
                return new CompletableFuture<>();
            }
            boolean hasBody = request.getLength() != 0 && !"GET".equals(request.getMethod());
            CompletableFuture<byte[]> body =
                    hasBody ? Body.read(request, options.maxBodyBytes()) : CompletableFuture.completedFuture(NO_BODY);
            // Thousands of agents that connect at once queue among themselves, and no user behind them.
            Executor executor =
                    surface.equals(CONTROLLER) ? agents : getServer().getThreadPool();
            return hasBody || executor == agents
                    ? body.thenComposeAsync(bytes -> answer(path, query, bytes, caller), executor)
                    : answer(path, query, NO_BODY, caller);
        }

        private CompletableFuture<Answer> answer(
                List<String> path, Map<String, String> query, byte[] body, Caller caller) {
            receivedBytes = body.length;
            return ServiceHandler.this.answer(new Request(request.getMethod(), path, query, body, caller));
        }

        private void openSocket(String tokenInQuery) {
            surface = DATABASE;
            String host = String.valueOf(request.getHeaders().get(HttpHeader.HOST));
            DatabaseSession session = database.session(
                    access.socketCaller(request, tokenInQuery), access::find, host, options.maxBodyBytes());
            sockets.open(session, request, response, callback);
            metrics.answered(surface, HttpStatus.SWITCHING_PROTOCOLS_101, 0, 0);
        }

        private boolean isForEvents() {
            String accepted = request.getHeaders().get(HttpHeader.ACCEPT);
            return "GET".equals(request.getMethod()) && accepted != null && accepted.contains("text/event-stream");
        }

        private boolean isOpen(List<String> path) {
            return "GET".equals(request.getMethod()) && Page.isFile(path);
        }

        private Map<String, String> query() {
            Map<String, String> query = new LinkedHashMap<>();
            try {
                for (Fields.Field field : org.eclipse.jetty.server.Request.extractQueryParameters(request)) {
                    query.putIfAbsent(field.getName(), field.getValue() == null ? "" : field.getValue());
                }
            } catch (RuntimeException malformed) {
                throw new ServiceException(Status.INVALID_ARGUMENT, "The address is malformed");
            }
            return query;
        }

        private void finish(@Nullable Answer answer, @Nullable Throwable failure) {
            write(answer != null ? answer : failed(failure));
        }

        private Answer failed(@Nullable Throwable failure) {
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            if (cause instanceof ServiceException refused) {
                if (refused.getCause() != null) {
                    faults.accept(
                            refused.getMessage() + ": " + refused.getCause().getMessage());
                }
                return error(refused);
            }
            metrics.fault();
            faults.accept("internal error: " + cause);
            return error(new ServiceException(Status.INTERNAL, "The service failed"));
        }

        private Answer error(ServiceException refused) {
            return surface.equals(DATABASE) ? Answer.databaseError(refused) : Answer.error(refused);
        }

        private void write(Answer answer) {
            metrics.answered(surface, answer.code(), receivedBytes, answer.body().length);
            response.setStatus(answer.code());
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
            response.getHeaders().put("X-Content-Type-Options", "nosniff");
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
            response.write(true, ByteBuffer.wrap(answer.body()), callback);
        }
    }

    @Override
    public boolean handle(org.eclipse.jetty.server.Request request, Response response, Callback callback) {
        new Exchange(request, response, callback).run();
        return true;
    }

    @Override
    protected void doStop() throws Exception {
        streams.close();
        agents.shutdown();
        super.doStop();
    }

    private static String surface(List<String> path) {
        String first = path.isEmpty() ? "" : path.get(0);
        return switch (first) {
            case "v2" -> path.size() > 1 && path.get(1).equals(CONTROLLER) ? CONTROLLER : "debugger";
            case "metrics" -> "metrics";
            default -> DatabaseApi.isDatabase(path) ? DATABASE : "page";
        };
    }

    private CompletableFuture<Answer> answer(Request request) {
        if (DatabaseApi.isDatabase(request.path())) {
            return CompletableFuture.completedFuture(database.answer(request));
        }
        String first = request.path().isEmpty() ? "" : request.path().get(0);
        return switch (first) {
            case "v2" -> api.answer(request);
            case "metrics" -> CompletableFuture.completedFuture(Answer.text(Metrics.CONTENT_TYPE, metrics.text()));
            default -> CompletableFuture.completedFuture(page.answer(request));
        };
    }
}
