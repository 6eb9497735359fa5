package jpm.service.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of a JSON tree; immutable, its members in order.
 *
 * <p>Values are {@code JsonObject}, {@code List<Object>}, {@code String}, {@code Long}, {@code BigInteger}, {@code Double} and
 * {@code Boolean}. There is no null: a member that is null counts as absent, as in the JSON of protocol buffers.
 */
public record JsonObject(Map<String, Object> members) {
    /** No members. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    public JsonObject {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** An object of one member. */
    public static JsonObject of(String name, Object value) {
        return new JsonObject(Map.of(name, value));
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The member's value, or null when there is none. */
    public @Nullable Object find(String name) {
        return members.get(name);
    }

    /** The text of a member; empty when it is absent or something else. */
    public String text(String name) {
        return members.get(name) instanceof String text ? text : "";
    }

    /** Whether a member is {@code true}. */
    public boolean isTrue(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    /** A member that is a number, else {@code otherwise}. */
    public long number(String name, long otherwise) {
        return members.get(name) instanceof Number number ? number.longValue() : otherwise;
    }

    /** A member that is an object, else {@link #EMPTY}. */
    public JsonObject object(String name) {
        return members.get(name) instanceof JsonObject object ? object : EMPTY;
    }

    /** A member that is an array, else an empty list. */
    @SuppressWarnings("unchecked")
    public List<Object> list(String name) {
        return members.get(name) instanceof List<?> list ? (List<Object>) list : List.of();
    }

    /** The same with a member set, or without it when the value is null. */
    public JsonObject with(String name, @Nullable Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(members);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return new JsonObject(changed);
    }

    /** The same without some members. */
    public JsonObject without(List<String> names) {
        Map<String, Object> changed = new LinkedHashMap<>(members);
        names.forEach(changed::remove);
        return new JsonObject(changed);
    }

    /** Only some of the members. */
    public JsonObject only(List<String> names) {
        Map<String, Object> kept = new LinkedHashMap<>(members);
        kept.keySet().retainAll(names);
        return new JsonObject(kept);
    }

    /** The members of both; {@code other}'s win. */
    public JsonObject and(JsonObject other) {
        Map<String, Object> both = new LinkedHashMap<>(members);
        both.putAll(other.members);
        return new JsonObject(both);
    }
}
