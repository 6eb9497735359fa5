package jpm.analysis.query;

import java.nio.file.Path;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
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
import org.jspecify.annotations.Nullable;

/** Objects to which the looked-at one refers: read at random, and therefore only for queries that ask for them. */
final class HeapReader implements AutoCloseable {
    private static final int MAX_TEXT_CHARS = 1 << 20;
    private static final PrintLimits LIMITS = PrintLimits.DEFAULT;

    private final Heap heap;
    private final HeapModel model;
    private final LogicalViews views;

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
    Object attribute(long id, Expression.Attribute attribute) {
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
            case LOADER -> new ObjectReference(object.heapClass().loaderId());
        };
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
