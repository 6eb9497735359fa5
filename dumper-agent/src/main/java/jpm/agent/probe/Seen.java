package jpm.agent.probe;

import java.util.ArrayList;
import java.util.List;
import jpm.agent.Visibility;
import jpm.agent.probe.HitFrame.HitVariable;
import jpm.snapshot.SiteTable;

/** What may be seen of one frame. */
record Seen(Visibility visibility, Class<?> type, String method) {
    private static final SiteTable.Method NAMELESS = new SiteTable.Method("(hidden)", "", 0);

    /** Whether the whole frame is hidden. */
    boolean isNothing() {
        return visibility != Visibility.ALL && visibility.hides(type, method);
    }

    /** The variables, hidden ones without their values. */
    List<HitVariable> of(List<HitVariable> variables) {
        if (visibility == Visibility.ALL) {
            return variables;
        }
        List<HitVariable> seen = new ArrayList<>();
        for (HitVariable each : variables) {
            boolean isHidden =
                    visibility.hides(type, method + "." + each.variable().name());
            seen.add(isHidden ? new HitVariable(each.variable(), Visibility.HIDDEN, null) : each);
        }
        return seen;
    }

    /** The frame; of a hidden one only the class. */
    HitFrame of(HitFrame frame) {
        return isNothing()
                ? new HitFrame(type, NAMELESS, frame.file(), 0, List.of(), Visibility.HIDDEN.why())
                : new HitFrame(
                        type,
                        frame.method(),
                        frame.file(),
                        frame.line(),
                        of(frame.variables()),
                        frame.whyNoVariables());
    }
}
