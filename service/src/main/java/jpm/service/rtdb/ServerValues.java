package jpm.service.rtdb;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import jpm.service.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * What the server makes of the values that it is sent: its time wherever {@code {".sv": "timestamp"}} asks for it, and arrays of
 * objects whose keys are numbers, as clients send them.
 */
final class ServerValues {
    private final Clock clock;

    ServerValues(Clock clock) {
        this.clock = clock;
    }

    /** The value as it is kept. */
    @Nullable
    Object resolved(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(this::resolved).filter(Objects::nonNull).toList();
        }
        if (!(value instanceof JsonObject object)) {
            return value;
        }
        if (object.text(".sv").equals("timestamp")) {
            return clock.millis();
        }
        Map<String, Object> members = new LinkedHashMap<>();
        object.members().forEach((name, member) -> {
            Object kept = resolved(member);
            if (kept != null) {
                members.put(name, kept);
            }
        });
        int length = length(members.keySet());
        return length > 0 ? elements(members, length) : new JsonObject(members);
    }

    // As the database does: numbers from 0 on of which more than half are there are an array.
    private static int length(Set<String> keys) {
        int length = 0;
        for (String key : keys) {
            if (!key.matches("0|[1-9]\\d{0,6}")) {
                return 0;
            }
            length = Math.max(length, Integer.parseInt(key) + 1);
        }
        return length < 2 * keys.size() ? length : 0;
    }

    // Empty elements are not sent; others must keep their places, which references name.
    private static List<Object> elements(Map<String, Object> members, int length) {
        boolean areObjects = members.values().stream().anyMatch(JsonObject.class::isInstance);
        Object missing = areObjects ? JsonObject.EMPTY : "";
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            elements.add(members.getOrDefault(String.valueOf(i), missing));
        }
        return List.copyOf(elements);
    }
}
