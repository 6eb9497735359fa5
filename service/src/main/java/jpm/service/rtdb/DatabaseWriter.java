package jpm.service.rtdb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import jpm.service.Breakpoint;
import jpm.service.Debuggee;
import jpm.service.DebuggerService;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import jpm.service.access.Caller;
import jpm.service.access.Role;
import jpm.service.api.Request;
import jpm.service.json.JsonObject;
import jpm.service.json.MalformedJsonException;
import jpm.service.json.MessageType;
import jpm.service.rtdb.DatabaseTree.Part;
import org.jspecify.annotations.Nullable;

/**
 * What writing into the tree means for debuggees and breakpoints.
 *
 * <p>Agents end a breakpoint in three writes, in different orders: they remove it from {@code active} and put it into
 * {@code snapshot} and {@code final}. The first of the latter ends it, and the others fill in what is missing.
 */
final class DatabaseWriter {
    private static final int DEBUGGEE_PATH = 3;
    private static final int BREAKPOINT_PATH = 5;

    private final DebuggerService service;
    private final DatabaseTree tree;
    private final ServerValues values;

    DatabaseWriter(DebuggerService service, DatabaseTree tree) {
        this.service = service;
        this.tree = tree;
        values = new ServerValues(service.clock());
    }

    /** Puts a value at a path; null removes what is there. Gives what is there then. */
    @Nullable
    Object put(List<String> path, @Nullable Object value, Caller caller) {
        Object resolved = values.resolved(value);
        write(path, resolved, caller);
        return resolved;
    }

    /**
     * Puts values at paths below a path, one after the other, and gives them.
     *
     * @param names of all members, also of those that are null and remove what they name
     */
    JsonObject merge(List<String> path, List<String> names, JsonObject members, Caller caller) {
        Map<String, Object> present = new LinkedHashMap<>();
        for (String name : names) {
            List<String> place = new ArrayList<>(path);
            place.addAll(DatabaseTree.path(name));
            Object kept = put(place, members.find(name), caller);
            if (kept != null) {
                present.put(name, kept);
            }
        }
        return new JsonObject(present);
    }

    private void write(List<String> path, @Nullable Object value, Caller caller) {
        if (path.size() < 2 || !path.get(0).equals(DatabaseTree.ROOT)) {
            throw refused();
        }
        switch (path.get(1)) {
            case "schema_version" -> putVersion(path, value);
            case DatabaseTree.DEBUGGEES -> putDebuggee(path, value, caller);
            case DatabaseTree.BREAKPOINTS -> putBreakpoint(path, value, caller);
            default -> throw refused();
        }
    }

    private static ServiceException refused() {
        return new ServiceException(Status.PERMISSION_DENIED, "Permission denied: nothing can be written here");
    }

    private static void putVersion(List<String> path, @Nullable Object value) {
        if (path.size() != 2 || !DatabaseTree.SCHEMA_VERSION.equals(value)) {
            throw refused();
        }
    }

    // ---- Debuggees

    private void putDebuggee(List<String> path, @Nullable Object value, Caller caller) {
        if (path.size() < DEBUGGEE_PATH) {
            throw refused();
        }
        String id = path.get(2);
        if (path.size() > DEBUGGEE_PATH) {
            putDebuggeesMember(id, path.subList(DEBUGGEE_PATH, path.size()), value);
        } else if (value == null) {
            demand(caller, Role.USER);
            service.removeDebuggee(id);
        } else {
            register(id, object(value));
        }
    }

    private void putDebuggeesMember(String id, List<String> member, @Nullable Object value) {
        Debuggee known = service.debuggee(id);
        if (member.size() > 1) {
            throw refused();
        }
        if (member.get(0).endsWith("TimeUnixMsec")) {
            service.agentSeen(id);
        } else {
            register(id, known.content().with(member.get(0), value));
        }
    }

    private void register(String id, JsonObject document) {
        JsonObject content = normal(MessageType.DEBUGGEE, document).without(List.of("id", "isInactive", "isDisabled"));
        // Some agents name the project in a label only.
        String project = content.text("project").isEmpty()
                ? content.object("labels").text("projectid")
                : content.text("project");
        service.register(id, content.with("project", project.isEmpty() ? null : project), Debuggee.Surface.DATABASE);
    }

    // ---- Breakpoints

    private void putBreakpoint(List<String> path, @Nullable Object value, Caller caller) {
        if (path.size() < BREAKPOINT_PATH) {
            removeAll(path, value, caller);
            return;
        }
        Part part = Part.find(path.get(3));
        if (part == null) {
            throw refused();
        }
        String debuggeeId = path.get(2);
        String id = path.get(4);
        Object whole = path.size() == BREAKPOINT_PATH ? value : withMember(path, value);
        UnaryOperator<@Nullable Breakpoint> change = whole == null
                ? known -> removed(known, part, caller)
                : known -> put(debuggeeId, id, part, object(whole), known, caller);
        service.replace(debuggeeId, id, change);
    }

    private JsonObject withMember(List<String> path, @Nullable Object value) {
        Object known = tree.read(path.subList(0, BREAKPOINT_PATH), false);
        if (path.size() > BREAKPOINT_PATH + 1 || !(known instanceof JsonObject document)) {
            throw refused();
        }
        return document.with(path.get(BREAKPOINT_PATH), value);
    }

    private void removeAll(List<String> path, @Nullable Object value, Caller caller) {
        demand(caller, Role.USER);
        Part only = path.size() == BREAKPOINT_PATH - 1 ? Part.find(path.get(3)) : null;
        if (value != null || path.size() < DEBUGGEE_PATH || (path.size() == BREAKPOINT_PATH - 1 && only == null)) {
            throw refused();
        }
        String debuggeeId = path.get(2);
        for (Breakpoint breakpoint : service.breakpoints(debuggeeId, true)) {
            service.replace(debuggeeId, breakpoint.id(), known -> only == null ? null : removed(known, only, caller));
        }
    }

    private static @Nullable Breakpoint removed(@Nullable Breakpoint known, Part part, Caller caller) {
        if (known == null || !part.holds.test(known)) {
            return known;
        }
        if (part != Part.ACTIVE) {
            demand(caller, Role.USER);
        }
        return part == Part.SNAPSHOT ? known.with(known.spec(), null) : null;
    }

    private Breakpoint put(
            String debuggeeId, String id, Part part, JsonObject document, @Nullable Breakpoint known, Caller caller) {
        JsonObject message = normal(MessageType.BREAKPOINT, document);
        if (part == Part.ACTIVE) {
            return putActive(debuggeeId, id, message, known, caller);
        }
        JsonObject ending = message.with("isFinalState", true);
        if (known == null) {
            Breakpoint made = service.made(debuggeeId, id, message, message.text("userEmail"));
            return createdAt(createMillis(document, message), service.updated(made, ending));
        }
        return known.isFinal() ? filledIn(known, message) : service.updated(known, ending);
    }

    private Breakpoint putActive(
            String debuggeeId, String id, JsonObject message, @Nullable Breakpoint known, Caller caller) {
        if (known == null) {
            demand(caller, Role.USER);
            String email = message.text("userEmail");
            return service.made(debuggeeId, id, message, email.isEmpty() ? caller.name() : email);
        }
        if (known.isFinal()) {
            throw new ServiceException(Status.FAILED_PRECONDITION, "Breakpoint " + id + " is final already");
        }
        return service.updated(known, message.with("isFinalState", null));
    }

    private static long createMillis(JsonObject document, JsonObject message) {
        long otherwise = message.has("createTime")
                ? Instant.parse(message.text("createTime")).toEpochMilli()
                : Long.MAX_VALUE;
        return document.number("createTimeUnixMsec", otherwise);
    }

    // Never later than now.
    private static Breakpoint createdAt(long millis, Breakpoint breakpoint) {
        return new Breakpoint(
                breakpoint.debuggeeId(),
                breakpoint.id(),
                breakpoint.spec(),
                breakpoint.results(),
                Math.max(0, Math.min(millis, breakpoint.createMillis())),
                breakpoint.expireMillis(),
                breakpoint.finalMillis());
    }

    private static Breakpoint filledIn(Breakpoint known, JsonObject message) {
        JsonObject results = message.only(Breakpoint.RESULTS);
        JsonObject spec =
                known.spec().has("status") ? known.spec() : known.spec().with("status", message.find("status"));
        return known.with(spec, known.results() != null || results.isEmpty() ? known.results() : results);
    }

    private static void demand(Caller caller, Role role) {
        if (!caller.is(role)) {
            throw new ServiceException(Status.PERMISSION_DENIED, "Permission denied");
        }
    }

    private static JsonObject object(Object value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new ServiceException(Status.INVALID_ARGUMENT, "Invalid data; an object is expected here");
    }

    private static JsonObject normal(MessageType type, JsonObject document) {
        try {
            return type.normalise(document);
        } catch (MalformedJsonException malformed) {
            throw Request.malformed(malformed);
        }
    }
}
