package jpm.agent.instrument;

import jpm.snapshot.SiteTable.Variable;
import org.jspecify.annotations.Nullable;

/** A variable that a region's handler records, and the slot that holds it. */
public record Captured(int slot, Variable variable) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Captured captured && slot == captured.slot && variable.equals(captured.variable);
    }

    @Override
    public int hashCode() {
        return 31 * slot + variable.hashCode();
    }
}
