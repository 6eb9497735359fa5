package jpm.debug;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jpm.snapshot.Snapshot;
import jpm.snapshot.Snapshot.Frame;
import jpm.snapshot.Snapshot.Variable;
import jpm.snapshot.SnapshotJson;
import jpm.store.DumpFiles;
import jpm.value.ObjectModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** A process read from a dump without heap: the snapshot's stack and variables, and the other threads' stacks as text. */
final class SnapshotProcess extends DumpedProcess {
    private static final String NOT_KEPT = "its variables were not kept";

    private final String note;
    private final Snapshot snapshot;
    private final SnapshotModel model;
    private final List<DebugThread> threads = new ArrayList<>();
    private final List<DebugStack> stacks = new ArrayList<>();
    private final List<ThrownException> exceptions;

    /** @param note a sentence on why the dump is read this way */
    SnapshotProcess(Path folder, DumpFacts facts, String note) {
        super(facts);
        this.note = note;
        this.snapshot = read(folder.resolve(DumpFiles.SNAPSHOT));
        this.model = new SnapshotModel(snapshot);
        this.exceptions = facts.exceptionChain(exceptionObjects());
        addThreads(ThreadsFile.read(folder.resolve(DumpFiles.THREADS)));
    }

    /** An agent that was killed early has left no snapshot, or a part of one. */
    private static Snapshot read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return SnapshotJson.read(in);
        } catch (IOException e) {
            return new Snapshot("", "", List.of(), List.of(), List.of(), Map.of());
        }
    }

    /** The exception and its causes as objects, as far as the snapshot has them. */
    private List<Value> exceptionObjects() {
        List<Value> objects = new ArrayList<>();
        for (Variable expression : snapshot.expressions()) {
            if (Snapshot.EXCEPTION.equals(expression.name())) {
                Value at = model.value(expression);
                while (at instanceof Value.Reference reference && !objects.contains(at)) {
                    objects.add(at);
                    at = model.field(reference.id(), "cause");
                }
            }
        }
        return objects;
    }

    private void addThreads(List<ThreadsFile.ThreadStack> dumped) {
        ThreadsFile.ThreadStack crashed = dumped.isEmpty() ? null : dumped.get(0);
        String name = crashed != null ? crashed.name() : snapshot.labels().getOrDefault("thread", "(unknown)");
        threads.add(new DebugThread(
                1, name, crashed == null ? -1 : crashed.id(), crashed == null ? null : crashed.state(), true));
        stacks.add(snapshot.frames().isEmpty() ? traceOfException() : new SnapshotStack());
        for (ThreadsFile.ThreadStack thread : dumped.subList(Math.min(1, dumped.size()), dumped.size())) {
            threads.add(new DebugThread(threads.size() + 1, thread.name(), thread.id(), thread.state(), false));
            stacks.add(new TextStack(thread.frames()));
        }
    }

    @Override
    public DumpHeader header() {
        return facts.header(null, null, exceptions, note);
    }

    @Override
    public ObjectModel model() {
        return model;
    }

    @Override
    public List<DebugThread> threads() {
        return List.copyOf(threads);
    }

    @Override
    public DebugStack stack(DebugThread thread) {
        return stacks.get(thread.number() - 1);
    }

    @Override
    public List<ThrownException> exceptions() {
        return exceptions;
    }

    /** The snapshot keeps one stack, which begins where the innermost cause was thrown: the causes' frames are found in it. */
    @Override
    public DebugStack stack(ThrownException exception) {
        return exceptions.indexOf(exception) <= 0
                ? stacks.get(0)
                : new TraceStack(textStack(exception.stack()), stacks.get(0));
    }

    private DebugStack traceOfException() {
        return textStack(exceptions.isEmpty() ? List.of() : exceptions.get(0).stack());
    }

    private static DebugStack textStack(List<StackTraceElement> trace) {
        List<DebugFrame> frames = new ArrayList<>();
        for (StackTraceElement at : trace) {
            int line = at.isNativeMethod() ? DebugFrame.NATIVE_LINE : Math.max(0, at.getLineNumber());
            frames.add(new DebugFrame(
                    frames.size(), at.getClassName(), at.getMethodName(), at.getFileName(), line, line, NOT_KEPT));
        }
        return new TextStack(frames);
    }

    private record TextStack(List<DebugFrame> frames) implements DebugStack {
        @Override
        public List<Local> locals(int frameIndex) {
            return List.of();
        }
    }

    /** A trace, with the variables of those of its frames that a stack with variables has, too. */
    private static final class TraceStack implements DebugStack {
        private final List<DebugFrame> frames = new ArrayList<>();
        private final List<List<Local>> locals = new ArrayList<>();

        TraceStack(DebugStack trace, DebugStack kept) {
            int next = 0;
            for (DebugFrame frame : trace.frames()) {
                int found = next;
                while (found < kept.frames().size()
                        && !kept.frames().get(found).description().equals(frame.description())) {
                    found++;
                }
                boolean isKept = found < kept.frames().size();
                frames.add(isKept ? kept.frames().get(found).at(frames.size()) : frame);
                locals.add(isKept ? kept.locals(found) : List.of());
                next = isKept ? found + 1 : next;
            }
        }

        @Override
        public List<DebugFrame> frames() {
            return List.copyOf(frames);
        }

        @Override
        public List<Local> locals(int frameIndex) {
            return locals.get(frameIndex);
        }
    }

    private final class SnapshotStack implements DebugStack {
        private final List<DebugFrame> frames = new ArrayList<>();
        private final List<@Nullable Frame> kept = new ArrayList<>();

        SnapshotStack() {
            for (Frame frame : snapshot.frames()) {
                if (frame.omittedBefore() > 0) {
                    String name = "(about " + frame.omittedBefore() + " frames left out)";
                    frames.add(
                            new DebugFrame(frames.size(), "", name, null, 0, 0, "they did not fit into the snapshot"));
                    kept.add(null);
                }
                int line = frame.line() == DebugFrame.NATIVE_LINE ? DebugFrame.NATIVE_LINE : Math.max(0, frame.line());
                frames.add(new DebugFrame(
                        frames.size(),
                        frame.className(),
                        frame.method(),
                        frame.file(),
                        line,
                        line,
                        frame.whyNoVariables()));
                kept.add(frame);
            }
        }

        @Override
        public List<DebugFrame> frames() {
            return List.copyOf(frames);
        }

        @Override
        public CodePlace place(int frameIndex) {
            Frame frame = kept.get(frameIndex);
            return frame == null || frame.descriptor() == null
                    ? CodePlace.UNKNOWN
                    : new CodePlace(frame.descriptor(), -1, -1);
        }

        @Override
        public List<Local> locals(int frameIndex) {
            Frame frame = kept.get(frameIndex);
            List<Local> locals = new ArrayList<>();
            if (frame != null) {
                frame.arguments().forEach(variable -> locals.add(local(variable, argumentKind(variable))));
                frame.locals().forEach(variable -> locals.add(local(variable, Local.Kind.LOCAL)));
            }
            return locals;
        }

        private Local.Kind argumentKind(Variable variable) {
            return "this".equals(variable.name()) ? Local.Kind.THIS : Local.Kind.ARGUMENT;
        }

        private Local local(Variable variable, Local.Kind kind) {
            Value value = model.value(variable);
            String name = variable.name();
            return new Local(
                    name == null ? "?" : name, type(value, variable), kind, value, provenance(value, variable));
        }

        private String type(Value value, Variable variable) {
            if (value instanceof Value.Reference reference) {
                return model.className(reference.id());
            }
            String type = variable.type();
            return type == null ? "java.lang.Object" : type;
        }

        private Provenance provenance(Value value, Variable variable) {
            String text = variable.provenance();
            for (Provenance provenance : Provenance.values()) {
                if (provenance.name().equalsIgnoreCase(text)) {
                    return provenance;
                }
            }
            return value instanceof Value.Unavailable ? Provenance.UNAVAILABLE : Provenance.CAPTURED;
        }
    }
}
