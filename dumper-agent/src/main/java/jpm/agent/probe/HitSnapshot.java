package jpm.agent.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.agent.Crash;
import jpm.agent.SnapshotLimits;
import jpm.agent.SnapshotVariables;
import jpm.agent.UtcTime;
import jpm.agent.probe.HitFrame.HitVariable;
import jpm.snapshot.SiteTable.VariableKind;
import jpm.snapshot.Snapshot;
import jpm.snapshot.Snapshot.Frame;
import jpm.snapshot.Snapshot.Variable;
import jpm.value.Value;

/** A hit as a snapshot: its frames, their variables, and the objects behind them as they are now. */
public final class HitSnapshot {
    private static final int MAX_FRAMES_AT_AN_END = 256;

    private final Breakpoint breakpoint;
    private final Hit hit;
    private final SnapshotLimits limits;
    private final SnapshotVariables variables;

    private HitSnapshot(Breakpoint breakpoint, Hit hit, SnapshotLimits limits) {
        this.breakpoint = breakpoint;
        this.hit = hit;
        this.limits = limits;
        this.variables = new SnapshotVariables(hit.model(), limits);
    }

    /** The snapshot for a dump, with all frames. */
    public static Snapshot ofDump(Breakpoint breakpoint, Hit hit, Crash crash, String id) {
        HitSnapshot made = new HitSnapshot(breakpoint, hit, SnapshotLimits.OF_DUMPS);
        Map<String, String> labels = new HashMap<>(breakpoint.spec().labels());
        labels.put("reason", crash.reason());
        labels.put("signature", crash.signature());
        labels.put("trigger", crash.trigger());
        labels.put("thread", crash.thread().getName());
        String condition = breakpoint.spec().condition();
        if (condition != null) {
            labels.put(Snapshot.CONDITION, condition);
        }
        return made.build(id, labels, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /**
     * The snapshot for other tools.
     *
     * @param frames how many frames
     * @param framesWithVariables how many of them with their variables
     */
    public static Snapshot ofFrames(
            Breakpoint breakpoint, Hit hit, SnapshotLimits limits, int frames, int framesWithVariables) {
        return new HitSnapshot(breakpoint, hit, limits)
                .build(breakpoint.spec().id(), breakpoint.spec().labels(), frames, framesWithVariables);
    }

    private Snapshot build(String id, Map<String, String> labels, int maxFrames, int maxWithVariables) {
        if (limits.isForOthers()) {
            variables.limit(SnapshotLimits.OF_EXPRESSIONS);
        }
        List<Variable> expressions = expressions();
        variables.expandPending();
        variables.limit(limits);
        List<Frame> frames = frames(maxFrames, maxWithVariables);
        variables.expandPending();
        return new Snapshot(
                id,
                UtcTime.iso(hit.epochMillis()),
                variables.resolvedFrames(frames),
                variables.resolved(expressions),
                variables.table(),
                labels);
    }

    private List<Variable> expressions() {
        List<Variable> all = new ArrayList<>();
        List<Value> values = hit.expressions();
        for (int i = 0; i < values.size(); i++) {
            Breakpoint.WatchedExpression watched = breakpoint.expressions().get(i);
            all.add(
                    watched.expression() == null
                            ? Variable.notUnderstood(watched.text(), watched.error())
                            : variables.variable(watched.text(), values.get(i)));
        }
        return all;
    }

    private List<Frame> frames(int maxFrames, int maxWithVariables) {
        List<Frame> frames = new ArrayList<>();
        int size = hit.frames().size();
        int omitted = 0;
        for (int i = 0; i < size && frames.size() < maxFrames; i++) {
            if (i >= MAX_FRAMES_AT_AN_END && i < size - MAX_FRAMES_AT_AN_END) {
                omitted++;
            } else {
                frames.add(frame(hit.frames().get(i), omitted, i < maxWithVariables));
                omitted = 0;
            }
        }
        return frames;
    }

    private Frame frame(HitFrame frame, int omittedBefore, boolean withVariables) {
        List<Variable> arguments = new ArrayList<>();
        List<Variable> locals = new ArrayList<>();
        for (HitVariable each : withVariables ? frame.variables() : List.<HitVariable>of()) {
            boolean isLocal = each.variable().kind() == VariableKind.LOCAL;
            (isLocal ? locals : arguments)
                    .add(variables.variable(each.variable().name(), each.value()));
        }
        return new Frame(
                frame.type().getName(),
                frame.method().name(),
                frame.method().descriptor(),
                frame.file(),
                frame.line(),
                arguments,
                locals,
                frame.whyNoVariables(),
                omittedBefore);
    }
}
