package jpm.agent.instrument;

import java.util.ArrayList;
import java.util.List;

/** The variables that one call of {@code JpmCapture.c} takes: a region with more of them has several calls. */
record SiteCall(List<Captured> variables) {
    private static final int MAX_REFERENCES = 5;
    private static final int MAX_PRIMITIVES = 4;

    SiteCall {
        variables = List.copyOf(variables);
    }

    /** Spreads variables over calls, in their order. */
    static List<SiteCall> of(List<Captured> variables) {
        List<SiteCall> calls = new ArrayList<>();
        List<Captured> next = new ArrayList<>();
        int references = 0;
        for (Captured captured : variables) {
            boolean primitive = captured.variable().isPrimitive();
            int primitives = next.size() - references;
            if (primitive ? primitives == MAX_PRIMITIVES : references == MAX_REFERENCES) {
                calls.add(new SiteCall(next));
                next.clear();
                references = 0;
            }
            next.add(captured);
            references += primitive ? 0 : 1;
        }
        calls.add(new SiteCall(next));
        return calls;
    }

    /** The variables in the order of the entry point's parameters: references, then primitives. */
    List<Captured> arguments() {
        List<Captured> ordered = new ArrayList<>(variables.size());
        for (Captured captured : variables) {
            if (!captured.variable().isPrimitive()) {
                ordered.add(captured);
            }
        }
        for (Captured captured : variables) {
            if (captured.variable().isPrimitive()) {
                ordered.add(captured);
            }
        }
        return ordered;
    }

    private int references() {
        int count = 0;
        for (Captured captured : variables) {
            count += captured.variable().isPrimitive() ? 0 : 1;
        }
        return count;
    }

    /** The descriptor of the entry point. */
    String descriptor() {
        int references = references();
        return "(Ljava/lang/Throwable;"
                + "Ljava/lang/Object;".repeat(references)
                + "J".repeat(variables.size() - references)
                + "I)Ljava/lang/Throwable;";
    }

    /** The operand stack that the call needs, in slots. */
    int stackSize() {
        int references = references();
        return 2 + references + 2 * (variables.size() - references);
    }
}
