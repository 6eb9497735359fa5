package jpm.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jpm.value.ObjectModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A heap as the object model that values are printed and evaluated over. An object that the dump lacks (a cut-off dump) has an unknown class and no
 * fields. Reference fields are of type {@code java.lang.Object}: a dump does not tell more.
 */
public final class HeapModel implements ObjectModel {
    private static final String CLASS = "java.lang.Class";
    private static final String UNKNOWN = "(object missing in the dump)";
    private static final int MAX_CLASS_NAME_CHARS = 10_000;

    /** A power of two. */
    private static final int RECENT_OBJECTS = 256;

    private final Heap heap;
    private final boolean reversed;

    /** Objects asked for lately, by their addresses: evaluation asks for the same one again and again. */
    private final @Nullable HeapObject[] recent = new @Nullable HeapObject[RECENT_OBJECTS];

    public HeapModel(Heap heap) {
        this.heap = heap;
        this.reversed = writesFieldsBackwards(heap);
    }

    /** JDKs before 21 write each class's fields from the last to the first, as {@code String}'s, whose order is known, show. */
    private static boolean writesFieldsBackwards(Heap heap) {
        List<HeapClass> strings = heap.findClasses("java.lang.String");
        if (strings.isEmpty()) {
            return false;
        }
        List<String> names =
                strings.get(0).fields().stream().map(HeapField::name).toList();
        return names.indexOf("value") > names.indexOf("hash");
    }

    public Heap heap() {
        return heap;
    }

    private @Nullable HeapObject find(long id) {
        int place = (int) (id >>> 3) & RECENT_OBJECTS - 1;
        HeapObject known = recent[place];
        if (known == null || known.id() != id) {
            known = heap.findObject(id);
            if (known != null) {
                recent[place] = known;
            }
        }
        return known;
    }

    @Override
    public String className(long id) {
        HeapObject object = find(id);
        return object == null ? UNKNOWN : object.heapClass().name();
    }

    @Override
    public List<String> classNames(long id) {
        HeapObject object = find(id);
        return object == null ? List.of(UNKNOWN) : object.heapClass().lineageNames();
    }

    @Override
    public boolean isArray(long id) {
        HeapObject object = find(id);
        return object instanceof HeapObjectArray || object instanceof HeapPrimitiveArray;
    }

    @Override
    public int arrayLength(long id) {
        HeapObject object = find(id);
        if (object instanceof HeapObjectArray array) {
            return array.length();
        }
        if (object instanceof HeapPrimitiveArray array) {
            return array.length();
        }
        throw new IllegalArgumentException("no array: 0x" + Long.toHexString(id));
    }

    @Override
    public Value arrayElement(long id, int index) {
        HeapObject object = find(id);
        if (object instanceof HeapObjectArray array) {
            return array.element(index);
        }
        if (object instanceof HeapPrimitiveArray array) {
            return array.element(index);
        }
        throw new IllegalArgumentException("no array: 0x" + Long.toHexString(id));
    }

    @Override
    public List<Field> fields(long id) {
        return find(id) instanceof HeapInstance instance ? ordered(fields(instance.fields())) : List.of();
    }

    private List<Field> ordered(List<Field> fields) {
        if (!reversed) {
            return fields;
        }
        List<Field> ordered = new ArrayList<>(fields.size());
        int classStart = 0;
        for (Field field : fields) {
            boolean sameClass = !ordered.isEmpty()
                    && ordered.get(classStart).declaringClass().equals(field.declaringClass());
            classStart = sameClass ? classStart : ordered.size();
            ordered.add(classStart, field);
        }
        return ordered;
    }

    /** Fields that one class declares, as {@link HeapClass} has them, in the order of their declaration. */
    public List<HeapField> inDeclaredOrder(List<HeapField> fields) {
        List<HeapField> ordered = new ArrayList<>(fields);
        if (reversed) {
            Collections.reverse(ordered);
        }
        return ordered;
    }

    private static List<Field> fields(List<FieldValue> values) {
        List<Field> fields = new ArrayList<>(values.size());
        for (FieldValue value : values) {
            HeapField field = value.field();
            fields.add(new Field(field.declaringClass().name(), field.name(), field.typeName(), value.value()));
        }
        return fields;
    }

    @Override
    public @Nullable Value field(long id, String name) {
        return find(id) instanceof HeapInstance instance ? instance.field(name) : null;
    }

    @Override
    public @Nullable List<Field> statics(String className) {
        List<HeapClass> classes = heap.findClasses(className);
        return classes.isEmpty() ? null : ordered(fields(classes.get(0).statics()));
    }

    @Override
    public @Nullable String string(long id, int maxChars) {
        return find(id) instanceof HeapInstance instance ? instance.asString(maxChars) : null;
    }

    @Override
    public int stringLength(long id) {
        return find(id) instanceof HeapInstance instance ? Math.max(0, instance.stringLength()) : 0;
    }

    @Override
    public @Nullable String representedClass(long id) {
        HeapObject object = find(id);
        if (object instanceof HeapClass heapClass) {
            return heapClass.name();
        }
        if (object instanceof HeapInstance mirror && mirror.heapClass().name().equals(CLASS)) {
            return mirror.referenced("name") instanceof HeapInstance name ? name.asString(MAX_CLASS_NAME_CHARS) : null;
        }
        return null;
    }
}
