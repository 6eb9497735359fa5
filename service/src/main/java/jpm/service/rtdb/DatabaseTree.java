package jpm.service.rtdb;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import jpm.service.Breakpoint;
import jpm.service.Debuggee;
import jpm.service.DebuggerService;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import jpm.service.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The service's data as the tree {@code cdbg} that Snapshot Debugger keeps in a Realtime Database. */
final class DatabaseTree {
    /** The version of the tree's layout; its presence says that the database is ready. */
    static final String SCHEMA_VERSION = "1";

    static final String ROOT = "cdbg";
    static final String DEBUGGEES = "debuggees";
    static final String BREAKPOINTS = "breakpoints";
    private static final String VERSION = "schema_version";

    private final DebuggerService service;

    DatabaseTree(DebuggerService service) {
        this.service = service;
    }

    /** The keys of a path; it may begin and end with a slash. */
    static List<String> path(String text) {
        return Arrays.stream(text.split("/")).filter(key -> !key.isEmpty()).toList();
    }

    /** What a debuggee's breakpoints are divided into. */
    enum Part {
        ACTIVE("active", breakpoint -> !breakpoint.isFinal()),
        FINAL("final", Breakpoint::isFinal),
        SNAPSHOT("snapshot", breakpoint -> breakpoint.isFinal() && !breakpoint.isLog());

        final String key;
        final Predicate<Breakpoint> holds;

        Part(String key, Predicate<Breakpoint> holds) {
            this.key = key;
            this.holds = holds;
        }

        /** The part of a name; some agents call snapshots {@code snapshots}. */
        static @Nullable Part find(String name) {
            for (Part part : values()) {
                if (part.key.equals(name) || (part == SNAPSHOT && name.equals("snapshots"))) {
                    return part;
                }
            }
            return null;
        }
    }

    /**
     * The value at a path, or null when there is none.
     *
     * @param isShallow whether of an object only the keys are wanted, with {@code true} for each
     */
    @Nullable
    Object read(List<String> path, boolean isShallow) {
        Object value = value(path, isShallow);
        if (!isShallow || !(value instanceof JsonObject object)) {
            return value instanceof JsonObject object && object.isEmpty() ? null : value;
        }
        return object.isEmpty() ? null : keys(object.members().keySet(), key -> true);
    }

    private @Nullable Object value(List<String> path, boolean isShallow) {
        if (path.isEmpty()) {
            return JsonObject.of(ROOT, demandShallow(isShallow));
        }
        if (!path.get(0).equals(ROOT)) {
            return null;
        }
        String branch = path.size() > 1 ? path.get(1) : "";
        return switch (branch) {
            case "" -> {
                demandShallow(isShallow);
                yield keys(List.of(VERSION, DEBUGGEES, BREAKPOINTS), key -> true);
            }
            case VERSION -> path.size() == 2 ? SCHEMA_VERSION : null;
            case DEBUGGEES -> debuggees(path.subList(2, path.size()));
            case BREAKPOINTS -> breakpoints(path.subList(2, path.size()), isShallow);
            default -> null;
        };
    }

    // Whole snapshots of many breakpoints would be too much for one answer.
    private static boolean demandShallow(boolean isShallow) {
        if (!isShallow) {
            throw new ServiceException(
                    Status.INVALID_ARGUMENT,
                    "There is too much here for one answer; ask with shallow=true or for less");
        }
        return true;
    }

    private @Nullable Object debuggees(List<String> path) {
        if (path.isEmpty()) {
            Map<String, Object> all = new LinkedHashMap<>();
            service.debuggees().forEach(debuggee -> all.put(debuggee.id(), document(debuggee)));
            return new JsonObject(all);
        }
        Debuggee debuggee = find(path.get(0));
        return debuggee == null ? null : below(document(debuggee), path.subList(1, path.size()));
    }

    private @Nullable Debuggee find(String id) {
        try {
            return service.debuggee(id);
        } catch (ServiceException missing) {
            if (missing.status() == Status.NOT_FOUND) {
                return null;
            }
            throw missing;
        }
    }

    private @Nullable Object breakpoints(List<String> path, boolean isShallow) {
        if (path.isEmpty()) {
            demandShallow(isShallow);
            return keys(service.debuggees().stream().map(Debuggee::id).toList(), id -> true);
        }
        String debuggeeId = path.get(0);
        if (find(debuggeeId) == null) {
            return null;
        }
        if (path.size() == 1) {
            demandShallow(isShallow);
            return parts(debuggeeId);
        }
        Part part = Part.find(path.get(1));
        if (part == null) {
            return null;
        }
        return path.size() == 2
                ? breakpoints(debuggeeId, part, isShallow)
                : breakpoint(debuggeeId, part, path.get(2), path.subList(3, path.size()));
    }

    private JsonObject parts(String debuggeeId) {
        List<Breakpoint> all = service.breakpoints(debuggeeId, true);
        Map<String, Object> parts = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            if (all.stream().anyMatch(part.holds)) {
                parts.put(part.key, true);
            }
        }
        return new JsonObject(parts);
    }

    private JsonObject breakpoints(String debuggeeId, Part part, boolean isShallow) {
        if (part == Part.SNAPSHOT) {
            demandShallow(isShallow);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        for (Breakpoint breakpoint : service.breakpoints(debuggeeId, part != Part.ACTIVE)) {
            if (part.holds.test(breakpoint)) {
                all.put(breakpoint.id(), document(breakpoint, Part.FINAL));
            }
        }
        return new JsonObject(all);
    }

    private @Nullable Object breakpoint(String debuggeeId, Part part, String id, List<String> rest) {
        Breakpoint breakpoint = service.findBreakpoint(debuggeeId, id);
        return breakpoint == null || !part.holds.test(breakpoint) ? null : below(document(breakpoint, part), rest);
    }

    private static @Nullable Object below(Object value, List<String> path) {
        Object found = value;
        for (String key : path) {
            if (found instanceof JsonObject object) {
                found = object.find(key);
            } else if (found instanceof List<?> list
                    && key.matches("\\d{1,6}")
                    && Integer.parseInt(key) < list.size()) {
                found = list.get(Integer.parseInt(key));
            } else {
                return null;
            }
        }
        return found;
    }

    static JsonObject document(Debuggee debuggee) {
        return debuggee.resource(false)
                .with("registrationTimeUnixMsec", debuggee.registeredMillis())
                .with("lastUpdateTimeUnixMsec", debuggee.seenMillis());
    }

    /** A breakpoint with numbers for its times; with its results in {@link Part#SNAPSHOT} alone. */
    static JsonObject document(Breakpoint breakpoint, Part part) {
        JsonObject resource = part == Part.SNAPSHOT ? breakpoint.resource() : breakpoint.summary();
        return resource.without(List.of("createTime", "finalTime"))
                .with("action", breakpoint.isLog() ? "LOG" : "CAPTURE")
                .with("isFinalState", breakpoint.isFinal())
                .with("createTimeUnixMsec", breakpoint.createMillis())
                .with("finalTimeUnixMsec", breakpoint.isFinal() ? breakpoint.finalMillis() : null);
    }

    private static JsonObject keys(Iterable<String> names, Function<String, Object> value) {
        Map<String, Object> keys = new LinkedHashMap<>();
        names.forEach(name -> keys.put(name, value.apply(name)));
        return new JsonObject(keys);
    }
}
