package jpm.live;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A breakpoint or logpoint in a running JVM, as its agent tells.
 *
 * @param fields the agent's words
 */
public record LiveBreakpoint(RunningJvm jvm, Map<?, ?> fields) {
    public String id() {
        return text("id", "?");
    }

    /** The source file. */
    public String path() {
        return text("path", "?");
    }

    /** The line that was asked for. */
    public long line() {
        return number("line");
    }

    /** The line that is watched, the next one with code. */
    public long actualLine() {
        return number("actualLine");
    }

    /** {@code com/acme/Shop.java:42}. */
    public String place() {
        return path() + ":" + actualLine();
    }

    public @Nullable String condition() {
        return optional("condition");
    }

    /** Source files of the same name in other folders, of which classes are loaded; only of one that was set just now. */
    public List<String> namesakes() {
        return list("namesakes");
    }

    public List<String> expressions() {
        return list("expressions");
    }

    /** What a logpoint writes; null for a breakpoint. */
    public @Nullable String format() {
        return optional("format");
    }

    /** Of a logpoint: INFO, WARNING or ERROR. */
    public @Nullable String level() {
        return optional("level");
    }

    public boolean isLog() {
        return format() != null;
    }

    /** {@code pending}, {@code active}, or how it ended: {@code done} or {@code failed}. */
    public String state() {
        String state = text("state", "?");
        if (!state.equals("final")) {
            return state;
        }
        return isFailed() ? "failed" : "done";
    }

    public boolean isFailed() {
        return Boolean.TRUE.equals(fields.get("failed"));
    }

    /** Why it failed or ended, or null. */
    public @Nullable String message() {
        return optional("message");
    }

    public long hits() {
        return number("hits");
    }

    /** After how many hits it is done; 0 for a logpoint. */
    public long maxHits() {
        return number("maxHits");
    }

    public boolean heap() {
        return Boolean.TRUE.equals(fields.get("heap"));
    }

    /** As RFC 3339. */
    public String created() {
        return text("created", "");
    }

    /** As RFC 3339. */
    public String expires() {
        return text("expires", "");
    }

    /** The ids of the dumps of its hits. */
    public List<String> dumps() {
        return list("dumps");
    }

    private List<String> list(String name) {
        return fields.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private long number(String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private @Nullable String optional(String name) {
        return fields.get(name) instanceof String text ? text : null;
    }

    private String text(String name, String otherwise) {
        return Objects.requireNonNullElse(optional(name), otherwise);
    }
}
