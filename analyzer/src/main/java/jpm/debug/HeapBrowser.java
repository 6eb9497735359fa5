package jpm.debug;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import jpm.analysis.Histogram;
import jpm.analysis.LeakReport;
import jpm.analysis.NamedReference;
import jpm.analysis.ObjectSet;
import jpm.analysis.RetainedHistogram;
import jpm.analysis.RootPaths;
import jpm.analysis.SizeOrder;
import jpm.analysis.StringReport;
import jpm.analysis.query.HeapQuery;
import jpm.graph.GcRoot;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapGraph;
import jpm.graph.HeapInstance;
import jpm.graph.HeapModel;
import jpm.graph.HeapObject;
import jpm.graph.HeapObjectArray;
import jpm.graph.HeapOptions;
import jpm.graph.HeapPrimitiveArray;
import jpm.graph.HeapThread;
import jpm.io.Cancellation;
import jpm.io.Progress;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.Parts;
import jpm.value.PrintLimits;
import jpm.value.Value;
import jpm.value.ValuePrinter;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/**
 * Walks a heap from object to object: what a front end shows of one object, and what it lists. Objects are named by their addresses, members of long lists
 * by their indexes; nothing is read before it is asked for. What needs references says so until {@link #findGraph} or {@link #buildGraph} gave
 * the graph.
 *
 * <p>Thread-safe.
 */
public final class HeapBrowser {
    private static final PrintLimits SHORT =
            PrintLimits.DEFAULT.withMaxChars(200).withMaxElements(50).withMaxDepth(3);
    private static final PrintLimits LONG = PrintLimits.DEFAULT.withMaxChars(1 << 14);
    private static final int MAX_ROOTS = 100;
    private static final int REMEMBERED_LISTS = 16;

    private final Heap heap;
    private final HeapModel model;
    private final LogicalViews views;
    private final Parts parts;
    private final Map<Integer, int[]> dominated = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, int[]> eldest) {
            return size() > REMEMBERED_LISTS;
        }
    });
    private volatile @Nullable HeapGraph graph;

    public HeapBrowser(Heap heap) {
        this.heap = heap;
        this.model = new HeapModel(heap);
        this.views = new LogicalViews(model);
        this.parts = new Parts(views);
    }

    public Heap heap() {
        return heap;
    }

    /** The graph, as far as it was found or built before; never waits. */
    public @Nullable HeapGraph graph() {
        return graph;
    }

    /** Takes the graph from an index on disk; false when there is none. */
    public boolean findGraph() {
        graph = heap.findGraph();
        return graph != null;
    }

    /** Computes the graph, and keeps it in an index where the heap was opened with a folder for those. */
    public HeapGraph buildGraph(Progress progress, Cancellation cancellation) {
        HeapGraph built = heap.graph(progress, cancellation);
        graph = built;
        return built;
    }

    private HeapGraph requireGraph() {
        HeapGraph known = graph;
        if (known == null) {
            throw new IllegalStateException("the graph is not known yet");
        }
        return known;
    }

    private static HeapOptions watched(Progress progress, Cancellation cancellation) {
        return HeapOptions.defaults().withProgress(progress).withCancellation(cancellation);
    }

    public Histogram histogram(Progress progress, Cancellation cancellation) {
        return Histogram.of(heap.path(), watched(progress, cancellation));
    }

    /** Needs the graph. */
    public RetainedHistogram retainedHistogram(Cancellation cancellation) {
        requireGraph();
        return RetainedHistogram.of(heap, cancellation);
    }

    /** Needs the graph. */
    public LeakReport leaks(Cancellation cancellation) {
        requireGraph();
        return LeakReport.of(heap, LeakReport.USUAL_THRESHOLD, cancellation);
    }

    public StringReport strings(long top, Progress progress, Cancellation cancellation) {
        return StringReport.of(heap.path(), top, watched(progress, cancellation));
    }

    public HeapQuery.Outcome query(
            HeapQuery query, Consumer<List<@Nullable Object>> rows, Progress progress, Cancellation cancellation) {
        return query.run(heap.path(), watched(progress, cancellation), rows);
    }

    /** All objects of the classes of one name. */
    public ObjectSet instances(String className, Progress progress, Cancellation cancellation) {
        return ObjectSet.instancesOf(className, heap, graph, watched(progress, cancellation));
    }

    /** Why an object is alive: up to {@code max} shortest paths, each from another root. Needs the graph. */
    public List<RootPaths.RootPath> paths(long id, int max, Cancellation cancellation) {
        requireGraph();
        HeapObject object = heap.findObject(id);
        return object == null ? List.of() : new RootPaths(heap, false, cancellation).to(object, max);
    }

    /**
     * What an object immediately dominates, by falling retained size; for {@link HeapGraph#NONE} the top of the dominator tree. Needs the graph.
     */
    public int[] dominated(int index, Cancellation cancellation) {
        int[] known = dominated.get(index);
        if (known == null) {
            HeapGraph by = requireGraph();
            int[] found = index == HeapGraph.NONE ? top(by) : by.dominatedBy(index);
            int[] order = SizeOrder.largestFirst(found.length, i -> by.retainedBytes(found[i]), cancellation);
            known = Arrays.stream(order).map(i -> found[i]).toArray();
            dominated.put(index, known);
        }
        return known;
    }

    private static int[] top(HeapGraph of) {
        int[][] found = {new int[1 << 10]};
        int[] count = {0};
        of.forEachReachable((index, dominator, bytes) -> {
            if (dominator == HeapGraph.NONE) {
                if (count[0] == found[0].length) {
                    found[0] = Arrays.copyOf(found[0], count[0] * 2);
                }
                found[0][count[0]++] = index;
            }
        });
        return Arrays.copyOf(found[0], count[0]);
    }

    /** The objects that refer to an object, within reach of the roots. Needs the graph. */
    public int[] referrers(int index) {
        return requireGraph().referrers(index);
    }

    /** How one object refers to another, as {@code next} or {@code [3]}. */
    public String referenceName(int from, long to) {
        return NamedReference.nameOf(heap.objectAt(from), to);
    }

    /** The index of the object at an address, -1 where there is none. */
    public int indexOf(long id) {
        return (int) heap.indexOf(id);
    }

    /** The object of that index in one line. */
    public ObjectLine line(int index) {
        return line(heap.idAt(index));
    }

    /** The object at that address in one line, also where the dump lacks it. */
    public ObjectLine line(long id) {
        HeapObject object = heap.findObject(id);
        String text = render(new Value.Reference(id), SHORT);
        if (object == null) {
            return new ObjectLine(id, "0x" + Long.toHexString(id), text, -1, -1);
        }
        return new ObjectLine(
                id, name(object), withoutName(text, object), object.shallowBytes(), retainedBytes(object));
    }

    private static String name(HeapObject object) {
        return object instanceof HeapClass c
                ? "class " + c.name()
                : object.heapClass().name() + "@" + Long.toHexString(object.id());
    }

    /** Of {@code Item@1f {price=3}} the part that the name does not say already. */
    private static String withoutName(String text, HeapObject object) {
        String head = LogicalViews.simpleName(object.heapClass().name()) + "@" + Long.toHexString(object.id());
        String rest = text.startsWith(head) ? text.substring(head.length()).strip() : text;
        return object instanceof HeapClass ? "" : rest;
    }

    private long retainedBytes(HeapObject object) {
        HeapGraph known = graph;
        long index = object.index();
        return known == null || index < 0 ? -1 : known.retainedBytes((int) index);
    }

    /** A value as one line of text. */
    public String render(Value value) {
        return render(value, SHORT);
    }

    private String render(Value value, PrintLimits limits) {
        return new ValuePrinter(views, limits).print(value);
    }

    /** An object's value as one line of text that holds much more than {@link #line}. */
    public String longText(long id) {
        return render(new Value.Reference(id), LONG);
    }

    /** What is to be said of an object. */
    public ObjectFacts facts(long id) {
        HeapObject object = heap.findObject(id);
        HeapGraph known = graph;
        if (object == null) {
            return new ObjectFacts(line(id), "", 0, null, -1, known != null, false, null, List.of());
        }
        int index = (int) object.index();
        boolean isGraphKnown = known != null && index >= 0;
        int dominator = known == null || index < 0 ? HeapGraph.NONE : known.dominatorOf(index);
        HeapClass type = object instanceof HeapClass c ? c : object.heapClass();
        return new ObjectFacts(
                line(id),
                object.heapClass().name(),
                object.heapClass().id(),
                type.loaderId() == 0 ? null : line(type.loaderId()),
                model.isArray(id) ? model.arrayLength(id) : -1,
                isGraphKnown,
                known != null && index >= 0 && known.isReachable(index),
                dominator == HeapGraph.NONE ? null : line(dominator),
                roots(id));
    }

    private List<String> roots(long id) {
        return heap.roots().stream()
                .filter(root -> root.objectId() == id)
                .limit(MAX_ROOTS)
                .map(this::describe)
                .distinct()
                .toList();
    }

    /** A root in words, as {@code Java local of main}. */
    public String describe(GcRoot root) {
        String kind = root.kind().label;
        return heap.threads().stream()
                .filter(thread -> root.threadSerial() != 0 && thread.serial() == root.threadSerial())
                .map(HeapThread::name)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .map(name -> kind + " of " + name)
                .orElse(kind);
    }

    /** How many fields or elements an object has, statics for a class. */
    public int fieldCount(long id) {
        HeapObject object = heap.findObject(id);
        return object instanceof HeapObjectArray || object instanceof HeapPrimitiveArray
                ? model.arrayLength(id)
                : fixedFields(object).size();
    }

    /** An object's fields as its class declares them, or an array's elements: at most {@code count} from that number on. */
    public List<Child> fields(long id, int from, int count) {
        HeapObject object = heap.findObject(id);
        if (object instanceof HeapObjectArray || object instanceof HeapPrimitiveArray) {
            return elements(id, from, Math.min(count, model.arrayLength(id) - from));
        }
        List<Child> all = fixedFields(object);
        int start = Math.min(from, all.size());
        return all.subList(start, Math.min(all.size(), start + count));
    }

    private List<Child> elements(long id, int from, int count) {
        List<Child> elements = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            elements.add(new Child("[" + i + "]", model.arrayElement(id, i)));
        }
        return elements;
    }

    private List<Child> fixedFields(@Nullable HeapObject object) {
        if (object instanceof HeapClass c) {
            return c.statics().stream()
                    .map(field -> new Child("static " + field.name(), field.value()))
                    .toList();
        }
        return object instanceof HeapInstance ? instanceFields(object.id()) : List.of();
    }

    /** A field that a subclass hides is told apart by its class. */
    private List<Child> instanceFields(long id) {
        List<ObjectModel.Field> fields = model.fields(id);
        List<Child> children = new ArrayList<>();
        for (ObjectModel.Field field : fields) {
            boolean hidden = children.stream().anyMatch(child -> child.label().equals(field.name()));
            String label = hidden ? LogicalViews.simpleName(field.declaringClass()) + "." + field.name() : field.name();
            children.add(new Child(label, field.value()));
        }
        return children;
    }

    /** Whether an object means something other than its fields: a collection, a map, a wrapper. */
    public boolean hasContent(long id) {
        View view = model.isArray(id) ? new View.Text("") : views.viewOf(new Value.Reference(id));
        return view instanceof View.Elements
                || view instanceof View.Entries
                || view instanceof View.Wrapped
                || view instanceof View.Pair;
    }

    /** How many parts a value unfolds into: elements of a collection or map, else fields. */
    public int partCount(Value value) {
        return parts.count(value);
    }

    /** Some of the parts of a value. */
    public List<Child> parts(Value value, int from, int count) {
        return parts.of(value, from, count).stream()
                .map(part -> new Child(part.label(), part.value()))
                .toList();
    }
}
