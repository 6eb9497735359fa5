package jpm.expr;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import jpm.value.Value;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** Values that expressions make. */
final class Made {
    static final String STREAMS = "java.util.stream.";
    static final String STREAM = STREAMS + "Stream";
    static final String SET = "java.util.LinkedHashSet";
    static final String MAP = "java.util.LinkedHashMap";
    static final String ENTRY = "java.util.AbstractMap$SimpleImmutableEntry";
    static final String OPTIONAL = "java.util.Optional";
    static final String CLASS = "java.lang.Class";

    private Made() {}

    static Value list(List<Value> elements) {
        return new Value.Sequence(elements);
    }

    static Value set(List<Value> distinct) {
        return new Value.Made(
                SET, new View.Elements(View.Order.UNORDERED, distinct.size(), start -> from(distinct, start)));
    }

    static Value array(String elementType, List<Value> elements) {
        return new Value.Made(
                elementType + "[]",
                new View.Elements(View.Order.INDEXED, elements.size(), start -> from(elements, start)));
    }

    static Value map(List<View.Pair> entries) {
        return new Value.Made(MAP, new View.Entries(entries.size(), start -> from(entries, start)));
    }

    private static <T> Iterator<T> from(List<T> all, int start) {
        return all.subList(Math.min(start, all.size()), all.size()).iterator();
    }

    static Value entry(View.Pair pair) {
        return new Value.Made(ENTRY, pair);
    }

    static Value classNamed(String name) {
        return new Value.Made(CLASS, new View.Text(name + ".class"));
    }

    /** An {@code Optional} of some class: {@code java.util.OptionalInt}; null for an empty one. */
    static Value optional(String className, @Nullable Value held) {
        String simple = className.substring(className.lastIndexOf('.') + 1);
        return new Value.Made(
                className, held == null ? new View.Text(simple + ".empty") : new View.Wrapped(simple, held));
    }

    /** A stream, which is read as often as it is asked for, but only then; its number of elements is not known. */
    static Value stream(String className, Iterable<Value> elements) {
        return new Value.Made(
                className, new View.Elements(View.Order.INDEXED, Integer.MAX_VALUE, start -> elements.iterator()));
    }

    static boolean isStream(Value value) {
        return value instanceof Value.Made made && made.className().startsWith(STREAMS);
    }

    /** The class names of a made value, most derived first. */
    static List<String> lineage(String className) {
        return className.endsWith("[]")
                ? List.of(className, "java.lang.Object")
                : LINEAGES.getOrDefault(className, List.of(className, "java.lang.Object"));
    }

    private static final Map<String, List<String>> LINEAGES = Map.of(
            SET,
            List.of(
                    SET,
                    "java.util.HashSet",
                    "java.util.AbstractSet",
                    "java.util.AbstractCollection",
                    "java.lang.Object"),
            MAP,
            List.of(MAP, "java.util.HashMap", "java.util.AbstractMap", "java.lang.Object"));
}
