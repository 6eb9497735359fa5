package jpm.debug;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import jpm.classfile.ClassFileFinder.Found;
import jpm.expr.Expression;
import jpm.expr.Scope;
import jpm.graph.Heap;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.Parts;
import jpm.value.PrintLimits;
import jpm.value.Value;
import jpm.value.ValuePrinter;
import org.jspecify.annotations.Nullable;

/**
 * A dump with a place in it: the current thread, its stack and the current frame. Everything that a front end can ask is here.
 *
 * <p>Not thread safe: one thread at a time.
 */
public final class DebugSession implements AutoCloseable {
    private final DeadProcess process;
    private final LogicalViews views;
    private final Parts parts;
    private PrintLimits limits;
    private DebugThread thread;
    private DebugStack stack;
    private List<DebugFrame> frames;
    private int frameIndex;
    private Value last = Value.NULL;

    private DebugSession(DeadProcess process, PrintLimits limits) {
        this.process = process;
        this.views = new LogicalViews(process.model());
        this.parts = new Parts(views);
        this.limits = limits;
        this.thread = process.threads().get(0);
        this.stack = process.stack(thread);
        this.frames = stack.frames();
        this.frameIndex = innermostWithVariables();
    }

    private void enter(DebugStack newStack) {
        stack = newStack;
        frames = newStack.frames();
        frameIndex = innermostWithVariables();
    }

    /** Where an exception comes from the JDK's own code, the frame that called into it says more. */
    private int innermostWithVariables() {
        for (DebugFrame frame : frames) {
            if (frame.whyNoLocals() == null && !frame.className().isEmpty()) {
                return frame.index();
            }
        }
        return 0;
    }

    /**
     * Opens a dump's folder or a heap dump.
     *
     * @throws jpm.io.JpmException when it is neither or cannot be read
     */
    public static DebugSession open(Path dumpFolderOrHprof, DebugOptions options) {
        return over(new DumpOpener(options).open(dumpFolderOrHprof), options.limits());
    }

    /** A session over a process that was read elsewhere; closing the session closes it. */
    public static DebugSession over(DeadProcess process, PrintLimits limits) {
        return new DebugSession(process, limits);
    }

    /** The dump itself, for those who need no place in it. */
    public DeadProcess process() {
        return process;
    }

    public DumpHeader header() {
        return process.header();
    }

    /**
     * The heap behind the dump, null where the dump has none. It may be asked from any thread, while the session itself
     * is asked elsewhere, until the session is closed.
     */
    public @Nullable Heap heap() {
        return process.heap();
    }

    public List<DebugThread> threads() {
        return process.threads();
    }

    public DebugThread currentThread() {
        return thread;
    }

    /** Makes a thread and the innermost of its frames whose variables are known current; {@link IllegalArgumentException} when there is none of that number. */
    public void selectThread(int number) {
        thread = threads().stream()
                .filter(candidate -> candidate.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no thread " + number));
        enter(process.stack(thread));
    }

    /** Does something that goes elsewhere in the dump, and comes back. */
    <T> T keepingPlace(Supplier<T> work) {
        DebugThread oldThread = thread;
        DebugStack oldStack = stack;
        List<DebugFrame> oldFrames = frames;
        int oldIndex = frameIndex;
        try {
            return work.get();
        } finally {
            thread = oldThread;
            stack = oldStack;
            frames = oldFrames;
            frameIndex = oldIndex;
        }
    }

    /** The frames of any thread, innermost first. */
    List<DebugFrame> framesOf(DebugThread other) {
        return other.equals(thread) ? frames : process.stack(other).frames();
    }

    /** The names of an object's fields as its class has them. */
    List<String> fieldNames(Value value) {
        return value instanceof Value.Reference reference
                ? process.model().fields(reference.id()).stream()
                        .map(ObjectModel.Field::name)
                        .toList()
                : List.of();
    }

    /** The current stack, innermost frame first; may be empty. */
    public List<DebugFrame> frames() {
        return frames;
    }

    /** The current frame; {@link IllegalStateException} when the current stack is empty. */
    public DebugFrame currentFrame() {
        if (frames.isEmpty()) {
            throw new IllegalStateException("no frame");
        }
        return frames.get(frameIndex);
    }

    /** Makes a frame current; {@link IllegalArgumentException} when there is none of that index. */
    public void selectFrame(int index) {
        if (index < 0 || index >= frames.size()) {
            throw new IllegalArgumentException("no frame " + index);
        }
        frameIndex = index;
    }

    /** The variables of a frame of the current stack. */
    public List<Local> locals(DebugFrame frame) {
        return stack.locals(frame.index());
    }

    /** Why the variables of a frame of the current stack are not all known, a clause, or null when they are. */
    public @Nullable String whyNoLocals(DebugFrame frame) {
        return stack.whyNoLocals(frame.index());
    }

    /**
     * Evaluates an expression in the current frame.
     *
     * @throws jpm.expr.ExpressionException with the column where it cannot be
     */
    public Value evaluate(String expression) {
        Value value = Expression.parse(expression).evaluate(new FrameScope());
        last = value;
        return value;
    }

    /** A value as one line of text, within {@link #limits()}. */
    public String render(Value value) {
        return render(value, limits);
    }

    /** A value as one line of text, within other limits. */
    public String render(Value value, PrintLimits otherLimits) {
        return new ValuePrinter(views, otherLimits).print(value);
    }

    /** The value's own type: a primitive's name, an object's class, {@code null}, or {@code unavailable}. */
    public String typeName(Value value) {
        if (value instanceof Value.Primitive primitive) {
            return primitive.type().javaName;
        } else if (value instanceof Value.Reference reference) {
            return process.model().className(reference.id());
        } else if (value instanceof Value.Text) {
            return "java.lang.String";
        }
        return value instanceof Value.Null ? "null" : "unavailable";
    }

    /** How many parts a value has: elements of a collection or map, else fields. */
    public int childCount(Value value) {
        return parts.count(value);
    }

    /** Some of the parts of a value, from the part {@code from} on, at most {@code count}. */
    public List<Child> children(Value value, int from, int count) {
        return parts.of(value, from, count).stream()
                .map(part -> new Child(part.label(), part.value()))
                .toList();
    }

    /** The source of a frame. */
    public SourceView source(DebugFrame frame) {
        return process.source(frame);
    }

    /** The source of a frame where it need not be decompiled, which takes time. */
    public SourceView sourceAtHand(DebugFrame frame) {
        return process.sourceAtHand(frame);
    }

    /** The class file of a class ({@code com.acme.Shop$Item}), or null where none is found. */
    public @Nullable Found classFile(String className) {
        return process.classFile(className);
    }

    /** The exception that the dump is about, then its causes. */
    public List<ThrownException> exceptions() {
        return process.exceptions();
    }

    /** Makes the stack on which an exception of {@link #exceptions()} was thrown the current one. */
    public void selectException(int index) {
        enter(process.stack(exceptions().get(index)));
    }

    public PrintLimits limits() {
        return limits;
    }

    public void limits(PrintLimits newLimits) {
        limits = newLimits;
    }

    /** The current frame as a place where expressions are evaluated. */
    private final class FrameScope implements Scope {
        private final List<Local> locals = frames.isEmpty() ? List.of() : DebugSession.this.locals(currentFrame());

        @Override
        public ObjectModel model() {
            return process.model();
        }

        @Override
        public @Nullable Value variable(String name) {
            if (name.equals("$")) {
                return last;
            }
            if (name.equals("$exception") && !exceptions().isEmpty()) {
                return exceptions().get(0).value();
            }
            return locals.stream()
                    .filter(local -> local.name().equals(name))
                    .map(Local::value)
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public List<String> variableNames() {
            return locals.stream().map(Local::name).toList();
        }

        @Override
        public @Nullable String className() {
            return frames.isEmpty() ? null : currentFrame().className();
        }

        @Override
        public List<String> classesNamed(String simpleName) {
            return process.classNames().stream()
                    .filter(name -> LogicalViews.simpleName(name).equals(simpleName))
                    .distinct()
                    .toList();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
