package jpm.jdwp;

import java.util.ArrayList;
import java.util.List;
import jpm.graph.FieldValue;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapField;
import jpm.graph.HeapInstance;
import jpm.graph.HeapModel;
import jpm.graph.HeapObject;
import jpm.graph.HeapObjectArray;
import jpm.graph.HeapPrimitiveArray;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** The objects of a heap; their ids are their addresses. */
final class HeapWorld implements ObjectWorld {
    private static final int MAX_STRING_CHARS = 64 << 20;
    private static final Value NOT_IN_DUMP = new Value.Unavailable("the dump does not hold it");

    private final Heap heap;
    private final HeapModel model;
    private final ClassRegistry classes;

    HeapWorld(Heap heap, ClassRegistry classes) {
        this.heap = heap;
        this.model = new HeapModel(heap);
        this.classes = classes;
    }

    private HeapObject object(long id) {
        HeapObject found = heap.findObject(id);
        if (found == null) {
            throw new CommandFailure(ErrorCode.INVALID_OBJECT);
        }
        return found;
    }

    @Override
    public boolean exists(long id) {
        return heap.findObject(id) != null || heap.findClass(id) != null;
    }

    @Override
    public ClassMirror classOf(long id) {
        return heap.findClass(id) != null
                ? classes.named("java.lang.Class")
                : classes.of(object(id).heapClass());
    }

    @Override
    public int length(long arrayId) {
        HeapObject object = object(arrayId);
        if (object instanceof HeapObjectArray array) {
            return array.length();
        } else if (object instanceof HeapPrimitiveArray array) {
            return array.length();
        }
        throw new CommandFailure(ErrorCode.INVALID_ARRAY);
    }

    @Override
    public List<Value> elements(long arrayId, int from, int count) {
        HeapObject object = object(arrayId);
        List<Value> elements = new ArrayList<>(count);
        if (object instanceof HeapObjectArray array) {
            for (long id : array.elementIds(from, count)) {
                elements.add(id == 0 ? Value.NULL : new Value.Reference(id));
            }
        } else if (object instanceof HeapPrimitiveArray array) {
            for (int i = from; i < from + count; i++) {
                elements.add(array.element(i));
            }
        }
        return elements;
    }

    @Override
    public Value field(long id, FieldMirror field) {
        Value value = object(id) instanceof HeapInstance instance
                ? instance.field(field.declaringClass().name, field.name())
                : null;
        return value == null ? NOT_IN_DUMP : value;
    }

    @Override
    public Value staticField(FieldMirror field) {
        HeapClass heapClass = field.declaringClass().heapClass;
        Value value = heapClass == null ? null : heapClass.staticField(field.name());
        return value == null ? NOT_IN_DUMP : value;
    }

    @Override
    public @Nullable String string(long id) {
        return object(id) instanceof HeapInstance instance ? instance.asString(MAX_STRING_CHARS) : null;
    }

    @Override
    public @Nullable ClassMirror reflected(long id) {
        return classes.findWithId(id);
    }

    @Override
    public List<RawField> fields(ClassMirror mirror) {
        HeapClass heapClass = mirror.heapClass;
        List<RawField> fields = new ArrayList<>();
        if (heapClass != null) {
            for (HeapField field : model.inDeclaredOrder(
                    heapClass.statics().stream().map(FieldValue::field).toList())) {
                // HotSpot writes things of its own among the statics.
                if (!field.name().startsWith("<")) {
                    fields.add(raw(field, true));
                }
            }
            model.inDeclaredOrder(heapClass.fields()).forEach(field -> fields.add(raw(field, false)));
        }
        return fields;
    }

    private static RawField raw(HeapField field, boolean isStatic) {
        String descriptor = field.primitiveType() == null ? null : String.valueOf(field.primitiveType().descriptor);
        return new RawField(field.name(), descriptor, isStatic);
    }
}
