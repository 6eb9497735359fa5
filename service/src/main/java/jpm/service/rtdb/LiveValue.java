package jpm.service.rtdb;

import java.util.ArrayList;
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
 * A value of the database for someone who follows it, as what changed since it was told last.
 *
 * <p>Not safe for several threads.
 */
public final class LiveValue {
    /** Says that the connection lives. */
    public static final String KEEP_ALIVE = "event: keep-alive\ndata: null\n\n";

    /**
     * A change of the value.
     *
     * @param key of the member that changed; empty for the whole
     * @param data what it is now, null for nothing
     * @param isMerge whether {@code data} has only the members that changed
     */
    public record Change(String key, @Nullable Object data, boolean isMerge) {}

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

    /** What turns what was told last into what is now; the whole at first. */
    public List<Change> changes() {
        Object now = reader.get();
        List<Change> changes = !hasSent ? List.of(new Change("", now, false)) : changes(now);
        sent = now;
        hasSent = true;
        return changes;
    }

    /** The changes as server-sent events; empty when nothing changed. */
    public String events() {
        StringBuilder events = new StringBuilder();
        for (Change change : changes()) {
            String data = change.data() == null ? "null" : JsonText.string(change.data());
            events.append("event: ").append(change.isMerge() ? "patch" : "put");
            events.append("\ndata: {\"path\":").append(JsonText.string("/" + change.key()));
            events.append(",\"data\":").append(data).append("}\n\n");
        }
        return events.toString();
    }

    /** An agent that follows its breakpoints lives. */
    public void alive() {
        boolean isAgents = path.size() == 4 && path.get(1).equals(DatabaseTree.BREAKPOINTS) && caller.is(Role.AGENT);
        if (isAgents && service.isRegistered(path.get(2))) {
            service.agentSeen(path.get(2));
        }
    }

    private List<Change> changes(@Nullable Object now) {
        if (Objects.equals(sent, now)) {
            return List.of();
        }
        if (!(sent instanceof JsonObject before) || !(now instanceof JsonObject after)) {
            return List.of(new Change("", now, false));
        }
        List<Change> changes = new ArrayList<>();
        for (String key : before.members().keySet()) {
            if (!after.has(key)) {
                changes.add(new Change(key, null, false));
            }
        }
        Map<String, Object> changed = new LinkedHashMap<>(after.members());
        changed.entrySet().removeIf(member -> member.getValue().equals(before.find(member.getKey())));
        if (!changed.isEmpty()) {
            changes.add(new Change("", new JsonObject(changed), true));
        }
        return changes;
    }
}
