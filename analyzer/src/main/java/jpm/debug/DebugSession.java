package jpm.debug;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.classfile.ClassFileFinder.Found;
import jpm.expr.Expression;
import jpm.expr.ExpressionException;
import jpm.expr.Scope;
import jpm.graph.Heap;
import jpm.io.Cancellation;
import jpm.io.Progress;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.Parts;
import jpm.value.PrimitiveType;
import jpm.value.PrintLimits;
import jpm.value.Value;
import jpm.value.ValuePrinter;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/**
 * A dump with a place in it: the current thread, its stack and the current frame. Everything that a front end can ask is here.
 *
 * <p>Not thread safe: one thread at a time.
 */
public final class DebugSession implements AutoCloseable {
    private static final int USUAL_RESULTS = 200;
    private static final int MAX_HISTORY = 1000;
    private static final Pattern HISTORY = Pattern.compile("(\\$\\$?)(\\d{0,6})");
    private static final int MAX_TEXT_CHARS = 4 << 20;

    private final DeadProcess process;
    private final LogicalViews views;
    private final Parts parts;
    private PrintLimits limits;
    private DebugThread thread;
    private DebugStack stack;
    private List<DebugFrame> frames;
    private int frameIndex;
    private final List<Value> history = new ArrayList<>();
    private final Map<String, Value> kept = new HashMap<>();
    private int forgottenValues;
    private int maxResults = USUAL_RESULTS;
    private boolean isListing = true;
    private volatile Cancellation cancellation = new Cancellation();
    private Progress progress = Progress.NONE;

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

    /** What the breakpoint asked that the dump is about. */
    public HitResults hit() {
        return process.hit();
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
        return Expression.parse(expression).evaluate(new FrameScope());
    }

    /** The current frame as a place where expressions are evaluated. */
    Scope scope() {
        return new FrameScope();
    }

    /** Whether a name is one of the current frame's variables. */
    boolean hasVariable(String name) {
        return new FrameScope().isLocal(name);
    }

    /** Whether the value of a condition is true; {@link ExpressionException} when it is no boolean. */
    boolean isTrue(Value value) {
        if (views.resolve(value) instanceof Value.Primitive flag && flag.type() == PrimitiveType.BOOLEAN) {
            return flag.bits() != 0;
        }
        throw new ExpressionException("a boolean expected, not " + render(value, limits.withMaxChars(60)), 0);
    }

    /** Keeps a value as the last one of the history; gives its number there, from 1. */
    int record(Value value) {
        history.add(value);
        if (history.size() > MAX_HISTORY) {
            history.remove(0);
            forgottenValues++;
        }
        return forgottenValues + history.size();
    }

    /** The value of that number in the history, from 1; null where it is not kept. */
    @Nullable
    Value recorded(int number) {
        int at = number - forgottenValues - 1;
        return at >= 0 && at < history.size() ? history.get(at) : null;
    }

    int recordedCount() {
        return forgottenValues + history.size();
    }

    /** Gives a value a name that begins with {@code $}. */
    void keep(String name, Value value) {
        kept.put(name, value);
    }

    /** How many objects, classes and the like a command lists before it says how to see more. */
    int maxResults() {
        return isListing ? maxResults : Integer.MAX_VALUE;
    }

    /** Says whether what is found is listed for a reader; else it is filtered or kept, and all of it is wanted. Gives how it was before. */
    boolean listing(boolean forReader) {
        boolean before = isListing;
        isListing = before && forReader;
        return before;
    }

    /** Sets back what {@link #listing} gave. */
    void listingAgain(boolean before) {
        isListing = before;
    }

    /** The limit itself. */
    int resultLimit() {
        return maxResults;
    }

    void maxResults(int count) {
        maxResults = count;
    }

    /** Who is told how far long work has come. */
    void watchedBy(Progress newProgress) {
        progress = newProgress;
    }

    Progress progress() {
        return progress;
    }

    /** What ends the work that is under way. */
    Cancellation cancellation() {
        return cancellation;
    }

    /** Begins work that {@link #interrupt} can end. */
    void begin() {
        cancellation = new Cancellation();
    }

    /** Ends the work that is under way as soon as it looks; may be called from any thread. */
    void interrupt() {
        cancellation.cancel();
    }

    /** The binary names of all classes; empty where they are not known. */
    List<String> classNames() {
        return process.classNames();
    }

    /** The classes that a name means: a binary name, one with dots for nested classes, or a simple name. */
    List<String> classesNamed(String written) {
        String nested = written.replace('$', '.');
        List<String> exact = process.classNames().stream()
                .filter(name -> name.equals(written) || name.replace('$', '.').equals(nested))
                .distinct()
                .toList();
        return exact.isEmpty() ? new FrameScope().classesNamed(written) : exact;
    }

    /** The number of the thread with that object, 0 where there is none. */
    int numberOf(long threadObjectId) {
        for (DebugThread each : threads()) {
            if (process.objectId(each) == threadObjectId) {
                return each.number();
            }
        }
        return 0;
    }

    /** The static fields of a class, or null where it is not known. */
    @Nullable
    List<ObjectModel.Field> statics(String className) {
        return process.model().statics(className);
    }

    /** A value as one line of text, within {@link #limits()}. */
    public String render(Value value) {
        return render(value, limits);
    }

    /** A value as one line of text, within other limits. */
    public String render(Value value, PrintLimits otherLimits) {
        return new ValuePrinter(views, otherLimits).print(value);
    }

    /** A value as one line of text, its numbers in another style. */
    String render(Value value, ValuePrinter.Style style) {
        return new ValuePrinter(views, limits, style).print(value);
    }

    /** An object as one line of text that always says where it is, so that it can be named again. */
    String renderWithAddress(Value.Reference object, PrintLimits otherLimits) {
        String text = render(object, otherLimits);
        String represented = process.model().representedClass(object.id());
        String head = address(object.id());
        return represented != null
                ? "class " + represented + " @" + Long.toHexString(object.id())
                : text.startsWith(head) ? text : head + " " + text;
    }

    /** An object as {@code Item@1f}, which expressions understand. */
    String address(long id) {
        return LogicalViews.simpleName(process.model().className(id)) + "@" + Long.toHexString(id);
    }

    /** The text that a value is: a string's, that of an array of characters, or that of bytes in UTF-8; null for anything else. */
    @Nullable
    String plainText(Value value) {
        if (views.host(value) instanceof String text) {
            return text;
        }
        if (!(value instanceof Value.Reference reference) || !process.model().isArray(reference.id())) {
            return null;
        }
        String type = process.model().className(reference.id());
        int length = Math.min(process.model().arrayLength(reference.id()), MAX_TEXT_CHARS);
        return switch (type) {
            case "char[]" -> characters(reference.id(), length);
            case "byte[]" -> bytes(reference.id(), length);
            default -> null;
        };
    }

    private String characters(long array, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) bits(array, i));
        }
        return text.toString();
    }

    private String bytes(long array, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) bits(array, i);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private long bits(long array, int index) {
        return process.model().arrayElement(array, index) instanceof Value.Primitive number ? number.bits() : '?';
    }

    /** The value's own type: a primitive's name, an object's class, {@code null}, or {@code unavailable}. */
    public String typeName(Value value) {
        if (value instanceof Value.Primitive primitive) {
            return primitive.type().javaName;
        } else if (value instanceof Value.Reference reference) {
            return process.model().className(reference.id());
        } else if (value instanceof Value.Text) {
            return "java.lang.String";
        } else if (value instanceof Value.Sequence) {
            return "java.util.List";
        } else if (value instanceof Value.Made made) {
            return made.className();
        } else if (value instanceof Value.Host host) {
            return host.object() instanceof Enum<?> constant
                    ? constant.getDeclaringClass().getName()
                    : host.object().getClass().getName();
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

    /** How many elements or entries a collection, map or array has; -1 for what is none of these. */
    public int elementCount(Value value) {
        View view = views.viewOf(value);
        if (view instanceof View.Elements elements) {
            return elements.size();
        }
        return view instanceof View.Entries entries ? entries.size() : -1;
    }

    /** The first {@code maxChars} characters of a string; null for what is none, or was not kept. */
    public @Nullable String text(Value value, int maxChars) {
        if (value instanceof Value.Text text) {
            return text.text().substring(0, Math.min(maxChars, text.text().length()));
        }
        return value instanceof Value.Reference reference ? process.model().string(reference.id(), maxChars) : null;
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

    /** What a name that begins with {@code $} means, or null: {@code $}, {@code $3}, {@code $$}, {@code $$3}, or something kept. */
    private @Nullable Value convenience(String name) {
        Value own = kept.get(name);
        if (own != null) {
            return own;
        }
        if (name.equals("$exception") && !exceptions().isEmpty()) {
            return exceptions().get(0).value();
        }
        if (name.equals("$thread")) {
            long id = process.objectId(thread);
            return id == 0 ? null : new Value.Reference(id);
        }
        Matcher number = HISTORY.matcher(name);
        return number.matches() ? ofHistory(number.group(1).length(), number.group(2)) : null;
    }

    private Value ofHistory(int signs, String digits) {
        int back = digits.isEmpty() ? signs - 1 : Integer.parseInt(digits);
        boolean isFromEnd = signs == 2 || digits.isEmpty();
        Value value = recorded(isFromEnd ? recordedCount() - back : back);
        return value == null ? Value.NULL : value;
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
            for (Local local : locals) {
                if (local.name().equals(name)) {
                    return local.value();
                }
            }
            return name.startsWith("$") ? convenience(name) : null;
        }

        boolean isLocal(String name) {
            return locals.stream().anyMatch(local -> local.name().equals(name));
        }

        @Override
        public void checkCancelled() {
            cancellation.check();
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
        public byte @Nullable [] classFile(String className) {
            Found found = DebugSession.this.classFile(className);
            return found == null ? null : found.bytes();
        }

        @Override
        public boolean hasObject(long id) {
            Heap heap = heap();
            return heap != null && heap.findObject(id) != null;
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
