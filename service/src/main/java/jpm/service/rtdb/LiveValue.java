package jpm.service.rtdb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import jpm.service.DebuggerService;
import jpm.service.access.Caller;
import jpm.service.access.Role;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * A value of the database for someone who follows it, as server-sent events that say what changed since the last ones.
 *
 * <p>Not safe for several threads.
 */
public final class LiveValue {
    /** Says that the connection lives. */
    public static final String KEEP_ALIVE = "event: keep-alive\ndata: null\n\n";

    private final DebuggerService service;
    private final List<String> path;
    private final Caller caller;
    private final Supplier<@Nullable Object> reader;
    private @Nullable Object sent;
    private boolean hasSent;

    LiveValue(DebuggerService service, List<String> path, Caller caller, Supplier<@Nullable Object> reader) {
        this.service = service;
        this.path = List.copyOf(path);
        this.caller = caller;
        this.reader = reader;
    }

    /** Whether a change of a debuggee, or of its breakpoints, may change the value. */
    public boolean isAbout(String debuggeeId) {
        return path.size() < 3 || path.get(2).equals(debuggeeId);
    }

    /** Events that turn what was told last into what is now; empty when nothing changed. */
    public String events() {
        Object now = reader.get();
        String events = !hasSent ? put("/", now) : changes(now);
        sent = now;
        hasSent = true;
        return events;
    }

    /** An agent that follows its breakpoints lives. */
    public void alive() {
        boolean isAgents = path.size() == 4 && path.get(1).equals(DatabaseTree.BREAKPOINTS) && caller.is(Role.AGENT);
        if (isAgents && service.isRegistered(path.get(2))) {
            service.agentSeen(path.get(2));
        }
    }

    private String changes(@Nullable Object now) {
        if (Objects.equals(sent, now)) {
            return "";
        }
        if (!(sent instanceof JsonObject before) || !(now instanceof JsonObject after)) {
            return put("/", now);
        }
        StringBuilder events = new StringBuilder();
        for (String key : before.members().keySet()) {
            if (!after.has(key)) {
                events.append(put("/" + key, null));
            }
        }
        Map<String, Object> changed = new LinkedHashMap<>(after.members());
        changed.entrySet().removeIf(member -> member.getValue().equals(before.find(member.getKey())));
        if (!changed.isEmpty()) {
            events.append(event("patch", "/", new JsonObject(changed)));
        }
        return events.toString();
    }

    private static String put(String place, @Nullable Object data) {
        return event("put", place, data);
    }

    private static String event(String kind, String place, @Nullable Object data) {
        String value = data == null ? "null" : JsonText.string(data);
        return "event: " + kind + "\ndata: {\"path\":" + JsonText.string(place) + ",\"data\":" + value + "}\n\n";
    }
}
