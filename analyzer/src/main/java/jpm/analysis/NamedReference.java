package jpm.analysis;

import java.util.ArrayList;
import java.util.List;
import jpm.graph.FieldValue;
import jpm.graph.HeapClass;
import jpm.graph.HeapInstance;
import jpm.graph.HeapObject;
import jpm.graph.HeapObjectArray;
import jpm.value.Value;

/**
 * A reference and what holds it.
 *
 * @param name a field, {@code [3]} of an array, or in angle brackets what is no field: {@code <class>}, {@code <super>}, {@code <loader>},
 *     {@code <Java local>}
 */
public record NamedReference(long fromId, String name, long toId) {
    private static final int CHUNK_ELEMENTS = 1 << 12;
    private static final String FRAME_LOCAL = "<Java local>";

    /** All references of an object, in its order; nulls left out. */
    public static List<NamedReference> of(HeapObject from) {
        List<NamedReference> found = new ArrayList<>();
        add(found, from, "<class>", from.heapClass().id());
        if (from instanceof HeapInstance instance) {
            addFields(found, from, instance.fields());
        } else if (from instanceof HeapClass heapClass) {
            HeapClass superclass = heapClass.superclass();
            add(found, from, "<super>", superclass == null ? 0 : superclass.id());
            add(found, from, "<loader>", heapClass.loaderId());
            addFields(found, from, heapClass.statics());
        } else if (from instanceof HeapObjectArray array) {
            for (int i = 0; i < array.length(); i++) {
                add(found, from, "[" + i + "]", array.elementId(i));
            }
        }
        return found;
    }

    private static void addFields(List<NamedReference> found, HeapObject from, List<FieldValue> fields) {
        for (FieldValue field : fields) {
            if (field.value() instanceof Value.Reference reference) {
                add(found, from, field.name(), reference.id());
            }
        }
    }

    private static void add(List<NamedReference> found, HeapObject from, String name, long to) {
        if (to != 0) {
            found.add(new NamedReference(from.id(), name, to));
        }
    }

    /** How an object that refers to {@code to} does so: one of its references that lead there. */
    public static String nameOf(HeapObject from, long to) {
        if (from instanceof HeapObjectArray array) {
            return elementName(array, to);
        }
        for (NamedReference reference : of(from)) {
            if (reference.toId == to) {
                return reference.name;
            }
        }
        return FRAME_LOCAL;
    }

    private static String elementName(HeapObjectArray array, long to) {
        int length = array.length();
        int bucket = bucket(array, length, to);
        if (bucket >= 0) {
            return "[" + bucket + "]";
        }
        for (int from = 0; from < length; from += CHUNK_ELEMENTS) {
            long[] ids = array.elementIds(from, Math.min(CHUNK_ELEMENTS, length - from));
            for (int i = 0; i < ids.length; i++) {
                if (ids[i] == to) {
                    return "[" + (from + i) + "]";
                }
            }
        }
        return "<class>";
    }

    /** Where a hash table of the JDK has an entry, or -1: going over a table of millions takes milliseconds. */
    private static int bucket(HeapObjectArray array, int length, long to) {
        boolean isTable = length > CHUNK_ELEMENTS && Integer.bitCount(length) == 1;
        if (isTable
                && array.heap().findObject(to) instanceof HeapInstance entry
                && entry.field("hash") instanceof Value.Primitive hash) {
            int bucket = (int) hash.bits() & length - 1;
            return array.elementId(bucket) == to ? bucket : -1;
        }
        return -1;
    }
}
