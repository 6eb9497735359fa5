package jpm.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.agent.instrument.CaptureRuntime;
import jpm.agent.instrument.Recordings;
import jpm.agent.start.AgentSetup;
import jpm.agent.start.ApplicationClasses;
import jpm.snapshot.RecordedFrame;
import jpm.snapshot.Secrets;
import jpm.snapshot.SiteTable.VariableKind;
import jpm.snapshot.Snapshot;
import jpm.snapshot.Snapshot.Frame;
import jpm.snapshot.Snapshot.Status;
import jpm.snapshot.Snapshot.Variable;
import jpm.snapshot.StackAligner;
import jpm.value.ObjectModel;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Makes a bounded snapshot of a failing thread: its stack, the frames' variables, and the objects behind them, breadth first, as far
 * as the budget reaches.
 */
final class SnapshotBuilder {
    private static final int BUDGET_BYTES = 64 * 1024;
    private static final int MAX_FRAMES_AT_AN_END = 256;
    private static final int MAX_STRING_CHARS = 1024;
    private static final int MAX_ELEMENTS = 100;
    private static final int MAX_OBJECTS = 4000;
    private static final long MAX_NANOS = 2_000_000_000L;
    private static final int BYTES_PER_VALUE = 8;

    private final Internals internals;
    private final CaptureRuntime runtime;
    private final ApplicationClasses classes;
    private final LiveObjectModel model;
    private final ArrayDeque<Long> pending = new ArrayDeque<>();
    /** Table index by object id; an object that waits in vain has none. */
    private final Map<Long, Integer> tableIndexes = new HashMap<>();

    private final List<Variable> table = new ArrayList<>();
    private final long deadline = System.nanoTime() + MAX_NANOS;
    private int left = BUDGET_BYTES;

    SnapshotBuilder(Internals internals, AgentSetup setup) {
        this.internals = internals;
        this.runtime = setup.runtime();
        this.classes = setup.classes();
        this.model = new LiveObjectModel(internals);
    }

    /** The snapshot of the crash; to be asked for once. */
    Snapshot build(Crash crash, String id) {
        table.add(Variable.ofObject(null, List.of(), Status.ofValue(true, Status.FULL)));
        List<Frame> frames = frames(crash);
        List<Variable> expressions = List.of(variable(Snapshot.EXCEPTION, model.reference(crash.thrown())));
        while (!pending.isEmpty()) {
            expand(pending.remove());
        }
        return new Snapshot(
                id,
                UtcTime.iso(crash.epochMillis()),
                resolvedFrames(frames),
                resolved(expressions),
                resolved(table),
                labels(crash));
    }

    private static Map<String, String> labels(Crash crash) {
        Map<String, String> labels = new HashMap<>();
        labels.put("reason", crash.reason());
        labels.put("exception", crash.thrown().getClass().getName());
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
            omitted += i == stack.gapIndex() ? stack.omittedFrames() : 0;
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
                (isLocal ? locals : arguments).add(variable(captured.variable().name(), captured.value()));
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

    /** A variable; of an object for now with its id in place of its index in the table, which {@link #resolved} puts right. */
    private Variable variable(String name, Value value) {
        if (!spend(name.length() + BYTES_PER_VALUE)) {
            return Variable.ofReference(name, null, Snapshot.BUFFER_FULL);
        }
        if (value instanceof Value.Primitive primitive) {
            return Variable.ofValue(name, primitive.type().javaName, text(primitive));
        }
        if (value instanceof Value.Reference reference) {
            return reference(name, reference.id());
        }
        return Variable.ofValue(name, null, "null");
    }

    private Variable reference(String name, long id) {
        String className = model.className(id);
        if (className.equals("java.lang.String")) {
            return string(name, id);
        }
        if (Secrets.isSecretVariable(name) && (className.equals("char[]") || className.equals("byte[]"))) {
            return masked(name, className);
        }
        String represented = model.representedClass(id);
        if (represented != null) {
            return Variable.ofValue(name, className, represented);
        }
        if (!tableIndexes.containsKey(id)) {
            tableIndexes.put(id, Snapshot.BUFFER_FULL);
            pending.add(id);
        }
        return Variable.ofReference(name, className, (int) id);
    }

    private Variable string(String name, long id) {
        int length = model.stringLength(id);
        int kept = Math.min(Math.min(length, MAX_STRING_CHARS), Math.max(left, 0));
        String text = model.string(id, kept);
        if (text == null || Secrets.isSecretVariable(name)) {
            return masked(name, "String");
        }
        spend(kept + 2);
        String shown = Secrets.masked(text);
        if (kept == length) {
            return Variable.ofValue(name, "String", "\"" + shown + "\"");
        }
        Status cut = Status.ofValue(false, Status.CUT_STRING, Integer.toString(length));
        return new Variable(name, "String", "\"" + shown + " ...\"", List.of(), null, cut, null, List.of());
    }

    private static Variable masked(String name, String type) {
        return new Variable(
                name, type, null, List.of(), null, Status.ofValue(true, "masked"), "unavailable", List.of());
    }

    private boolean spend(int bytes) {
        left -= bytes;
        return left >= 0;
    }

    private void expand(long id) {
        if (left <= 0 || table.size() >= MAX_OBJECTS || System.nanoTime() > deadline) {
            return;
        }
        tableIndexes.put(id, table.size());
        table.add(model.isArray(id) ? array(id) : object(id));
    }

    private Variable object(long id) {
        List<Variable> members = new ArrayList<>();
        boolean isSecretEntry = isSecretText(model.field(id, "key"));
        for (ObjectModel.Field field : model.fields(id)) {
            boolean hidden = isSecretEntry && field.name().equals("value");
            members.add(hidden ? masked(field.name(), "String") : variable(field.name(), field.value()));
        }
        Status status = members.isEmpty() ? Status.ofValue(false, "Object has no fields") : null;
        List<String> names = model.classNames(id);
        List<String> superclasses = names.size() < 3 ? List.of() : names.subList(1, names.size() - 1);
        return Variable.ofObject(model.className(id), members, status).withSuperclasses(superclasses);
    }

    private Variable array(long id) {
        int length = model.arrayLength(id);
        List<Variable> members = new ArrayList<>();
        members.add(Variable.ofValue("length", "int", Integer.toString(length)));
        int kept = 0;
        boolean secretFollows = false;
        while (kept < length && kept < MAX_ELEMENTS && left > 0) {
            String name = "[" + kept + "]";
            Value element = model.arrayElement(id, kept++);
            members.add(secretFollows ? masked(name, "String") : variable(name, element));
            // Options and their values, and the entries of small maps, stand side by side.
            secretFollows = isSecretText(element);
        }
        Status cut = kept == length ? null : Status.ofValue(false, Status.CUT_ELEMENTS, Integer.toString(kept));
        return Variable.ofObject(model.className(id), members, cut);
    }

    /** Whether the value is the name of a secret, as a key of a map may be. */
    private boolean isSecretText(@Nullable Value value) {
        String text =
                value instanceof Value.Reference reference ? model.string(reference.id(), MAX_STRING_CHARS) : null;
        return text != null && text.indexOf('=') < 0 && Secrets.isSecretVariable(text);
    }

    private List<Frame> resolvedFrames(List<Frame> frames) {
        List<Frame> resolved = new ArrayList<>(frames.size());
        for (Frame frame : frames) {
            resolved.add(frame.withVariables(resolved(frame.arguments()), resolved(frame.locals())));
        }
        return resolved;
    }

    private List<Variable> resolved(List<Variable> variables) {
        List<Variable> resolved = new ArrayList<>(variables.size());
        for (Variable variable : variables) {
            resolved.add(resolved(variable));
        }
        return resolved;
    }

    private Variable resolved(Variable variable) {
        Integer id = variable.tableIndex();
        if (id != null && id != Snapshot.BUFFER_FULL) {
            int index = tableIndexes.getOrDefault((long) id, Snapshot.BUFFER_FULL);
            return Variable.ofReference(variable.name(), variable.type(), index);
        }
        return variable.members().isEmpty() ? variable : variable.withMembers(resolved(variable.members()));
    }

    private static String text(Value.Primitive primitive) {
        long bits = primitive.bits();
        return switch (primitive.type()) {
            case BOOLEAN -> bits == 0 ? "false" : "true";
            case CHAR -> String.valueOf((char) bits);
            case FLOAT -> Float.toString(Float.intBitsToFloat((int) bits));
            case DOUBLE -> Double.toString(Double.longBitsToDouble(bits));
            case BYTE, SHORT, INT, LONG -> Long.toString(bits);
        };
    }
}
