package jpm.cli;

import jpm.graph.HeapClass;
import jpm.graph.HeapInstance;
import jpm.graph.HeapObject;
import jpm.graph.HeapObjectArray;
import jpm.graph.HeapPrimitiveArray;

/** An object in a few words, as listings and paths show it. */
final class ObjectText {
    private static final int MAX_CHARS = 60;

    private ObjectText() {}

    /** The class and the address: {@code java.util.HashMap@0x7f001234}, {@code class com.acme.Shop}. */
    static String of(HeapObject object) {
        return object instanceof HeapClass c
                ? "class " + c.name()
                : object.heapClass().name() + "@" + ListingColumn.address(object.id());
    }

    /** What distinguishes the object from others of its class: a text, a length, a name; empty where nothing does. */
    static String detail(HeapObject object) {
        if (object instanceof HeapClass c) {
            return "class " + c.name();
        }
        if (object instanceof HeapObjectArray array) {
            return "length " + array.length();
        }
        if (object instanceof HeapPrimitiveArray array) {
            return "length " + array.length();
        }
        return object instanceof HeapInstance instance ? text(instance) : "";
    }

    private static String text(HeapInstance instance) {
        String own = instance.asString(MAX_CHARS);
        if (own != null) {
            return '"' + Plain.line(own, MAX_CHARS) + '"';
        }
        boolean isNamed = instance.heapClass().lineage().stream()
                .anyMatch(c -> c.name().equals("java.lang.Thread") || c.name().equals("java.lang.ClassLoader"));
        if (isNamed && instance.referenced("name") instanceof HeapInstance name) {
            String text = name.asString(MAX_CHARS);
            return text == null ? "" : '"' + Plain.line(text, MAX_CHARS) + '"';
        }
        return "";
    }
}
