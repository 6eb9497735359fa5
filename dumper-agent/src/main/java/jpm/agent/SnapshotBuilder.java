package jpm.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.agent.instrument.CaptureRuntime;
import jpm.agent.instrument.Recordings;
import jpm.agent.start.AgentSetup;
import jpm.agent.start.ApplicationClasses;
import jpm.snapshot.RecordedFrame;
import jpm.snapshot.SiteTable.VariableKind;
import jpm.snapshot.Snapshot;
import jpm.snapshot.Snapshot.Frame;
import jpm.snapshot.Snapshot.Variable;
import jpm.snapshot.StackAligner;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Makes a bounded snapshot of a failing thread: its stack, the frames' variables, and the objects behind them, breadth first, as far
 * as the budget reaches.
 */
final class SnapshotBuilder {
    private static final int MAX_FRAMES_AT_AN_END = 256;

    private final Internals internals;
    private final CaptureRuntime runtime;
    private final ApplicationClasses classes;
    private final LiveObjectModel model;
    private final SnapshotVariables variables;
    private boolean isOfFailure = true;

    SnapshotBuilder(Internals internals, AgentSetup setup) {
        this.internals = internals;
        this.runtime = setup.runtime();
        this.classes = setup.classes();
        this.model = new LiveObjectModel(internals);
        this.variables = new SnapshotVariables(model, SnapshotLimits.OF_DUMPS);
    }

    /** The snapshot of the crash; to be asked for once. */
    Snapshot build(Crash crash, String id) {
        isOfFailure = crash.isFailure();
        List<Frame> frames = frames(crash);
        List<Variable> expressions = crash.isFailure()
                ? List.of(variables.variable(Snapshot.EXCEPTION, model.reference(crash.thrown())))
                : List.of();
        variables.expandPending();
        return new Snapshot(
                id,
                UtcTime.iso(crash.epochMillis()),
                variables.resolvedFrames(frames),
                variables.resolved(expressions),
                variables.table(),
                labels(crash));
    }

    private static Map<String, String> labels(Crash crash) {
        Map<String, String> labels = new HashMap<>();
        labels.put("reason", crash.reason());
        if (crash.isFailure()) {
            labels.put("exception", crash.thrown().getClass().getName());
        }
        labels.put("signature", crash.signature());
        labels.put("trigger", crash.trigger());
        labels.put("thread", crash.thread().getName());
        return labels;
    }

    private List<Frame> frames(Crash crash) {
        List<StackAligner.Thrown<Value>> chain = new ArrayList<>();
        for (Throwable each : ExceptionChain.of(crash.thrown(), internals).shown()) {
            chain.add(new StackAligner.Thrown<>(trace(each), Recordings.of(each, crash.thread(), new Values())));
        }
        StackAligner.Stack<Value> stack = StackAligner.combine(chain);
        List<Frame> frames = new ArrayList<>();
        int size = stack.frames().size();
        int omitted = 0;
        for (int i = 0; i < size; i++) {
            omitted += i == stack.gapIndex() ? Math.abs(stack.omittedFrames()) : 0;
            if (i >= MAX_FRAMES_AT_AN_END && i < size - MAX_FRAMES_AT_AN_END) {
                omitted++;
            } else {
                frames.add(frame(stack.frames().get(i), omitted));
                omitted = 0;
            }
        }
        return frames;
    }

    private List<StackAligner.TraceFrame> trace(Throwable thrown) {
        List<StackAligner.TraceFrame> trace = new ArrayList<>();
        for (StackTraceElement frame : internals.stackTrace(thrown)) {
            trace.add(new StackAligner.TraceFrame(
                    frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber()));
        }
        return trace;
    }

    private Frame frame(StackAligner.Frame<Value> frame, int omittedBefore) {
        List<Variable> arguments = new ArrayList<>();
        List<Variable> locals = new ArrayList<>();
        RecordedFrame<Value> recorded = frame.recorded();
        if (recorded != null) {
            for (RecordedFrame.Captured<Value> captured : recorded.variables()) {
                boolean isLocal = captured.variable().kind() == VariableKind.LOCAL;
                (isLocal ? locals : arguments)
                        .add(variables.variable(captured.variable().name(), captured.value()));
            }
        }
        return new Frame(
                frame.className(),
                frame.method(),
                frame.descriptor(),
                frame.file(),
                frame.line(),
                arguments,
                locals,
                recorded == null ? whyNoVariables(frame) : null,
                omittedBefore);
    }

    private String whyNoVariables(StackAligner.Frame<Value> frame) {
        if (!isOfFailure) {
            return "no exception passed it: only a heap has the variables of a method that runs";
        }
        String leftAlone = classes.whyLeftAlone(frame.className());
        if (leftAlone != null) {
            return leftAlone;
        }
        return runtime.isWithoutHandlers(frame.className(), frame.method())
                ? "the method is so hot that its handlers were taken out"
                : "the method is not instrumented";
    }

    private final class Values implements Recordings.LiveValues<Value> {
        @Override
        public Value reference(@Nullable Object object) {
            return model.reference(object);
        }

        @Override
        public Value primitive(PrimitiveType type, long bits) {
            return new Value.Primitive(type, bits);
        }
    }
}
