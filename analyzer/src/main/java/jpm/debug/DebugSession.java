package jpm.debug;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import jpm.classfile.ClassFileFinder.Found;
import jpm.expr.Expression;
import jpm.expr.ExpressionException;
import jpm.graph.Heap;
import jpm.io.Cancellation;
import jpm.io.Progress;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.Parts;
import jpm.value.PrimitiveType;
import jpm.value.PrintLimits;
import jpm.value.Value;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/**
 * A dump with a place in it: the current thread, its stack and the current frame. Everything that a front end can ask is here.
 *
 * <p>Not thread safe: one thread at a time.
 */
public final class DebugSession implements AutoCloseable {
    private static final int USUAL_RESULTS = 200;

    private final DeadProcess process;
    private final LogicalViews views;
    private final Parts parts;
    private final ValueTexts texts;
    private final ValueHistory history = new ValueHistory();
    private PrintLimits limits;
    private Place place;
    private int maxResults = USUAL_RESULTS;
    private boolean isListing = true;
    private volatile Cancellation cancellation = new Cancellation();
    private Progress progress = Progress.NONE;

    private DebugSession(DeadProcess process, PrintLimits limits) {
        this.process = process;
        this.views = new LogicalViews(process.model());
        this.parts = new Parts(views);
        this.texts = new ValueTexts(views);
        this.limits = limits;
        DebugThread first = process.threads().get(0);
        this.place = Place.in(first, process.stack(first));
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
        return place.thread();
    }

    /** Makes a thread and the innermost of its frames whose variables are known current; {@link IllegalArgumentException} when there is none of that number. */
    public void selectThread(int number) {
        DebugThread thread = threads().stream()
                .filter(candidate -> candidate.number() == number)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no thread " + number));
        place = Place.in(thread, process.stack(thread));
    }

    /** Does something that goes elsewhere in the dump, and comes back. */
    <T> T keepingPlace(Supplier<T> work) {
        Place before = place;
        try {
            return work.get();
        } finally {
            place = before;
        }
    }

    /** The frames of any thread, innermost first. */
    List<DebugFrame> framesOf(DebugThread other) {
        return other.equals(place.thread())
                ? place.frames()
                : process.stack(other).frames();
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
        return place.frames();
    }

    /** The current frame; {@link IllegalStateException} when the current stack is empty. */
    public DebugFrame currentFrame() {
        return place.frame();
    }

    /** Makes a frame current; {@link IllegalArgumentException} when there is none of that index. */
    public void selectFrame(int index) {
        place = place.atFrame(index);
    }

    /** The variables of a frame of the current stack. */
    public List<Local> locals(DebugFrame frame) {
        return place.stack().locals(frame.index());
    }

    /** Why the variables of a frame of the current stack are not all known, a clause, or null when they are. */
    public @Nullable String whyNoLocals(DebugFrame frame) {
        return place.stack().whyNoLocals(frame.index());
    }

    /**
     * Evaluates an expression in the current frame.
     *
     * @throws jpm.expr.ExpressionException with the column where it cannot be
     */
    public Value evaluate(String expression) {
        return Expression.parse(expression).evaluate(scope());
    }

    /** The current frame as a place where expressions are evaluated. */
    FrameScope scope() {
        return new FrameScope(process, place, this::convenience, cancellation);
    }

    /** Whether a name is one of the current frame's variables. */
    boolean hasVariable(String name) {
        return scope().isLocal(name);
    }

    /** Whether the value of a condition is true; {@link ExpressionException} when it is no boolean. */
    boolean isTrue(Value value) {
        if (views.resolve(value) instanceof Value.Primitive flag && flag.type() == PrimitiveType.BOOLEAN) {
            return flag.bits() != 0;
        }
        throw new ExpressionException("a boolean expected, not " + render(value, limits.withMaxChars(60)), 0);
    }

    /** The values that were printed or named. */
    ValueHistory history() {
        return history;
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
        return exact.isEmpty() ? scope().classesNamed(written) : exact;
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

    /** Values as texts. */
    ValueTexts texts() {
        return texts;
    }

    /** A value as one line of text, within {@link #limits()}. */
    public String render(Value value) {
        return render(value, limits);
    }

    /** A value as one line of text, within other limits. */
    public String render(Value value, PrintLimits otherLimits) {
        return texts.printed(value, otherLimits);
    }

    /** The value's own type: a primitive's name, an object's class, {@code null}, or {@code unavailable}. */
    public String typeName(Value value) {
        return texts.typeName(value);
    }

    /** The first {@code maxChars} characters of a string; null for what is none, or was not kept. */
    public @Nullable String text(Value value, int maxChars) {
        return texts.start(value, maxChars);
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
        place = Place.in(place.thread(), process.stack(exceptions().get(index)));
    }

    public PrintLimits limits() {
        return limits;
    }

    public void limits(PrintLimits newLimits) {
        limits = newLimits;
    }

    /** What a name that begins with {@code $} means, or null: {@code $}, {@code $3}, {@code $$}, {@code $$3}, or something kept. */
    private @Nullable Value convenience(String name) {
        Value own = history.named(name);
        if (own != null) {
            return own;
        }
        if (name.equals("$exception") && !exceptions().isEmpty()) {
            return exceptions().get(0).value();
        }
        if (name.equals("$thread")) {
            long id = process.objectId(place.thread());
            return id == 0 ? null : new Value.Reference(id);
        }
        return history.numbered(name);
    }

    @Override
    public void close() {
        process.close();
    }
}
