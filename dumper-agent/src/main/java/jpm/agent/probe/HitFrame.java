package jpm.agent.probe;

import java.util.List;
import jpm.snapshot.SiteTable;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A frame of a thread that hit a line.
 *
 * @param method the method, its access flags as far as they are known
 * @param file the source file's name, or null
 * @param line not positive where unknown
 * @param whyNoVariables a clause, or null where there are some
 */
public record HitFrame(
        Class<?> type,
        SiteTable.Method method,
        @Nullable String file,
        int line,
        List<HitVariable> variables,
        @Nullable String whyNoVariables) {
    public HitFrame {
        variables = List.copyOf(variables);
    }

    /**
     * A variable with its value.
     *
     * @param object the reference, where it is one
     */
    public record HitVariable(
            SiteTable.Variable variable,
            Value value,
            @Nullable Object object) {}
}
