package jpm.analysis.query;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jpm.analysis.DominatorChildren;
import jpm.analysis.NamedReference;
import jpm.analysis.query.Expression.Attribute;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapGraph;
import jpm.graph.HeapInstance;
import jpm.graph.HeapModel;
import jpm.graph.HeapObject;
import jpm.graph.HeapObjectArray;
import jpm.graph.HeapOptions;
import jpm.graph.HeapPrimitiveArray;
import jpm.value.LogicalViews;
import jpm.value.PrimitiveType;
import jpm.value.PrintLimits;
import jpm.value.Value;
import jpm.value.ValuePrinter;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** Objects to which the looked-at one refers: read at random, and therefore only for queries that ask for them. */
final class HeapReader implements AutoCloseable {
    private static final int MAX_TEXT_CHARS = 1 << 20;
    private static final PrintLimits LIMITS = PrintLimits.DEFAULT;

    private final Heap heap;
    private final HeapModel model;
    private final LogicalViews views;
    private @Nullable DominatorChildren children;

    private HeapReader(Heap heap) {
        this.heap = heap;
        this.model = new HeapModel(heap);
        this.views = new LogicalViews(model);
    }

    static HeapReader open(Path file, HeapOptions options) {
        return new HeapReader(Heap.open(file, options));
    }

    /** A field of an object; of a class object a static field. */
    @Nullable
    Object field(long id, String name) {
        HeapObject object = heap.findObject(id);
        if (object instanceof HeapInstance instance) {
            return value(instance.field(name));
        }
        return object instanceof HeapClass heapClass ? value(heapClass.staticField(name)) : null;
    }

    @Nullable
    Object element(long id, int index) {
        HeapObject object = heap.findObject(id);
        if (object instanceof HeapObjectArray array) {
            return index < array.length() ? value(array.element(index)) : null;
        }
        return object instanceof HeapPrimitiveArray array && index < array.length()
                ? value(array.element(index))
                : null;
    }

    @Nullable
    Object attribute(long id, Attribute attribute) {
        HeapObject object = heap.findObject(id);
        if (object == null) {
            return null;
        }
        return switch (attribute) {
            case ADDRESS -> new ObjectReference(id);
            case CLASS -> object.heapClass().name();
            case SHALLOW -> object.shallowBytes();
            case RETAINED -> retained(object);
            case LENGTH -> length(object);
            case LOADER -> loader(object);
            case INDEX -> object.index();
            case NAME -> model.representedClass(id);
            case DISPLAY_NAME -> new ValuePrinter(views, LIMITS).print(new Value.Reference(id));
            case ROOTS -> roots(id);
            case ELEMENTS -> arrayLength(id) < 0 ? null : elements(id, 0, arrayLength(id));
        };
    }

    private static ObjectReference loader(HeapObject object) {
        HeapClass type = object instanceof HeapClass self ? self : object.heapClass();
        return new ObjectReference(type.loaderId());
    }

    /** The kinds of roots that an object is, or null for none. */
    private @Nullable String roots(long id) {
        String kinds = heap.roots().stream()
                .filter(root -> root.objectId() == id)
                .map(root -> root.kind().label)
                .distinct()
                .collect(Collectors.joining(", "));
        return kinds.isEmpty() ? null : kinds;
    }

    /** An array's length, or -1. */
    int arrayLength(long id) {
        HeapObject object = heap.findObject(id);
        return object == null || !(length(object) instanceof Long length) || object instanceof HeapInstance
                ? -1
                : (int) (long) length;
    }

    /** Some elements of an array. */
    List<@Nullable Object> elements(long id, int from, int to) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = from; i < to; i++) {
            elements.add(element(id, i));
        }
        return elements;
    }

    /** The address of the object of that number, or 0. */
    long idOf(long index) {
        return index >= 0 && index < heap.objectCount() ? heap.objectAt(index).id() : 0;
    }

    /** The columns of the object itself. */
    List<@Nullable Object> row(long id) {
        return Arrays.asList(new ObjectReference(id), attribute(id, Attribute.CLASS), attribute(id, Attribute.SHALLOW));
    }

    /** What would be freed with these objects. */
    List<Long> retainedSet(Set<Long> ids) {
        HeapGraph graph = heap.graph();
        int[] indexes = ids.stream()
                .map(heap::findObject)
                .filter(object -> object != null && object.index() >= 0 && graph.isReachable((int) object.index()))
                .mapToInt(object -> (int) object.index())
                .toArray();
        return indexes.length == 0
                ? List.of()
                : graph.retainedSet(indexes).stream()
                        .mapToObj(index -> heap.objectAt(index).id())
                        .toList();
    }

    /** A function over the references of an object, or of each object of a list. */
    @Nullable
    Object related(Expression.Function function, @Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> all = new ArrayList<>();
            for (Object element : list) {
                Object related = related(function, element);
                all.addAll(related instanceof List<?> some ? some : Collections.singletonList(related));
            }
            return all;
        }
        HeapObject object = value instanceof ObjectReference reference ? heap.findObject(reference.id()) : null;
        if (object == null || object.index() < 0) {
            return null;
        }
        int index = (int) object.index();
        return switch (function) {
            case DOMINATOR_OF -> reference(heap.graph().dominatorOf(index));
            case DOMINATORS -> references(children().of(index));
            case INBOUNDS -> references(heap.graph().referrers(index));
            case OUTBOUNDS -> outbounds(object);
            case SIZE -> size(object);
            default -> throw new IllegalArgumentException(function.written);
        };
    }

    private List<ObjectReference> outbounds(HeapObject object) {
        return NamedReference.of(object).stream()
                .map(NamedReference::toId)
                .distinct()
                .filter(id -> heap.findObject(id) != null)
                .map(ObjectReference::new)
                .toList();
    }

    private @Nullable ObjectReference reference(int index) {
        return index == HeapGraph.NONE
                ? null
                : new ObjectReference(heap.objectAt(index).id());
    }

    private List<@Nullable ObjectReference> references(int[] indexes) {
        List<@Nullable ObjectReference> references = new ArrayList<>(indexes.length);
        for (int index : indexes) {
            references.add(reference(index));
        }
        return references;
    }

    private synchronized DominatorChildren children() {
        DominatorChildren known = children;
        if (known == null) {
            known = DominatorChildren.of(heap);
            children = known;
        }
        return known;
    }

    private @Nullable Object size(HeapObject object) {
        View view = views.viewOf(new Value.Reference(object.id()));
        if (view instanceof View.Elements elements) {
            return (long) elements.size();
        }
        return view instanceof View.Entries entries ? (Object) (long) entries.size() : length(object);
    }

    /** Builds the graph when first asked. */
    private @Nullable Object retained(HeapObject object) {
        long index = object.index();
        return index < 0 ? null : (Object) heap.graph().retainedBytes((int) index);
    }

    private static @Nullable Object length(HeapObject object) {
        if (object instanceof HeapObjectArray array) {
            return (long) array.length();
        }
        if (object instanceof HeapPrimitiveArray array) {
            return (long) array.length();
        }
        return object instanceof HeapInstance instance && instance.stringLength() >= 0
                ? (Object) (long) instance.stringLength()
                : null;
    }

    /** A string's characters, a class's name, and for other objects what the debugger prints. */
    @Nullable
    String text(long id) {
        HeapObject object = heap.findObject(id);
        if (object == null) {
            return null;
        }
        String string = object instanceof HeapInstance instance ? instance.asString(MAX_TEXT_CHARS) : null;
        String known = string != null ? string : model.representedClass(id);
        return known != null ? known : new ValuePrinter(views, LIMITS).print(new Value.Reference(id));
    }

    /** A value in the query's terms. */
    static @Nullable Object value(@Nullable Value value) {
        if (value instanceof Value.Primitive primitive) {
            return primitive(primitive.type(), primitive.bits());
        }
        return value instanceof Value.Reference reference ? new ObjectReference(reference.id()) : null;
    }

    static Object primitive(PrimitiveType type, long bits) {
        return switch (type) {
            case BOOLEAN -> bits != 0;
            case CHAR -> String.valueOf((char) bits);
            case FLOAT -> (double) Float.intBitsToFloat((int) bits);
            case DOUBLE -> Double.longBitsToDouble(bits);
            default -> bits;
        };
    }

    @Override
    public void close() {
        heap.close();
    }
}
