package jpm.live;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A breakpoint or logpoint to be set.
 *
 * @param path the source file with its package's folders, as {@code com/acme/Shop.java}
 * @param condition an expression, or null
 * @param expressions evaluated at each hit; those of a logpoint stand in {@code format} as {@code $0}, {@code $1}, …
 * @param hits how many hits are captured
 * @param life when it ends; null for the agent's default of 24 hours
 * @param heap whether a hit is dumped with the heap
 * @param format what a logpoint writes; null for a breakpoint
 * @param level of a logpoint: info, warning or error
 */
public record BreakpointRequest(
        String path,
        int line,
        @Nullable String condition,
        List<String> expressions,
        int hits,
        @Nullable Duration life,
        boolean heap,
        @Nullable String format,
        @Nullable String level) {
    public BreakpointRequest {
        expressions = List.copyOf(expressions);
    }

    Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put("command", "add");
        fields.put("path", path);
        fields.put("line", line);
        fields.put("condition", condition);
        fields.put("expressions", expressions);
        fields.put("hits", hits);
        fields.put("heap", heap);
        fields.put("format", format);
        fields.put("level", level);
        if (life != null) {
            fields.put("ttlMillis", life.toMillis());
        }
        return fields;
    }
}
