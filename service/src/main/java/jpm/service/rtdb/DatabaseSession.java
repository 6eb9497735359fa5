package jpm.service.rtdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import jpm.service.DebuggerService;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import jpm.service.access.Caller;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;
import jpm.service.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * A client of the database that speaks its own protocol, version 5: texts over a WebSocket, in which it reads, writes and follows
 * values.
 *
 * <p>Not safe for several threads, but for {@link #isAbout}.
 */
public final class DatabaseSession {
    private static final String VERSION = "5";
    /** Longer texts come in pieces, after their number. */
    private static final int MAX_NUMBER_CHARS = 6;

    private static final int PIECE_CHARS = 16_384;
    private static final int MAX_LISTENS = 1_000;
    /** Who has more to say before he says who he is only takes a place. */
    private static final int MAX_STRANGERS_TEXTS = 10;

    private static final String DONE = "";

    private final DebuggerService service;
    private final DatabaseTree tree;
    private final DatabaseWriter writer;
    private final Function<String, @Nullable Caller> tokens;
    private final int maxChars;
    private final String host;
    private final String id = UUID.randomUUID().toString();
    private final Map<List<String>, LiveValue> listens = new ConcurrentHashMap<>();
    private final StringBuilder pieces = new StringBuilder();
    private final Map<String, Action> actions = Map.ofEntries(
            Map.entry("g", this::get),
            Map.entry("q", this::listen),
            Map.entry("n", this::unlisten),
            Map.entry("p", this::put),
            Map.entry("m", this::merge),
            Map.entry("gauth", this::authenticate),
            Map.entry("auth", this::authenticate),
            Map.entry("unauth", this::forget),
            // Counts of the client's, and its proof of being an app, which need no answer but one.
            Map.entry("s", request -> DONE),
            Map.entry("appcheck", request -> DONE));
    private Caller caller;
    private int missingPieces;
    private int strangersTexts;

    @FunctionalInterface
    private interface Action {
        /** Gives what is answered beside success. */
        Object answer(SocketRequest request) throws MalformedJsonException;
    }

    /** @param text the whole message, in which members that are null can still be seen */
    private record SocketRequest(JsonObject body, String text) {
        List<String> path() {
            return DatabaseTree.path(body.text("p"));
        }
    }

    DatabaseSession(
            DebuggerService service,
            Caller caller,
            Function<String, @Nullable Caller> tokens,
            String host,
            int maxChars) {
        this.service = service;
        this.caller = caller;
        this.tokens = tokens;
        this.host = host;
        this.maxChars = maxChars;
        tree = new DatabaseTree(service);
        writer = new DatabaseWriter(service, tree);
    }

    /** Whether nobody knows yet who it is. */
    public boolean isOfStranger() {
        return caller.roles().isEmpty();
    }

    /** Whether a change of a debuggee, or of its breakpoints, may change what the client follows. */
    public boolean isAbout(String debuggeeId) {
        return listens.values().stream().anyMatch(value -> value.isAbout(debuggeeId));
    }

    /** What the server says first. */
    public String hello() {
        JsonObject hello = JsonObject.of("ts", service.clock().millis())
                .with("v", VERSION)
                .with("h", host)
                .with("s", id);
        return message("c", JsonObject.of("t", "h").with("d", hello));
    }

    /** Takes a text of the client's, and gives what is answered. */
    public List<String> receive(String text) throws MalformedJsonException {
        if (isOfStranger() && ++strangersTexts > MAX_STRANGERS_TEXTS) {
            throw new MalformedJsonException("its sender is not known");
        }
        listens.values().forEach(LiveValue::alive);
        if (missingPieces > 0) {
            pieces.append(text);
            if (pieces.length() > maxChars) {
                throw new MalformedJsonException("it is too large");
            }
            return --missingPieces > 0 ? List.of() : whole(joined());
        }
        if (text.length() <= MAX_NUMBER_CHARS && text.matches("\\d+")) {
            missingPieces = Integer.parseInt(text);
            if (missingPieces > maxChars / PIECE_CHARS + 1) {
                throw new MalformedJsonException("it has too many pieces");
            }
            return List.of();
        }
        return whole(text);
    }

    private String joined() {
        String text = pieces.toString();
        pieces.setLength(0);
        return text;
    }

    private List<String> whole(String text) throws MalformedJsonException {
        JsonObject message = JsonText.parseObject(text);
        JsonObject data = message.object("d");
        if (message.text("t").equals("c")) {
            boolean isPing = data.text("t").equals("p");
            return isPing ? List.of(message("c", JsonObject.of("t", "o").with("d", JsonObject.EMPTY))) : List.of();
        }
        JsonObject answer = answer(data.text("a"), new SocketRequest(data.object("b"), text));
        // The client takes an answer as the end of what it assumed, so what changed must have come before.
        List<String> told = new ArrayList<>(changes());
        told.add(message("d", JsonObject.of("r", data.number("r", 0)).with("b", answer)));
        return told;
    }

    private static String message(String type, JsonObject data) {
        return JsonText.string(JsonObject.of("t", type).with("d", data));
    }

    private JsonObject answer(String action, SocketRequest request) throws MalformedJsonException {
        try {
            Action known = actions.get(action);
            if (known == null) {
                throw new ServiceException(Status.INVALID_ARGUMENT, "The service does not know the action " + action);
            }
            return status("ok", known.answer(request));
        } catch (ServiceException refused) {
            return status(refused.status().name().toLowerCase(Locale.ROOT), String.valueOf(refused.getMessage()));
        }
    }

    private static JsonObject status(String status, Object data) {
        return JsonObject.of("s", status).with("d", data);
    }

    /** What changed of that which the client follows. */
    public List<String> changes() {
        List<String> told = new ArrayList<>();
        listens.forEach((path, value) -> value.changes().forEach(change -> told.add(told(path, change))));
        return told;
    }

    private static String told(List<String> path, LiveValue.Change change) {
        String place = String.join("/", path) + (change.key().isEmpty() ? "" : "/" + change.key());
        String body = "{\"p\":" + JsonText.string(place) + ",\"d\":"
                + (change.data() == null ? "null" : JsonText.string(change.data())) + "}";
        return "{\"t\":\"d\",\"d\":{\"a\":\"" + (change.isMerge() ? "m" : "d") + "\",\"b\":" + body + "}}";
    }

    // ---- Actions

    private void demandKnown() {
        if (isOfStranger()) {
            throw new ServiceException(Status.PERMISSION_DENIED, "Permission denied: a bearer token is needed");
        }
    }

    private Object authenticate(SocketRequest request) {
        Caller known = tokens.apply(request.body().text("cred"));
        if (known == null) {
            caller = Caller.NOBODY;
            throw new ServiceException(Status.UNAUTHENTICATED, "The token is not known");
        }
        caller = known;
        return JsonObject.of("auth", JsonObject.EMPTY);
    }

    private Object forget(SocketRequest request) {
        listens.clear();
        Caller anyone = tokens.apply("");
        caller = anyone == null ? Caller.NOBODY : anyone;
        return DONE;
    }

    private Object get(SocketRequest request) {
        demandKnown();
        demandWhole(request);
        Object value = tree.read(request.path(), false);
        return value == null ? JsonObject.EMPTY : value;
    }

    private Object listen(SocketRequest request) {
        demandKnown();
        demandWhole(request);
        if (listens.size() >= MAX_LISTENS) {
            throw new ServiceException(Status.RESOURCE_EXHAUSTED, "The client follows too much already");
        }
        List<String> path = request.path();
        tree.read(path, false);
        LiveValue value = new LiveValue(service, path, caller, () -> tree.read(path, false));
        value.alive();
        listens.put(path, value);
        return JsonObject.EMPTY;
    }

    private static void demandWhole(SocketRequest request) {
        if (!request.body().object("q").isEmpty()) {
            throw new ServiceException(Status.INVALID_ARGUMENT, "Queries are not supported");
        }
    }

    private Object unlisten(SocketRequest request) {
        listens.remove(request.path());
        return DONE;
    }

    private Object put(SocketRequest request) {
        demandKnown();
        if (request.body().has("h")) {
            throw new ServiceException(Status.INVALID_ARGUMENT, "Transactions are not supported");
        }
        writer.put(request.path(), request.body().find("d"), caller);
        return DONE;
    }

    private Object merge(SocketRequest request) throws MalformedJsonException {
        demandKnown();
        List<String> names = JsonText.names(request.text(), List.of("d", "b", "d"));
        writer.merge(request.path(), names, request.body().object("d"), caller);
        return DONE;
    }
}
