package jpm.service.rtdb;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import jpm.service.DebuggerService;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import jpm.service.access.Caller;
import jpm.service.api.Answer;
import jpm.service.api.Request;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;
import jpm.service.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** The REST interface of a Firebase Realtime Database that holds what Snapshot Debugger keeps in one: addresses end in {@code .json}. */
public final class DatabaseApi {
    private static final String SUFFIX = ".json";
    private static final List<String> QUERIES =
            List.of("orderBy", "startAt", "endAt", "equalTo", "limitToFirst", "limitToLast");

    private final DebuggerService service;
    private final DatabaseTree tree;
    private final DatabaseWriter writer;

    public DatabaseApi(DebuggerService service) {
        this.service = service;
        tree = new DatabaseTree(service);
        writer = new DatabaseWriter(service, tree);
    }

    /** Whether an address is the database's. */
    public static boolean isDatabase(List<String> path) {
        return !path.isEmpty()
                && !path.get(0).equals("v2")
                && path.get(path.size() - 1).endsWith(SUFFIX);
    }

    /** Answers a request whose path {@link #isDatabase}. */
    public Answer answer(Request request) {
        List<String> path = path(request);
        return switch (request.method()) {
            case "GET" -> read(request, path);
            case "PUT" -> put(request, path);
            case "PATCH" -> patch(request, path);
            case "DELETE" -> delete(request, path);
            default -> throw new ServiceException(Status.INVALID_ARGUMENT, "The method is not supported here");
        };
    }

    /** The value at a request's path, as it changes. */
    public LiveValue live(Request request) {
        List<String> path = path(request);
        return new LiveValue(service, path, request.caller(), () -> tree.read(path, false));
    }

    /**
     * A client that speaks the database's own protocol.
     *
     * @param tokens who has a token, null for nobody
     * @param host where the client finds the service
     */
    public DatabaseSession session(
            Caller caller, Function<String, @Nullable Caller> tokens, String host, int maxChars) {
        return new DatabaseSession(service, caller, tokens, host, maxChars);
    }

    private static List<String> path(Request request) {
        List<String> path = new ArrayList<>(request.path());
        String last = path.remove(path.size() - 1);
        String key = last.substring(0, last.length() - SUFFIX.length());
        if (!key.isEmpty()) {
            path.add(key);
        }
        return path;
    }

    private Answer read(Request request, List<String> path) {
        if (QUERIES.stream().anyMatch(request.query()::containsKey)) {
            throw new ServiceException(Status.INVALID_ARGUMENT, "Queries are not supported");
        }
        return answer(request, tree.read(path, request.flag("shallow")));
    }

    private Answer put(Request request, List<String> path) {
        return answer(request, writer.put(path, value(request), request.caller()));
    }

    private Answer patch(Request request, List<String> path) {
        try {
            List<String> names = JsonText.names(new String(request.body(), StandardCharsets.UTF_8), List.of());
            JsonObject members = JsonText.parseObject(request.body());
            return answer(request, writer.merge(path, names, members, request.caller()));
        } catch (MalformedJsonException malformed) {
            throw invalid(malformed);
        }
    }

    private Answer delete(Request request, List<String> path) {
        writer.put(path, null, request.caller());
        return answer(request, null);
    }

    private static Answer answer(Request request, @Nullable Object value) {
        String print = request.parameter("print");
        return print.equals("silent") ? Answer.nothing() : Answer.json(value, print.equals("pretty"));
    }

    private static @Nullable Object value(Request request) {
        try {
            return JsonText.parse(request.body());
        } catch (MalformedJsonException malformed) {
            throw invalid(malformed);
        }
    }

    private static ServiceException invalid(MalformedJsonException malformed) {
        return new ServiceException(
                Status.INVALID_ARGUMENT, "Invalid data; couldn't parse JSON: " + malformed.getMessage());
    }
}
