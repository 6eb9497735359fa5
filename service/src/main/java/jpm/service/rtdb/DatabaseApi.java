package jpm.service.rtdb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.service.DebuggerService;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
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
        Object value = resolved(value(request));
        writer.put(path, value, request.caller());
        return answer(request, value);
    }

    private Answer patch(Request request, List<String> path) {
        // Members that are null remove what they name, so they must not be passed over.
        Map<String, @Nullable Object> members = members(request);
        members.forEach((keys, value) -> {
            List<String> place = new ArrayList<>(path);
            for (String key : keys.split("/")) {
                if (!key.isEmpty()) {
                    place.add(key);
                }
            }
            writer.put(place, value, request.caller());
        });
        Map<String, Object> present = new LinkedHashMap<>();
        members.forEach((key, value) -> {
            if (value != null) {
                present.put(key, value);
            }
        });
        return answer(request, new JsonObject(present));
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

    private Map<String, @Nullable Object> members(Request request) {
        try {
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            for (String name : JsonText.names(request.body())) {
                members.put(name, null);
            }
            JsonText.parseObject(request.body()).members().forEach((name, value) -> members.put(name, resolved(value)));
            return members;
        } catch (MalformedJsonException malformed) {
            throw invalid(malformed);
        }
    }

    private static ServiceException invalid(MalformedJsonException malformed) {
        return new ServiceException(
                Status.INVALID_ARGUMENT, "Invalid data; couldn't parse JSON: " + malformed.getMessage());
    }

    /** The value with the server's time wherever {@code {".sv": "timestamp"}} asks for it. */
    private @Nullable Object resolved(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<Object> elements = new ArrayList<>();
            for (Object element : list) {
                Object kept = resolved(element);
                if (kept != null) {
                    elements.add(kept);
                }
            }
            return elements;
        }
        if (!(value instanceof JsonObject object)) {
            return value;
        }
        if (object.text(".sv").equals("timestamp")) {
            return service.clock().millis();
        }
        Map<String, Object> members = new LinkedHashMap<>();
        object.members().forEach((name, member) -> {
            Object kept = resolved(member);
            if (kept != null) {
                members.put(name, kept);
            }
        });
        return new JsonObject(members);
    }
}
