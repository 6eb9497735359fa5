package jpm.debug;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jpm.snapshot.RecordedFrame;
import jpm.snapshot.RecordedFrame.Captured;
import jpm.snapshot.SiteTable.LineRange;
import jpm.snapshot.SiteTable.Variable;
import jpm.snapshot.SiteTable.VariableKind;
import jpm.snapshot.StackAligner;
import jpm.snapshot.StackAligner.Frame;
import jpm.snapshot.StackAligner.Stack;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** The stack on which an exception was thrown, with the variables that the handlers saved as it passed. */
final class CapturedStack implements DebugStack {
    private static final String NOT_INSTRUMENTED =
            "the agent does not instrument this class: it is not the application's own";
    private static final String NOT_RECORDED = "the exception passed this frame without its variables being recorded";
    private static final String NO_NAMES = "the class was compiled without -g: variables are shown by their slots";

    private final @Nullable CaptureRecord record;
    private final List<DebugFrame> frames = new ArrayList<>();
    private final List<@Nullable RecordedFrame<Value>> records = new ArrayList<>();

    /** @param record where the stack's variables come from, or null where there is no such thing */
    CapturedStack(Stack<Value> stack, @Nullable CaptureRecord record) {
        this.record = record;
        for (Frame<Value> frame : stack.frames()) {
            if (stack.omittedFrames() != 0 && records.size() == stack.gapIndex()) {
                addGap(stack.omittedFrames());
            }
            add(frame);
        }
    }

    private void addGap(int omittedFrames) {
        String why = "the stack was deeper than what the agent records";
        String name = omittedFrames == Stack.UNKNOWN
                ? "(frames left out: a trace ends after " + StackAligner.DEFAULT_TRACE_LIMIT + ")"
                : "(about " + omittedFrames + " frames left out)";
        frames.add(new DebugFrame(frames.size(), "", name, null, 0, 0, why));
        records.add(null);
    }

    private void add(Frame<Value> frame) {
        List<LineRange> lines = frame.lines();
        boolean isNative = frame.recorded() == null && frame.line() == DebugFrame.NATIVE_LINE;
        int first = isNative
                ? DebugFrame.NATIVE_LINE
                : Math.max(0, lines.isEmpty() ? 0 : lines.get(0).first());
        int last = lines.isEmpty()
                ? first
                : Math.max(first, lines.get(lines.size() - 1).last());
        frames.add(new DebugFrame(
                frames.size(), frame.className(), frame.method(), frame.file(), first, last, whyNoLocals(frame)));
        records.add(frame.recorded());
    }

    private @Nullable String whyNoLocals(Frame<Value> frame) {
        RecordedFrame<Value> recorded = frame.recorded();
        if (recorded != null) {
            return recorded.site().hasNames() ? null : NO_NAMES;
        }
        Boolean expected =
                record == null ? null : record.recordsVariables(frame.className(), frame.method(), frame.line());
        if (expected == null) {
            String leftAlone = record == null ? null : record.whyLeftAlone(frame.className());
            return leftAlone == null ? NOT_INSTRUMENTED : leftAlone;
        }
        return expected ? NOT_RECORDED : null;
    }

    @Override
    public List<DebugFrame> frames() {
        return List.copyOf(frames);
    }

    @Override
    public CodePlace place(int frameIndex) {
        RecordedFrame<Value> recorded = records.get(frameIndex);
        return recorded == null
                ? CodePlace.UNKNOWN
                : new CodePlace(
                        recorded.site().method().descriptor(),
                        recorded.site().firstBci(),
                        recorded.site().lastBci());
    }

    @Override
    public List<Local> locals(int frameIndex) {
        RecordedFrame<Value> recorded = records.get(frameIndex);
        if (recorded == null) {
            return List.of();
        }
        return recorded.variables().stream()
                .map(CapturedStack::local)
                .sorted(Comparator.comparing(Local::kind))
                .toList();
    }

    private static Local local(Captured<Value> captured) {
        Variable variable = captured.variable();
        Provenance provenance =
                captured.value() instanceof Value.Unavailable ? Provenance.UNAVAILABLE : Provenance.CAPTURED;
        return new Local(
                variable.name(),
                Descriptors.sourceForm(variable.descriptor()),
                kind(variable.kind()),
                captured.value(),
                provenance);
    }

    private static Local.Kind kind(VariableKind kind) {
        return switch (kind) {
            case THIS -> Local.Kind.THIS;
            case ARGUMENT -> Local.Kind.ARGUMENT;
            case LOCAL -> Local.Kind.LOCAL;
        };
    }
}
