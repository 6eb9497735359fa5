package jpm.agent.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import jpm.agent.Internals;
import jpm.agent.LiveObjectModel;
import jpm.agent.Visibility;
import jpm.agent.instrument.Captured;
import jpm.agent.probe.HitFrame.HitVariable;
import jpm.agent.start.Faults;
import jpm.expr.Expression;
import jpm.expr.ExpressionException;
import jpm.snapshot.SiteTable;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Takes what passes a line, in the thread that passes: asks the condition, evaluates the expressions, walks the stack. */
final class HitRecorder {
    private static final int MAX_FRAMES = 1024;
    private static final int MAX_FRAMES_WITH_VARIABLES = 64;
    private static final String TOO_COSTLY =
            "Cancelled. The condition evaluation cost at this location was too high: use a cheaper condition, or a line that is passed less often";
    private static final String TOO_OFTEN = "Cancelled. The line is passed too often";

    private final Internals internals;
    private final LoadedClasses classes;
    private final RunningCode code;
    private final Finisher finisher;
    private final ProgramLog log;

    /** Ends breakpoints. */
    interface Finisher {
        /** Ends one, and has its code taken out soon. */
        void finish(Breakpoint breakpoint, @Nullable ProbeStatus why);
    }

    HitRecorder(Internals internals, LoadedClasses classes, RunningCode code, ProgramLog log, Finisher finisher) {
        this.internals = internals;
        this.classes = classes;
        this.code = code;
        this.log = log;
        this.finisher = finisher;
    }

    /** Whether a passage is worth looking at. */
    boolean isOpen(Breakpoint breakpoint) {
        return breakpoint.isOpen()
                && !breakpoint.isUsedUp()
                && !breakpoint.logQuota().isPaused();
    }

    void tooCostly(Breakpoint breakpoint) {
        boolean hasCondition = breakpoint.condition() != null;
        finisher.finish(
                breakpoint,
                ProbeStatus.error(
                        hasCondition ? ProbeStatus.CONDITION : ProbeStatus.LOCATION,
                        hasCondition ? TOO_COSTLY : TOO_OFTEN));
    }

    /** Loads what a passage needs, so that no thread of the program's has to. */
    void warmUp() {
        JpmProbe.frames(1, 1);
        LiveObjectModel model = new LiveObjectModel(internals);
        SiteTable.Variable name = new SiteTable.Variable("text", "Ljava/lang/String;", SiteTable.VariableKind.LOCAL);
        List<HitVariable> variables = List.of(new HitVariable(name, model.reference("text"), "text"));
        LiveScope scope =
                new LiveScope(model, HitRecorder.class, variables, classes, new RunningTime(System.nanoTime()));
        value(Breakpoint.WatchedExpression.read("text.length() % 2 == 0 && !text.isEmpty() || text == null"), scope);
    }

    /** Takes a passage; the arrays hold the values of the line's variables. */
    void take(Site site, Object[] references, long[] primitives) {
        Breakpoint breakpoint = site.breakpoint();
        if (!isOpen(breakpoint)) {
            return;
        }
        RunningTime time = new RunningTime(System.nanoTime());
        List<JpmProbe.Frame> frames = JpmProbe.frames(1, 0);
        if (frames.isEmpty()) {
            return;
        }
        Class<?> type = frames.get(0).type;
        Visibility visibility = breakpoint.listener().visibility();
        LiveObjectModel model = new LiveObjectModel(internals, name -> classes.find(name, type), visibility);
        Seen seen = new Seen(visibility, type, site.line().method().name());
        List<HitVariable> variables = seen.of(variables(site.line(), references, primitives, model));
        LiveScope scope = new LiveScope(model, type, variables, classes, time);
        boolean holds = holds(breakpoint, seen, scope);
        boolean isAffordable = breakpoint.costQuota().spent(time.until(System.nanoTime()));
        if (!isAffordable && !breakpoint.isUsedUp()) {
            tooCostly(breakpoint);
        }
        if (holds && breakpoint.spec().isLog()) {
            log(site, model, scope, type);
        } else if (holds && breakpoint.claimHit()) {
            capture(breakpoint, site, model, scope, variables);
        }
    }

    private boolean holds(Breakpoint breakpoint, Seen seen, LiveScope scope) {
        Expression condition = breakpoint.condition();
        if (condition == null) {
            return true;
        }
        if (seen.isNothing()) {
            finisher.finish(breakpoint, ProbeStatus.error(ProbeStatus.CONDITION, Visibility.HIDDEN.why()));
            return false;
        }
        String error;
        try {
            Value value = condition.evaluate(scope);
            if (value instanceof Value.Primitive bool && bool.type() == PrimitiveType.BOOLEAN) {
                return bool.bits() != 0;
            }
            error = "Condition does not evaluate to boolean (return type: " + typeName(value, scope) + ")";
        } catch (ExpressionException | CancellationException e) {
            error = String.valueOf(e.getMessage());
        }
        finisher.finish(breakpoint, ProbeStatus.error(ProbeStatus.CONDITION, error.replace("$", "$$")));
        return false;
    }

    private static String typeName(Value value, LiveScope scope) {
        if (value instanceof Value.Primitive primitive) {
            return primitive.type().javaName;
        }
        return value instanceof Value.Reference reference ? scope.model().className(reference.id()) : "Object";
    }

    private static List<HitVariable> variables(
            LineSite line, Object[] references, long[] primitives, LiveObjectModel model) {
        List<HitVariable> variables = new ArrayList<>();
        int reference = 0;
        int primitive = 0;
        for (Captured captured : line.variables()) {
            if (captured.variable().isPrimitive()) {
                PrimitiveType type = PrimitiveType.ofDescriptor(
                        captured.variable().descriptor().charAt(0));
                Value value = new Value.Primitive(type, primitives[primitive++]);
                variables.add(new HitVariable(captured.variable(), value, null));
            } else {
                Object object = references[reference++];
                variables.add(new HitVariable(captured.variable(), model.reference(object), object));
            }
        }
        return variables;
    }

    private static List<Value> values(Breakpoint breakpoint, LiveScope scope) {
        List<Value> values = new ArrayList<>();
        boolean isHidden = breakpoint.listener().visibility().hides(scope.type());
        for (Breakpoint.WatchedExpression watched : breakpoint.expressions()) {
            values.add(isHidden ? Visibility.HIDDEN : value(watched, scope));
        }
        return values;
    }

    private static Value value(Breakpoint.WatchedExpression watched, LiveScope scope) {
        Expression expression = watched.expression();
        if (expression == null) {
            return new Value.Unavailable(watched.error());
        }
        try {
            return expression.evaluate(scope);
        } catch (ExpressionException | CancellationException e) {
            return new Value.Unavailable(String.valueOf(e.getMessage()));
        } catch (RuntimeException | StackOverflowError unexpected) {
            Faults.swallow(unexpected);
            return new Value.Unavailable(unexpected.toString());
        }
    }

    private void capture(
            Breakpoint breakpoint, Site site, LiveObjectModel model, LiveScope scope, List<HitVariable> variables) {
        Hit hit = new Hit(
                Thread.currentThread(),
                System.currentTimeMillis(),
                model,
                frames(site, model, variables),
                values(breakpoint, scope));
        try {
            breakpoint.listener().hit(breakpoint, hit);
        } finally {
            if (breakpoint.isUsedUp()) {
                finisher.finish(breakpoint, null);
            }
        }
    }

    private List<HitFrame> frames(Site site, LiveObjectModel model, List<HitVariable> variables) {
        List<JpmProbe.Frame> live = JpmProbe.frames(MAX_FRAMES, MAX_FRAMES_WITH_VARIABLES);
        Visibility visibility = site.breakpoint().listener().visibility();
        CallerVariables callers = new CallerVariables(code, model, visibility);
        List<HitFrame> frames = new ArrayList<>();
        for (int i = 0; i < live.size(); i++) {
            JpmProbe.Frame frame = live.get(i);
            frames.add(
                    i == 0
                            ? new Seen(
                                            visibility,
                                            frame.type,
                                            site.line().method().name())
                                    .of(new HitFrame(
                                            frame.type,
                                            site.line().method(),
                                            frame.file,
                                            site.line().line(),
                                            variables,
                                            null))
                            : callers.frame(frame, live.get(i - 1).method, i < MAX_FRAMES_WITH_VARIABLES));
        }
        return frames;
    }

    private void log(Site site, LiveObjectModel model, LiveScope scope, Class<?> type) {
        Breakpoint breakpoint = site.breakpoint();
        String method = site.line().method().name();
        BreakpointSpec.LogFormat format = breakpoint.spec().log();
        LogQuota quota = breakpoint.logQuota();
        if (format == null || !breakpoint.claimHit()) {
            return;
        }
        boolean isAllowed = quota.takesLine();
        String text = LogText.of(format.text(), values(breakpoint, scope), model);
        if (isAllowed && quota.takesBytes(text.length())) {
            log.write(type, method, format.level(), "LOGPOINT: " + text);
        } else {
            log.write(
                    type,
                    method,
                    BreakpointSpec.LogLevel.WARNING,
                    "LOGPOINT: Logpoint is paused due to high " + (isAllowed ? "byte" : "call")
                            + " rate until log quota is restored");
        }
    }
}
