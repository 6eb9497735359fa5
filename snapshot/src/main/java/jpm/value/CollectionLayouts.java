package jpm.value;

import static jpm.value.ElementSources.filtered;
import static jpm.value.ElementSources.indexed;
import static jpm.value.ElementSources.linked;
import static jpm.value.ElementSources.mapped;
import static jpm.value.ElementSources.stepped;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jpm.value.LogicalViews.Layout;
import jpm.value.View.Order;
import org.jspecify.annotations.Nullable;

/** Lists and sets. */
final class CollectionLayouts {
    private static final String IMMUTABLE = "java.util.ImmutableCollections";
    private static final int WORD_BITS = 64;

    private CollectionLayouts() {}

    static void addTo(Map<String, Layout> layouts) {
        addLists(layouts);
        addSets(layouts);
        addWrappers(layouts);
    }

    private static void addLists(Map<String, Layout> layouts) {
        layouts.put("java.util.ArrayList", array("elementData", "size"));
        layouts.put("java.util.Vector", array("elementData", "elementCount"));
        layouts.put("java.util.LinkedList", CollectionLayouts::linkedList);
        layouts.put("java.util.Arrays$ArrayList", ScalarLayouts.alias("a"));
        layouts.put("java.util.concurrent.CopyOnWriteArrayList", ScalarLayouts.alias("array"));
        layouts.put(IMMUTABLE + "$ListN", ScalarLayouts.alias("elements"));
        layouts.put(IMMUTABLE + "$List12", CollectionLayouts::list12);
        for (String slice :
                new String[] {"java.util.ArrayList$SubList", "java.util.AbstractList$SubList", IMMUTABLE + "$SubList"
                }) {
            layouts.put(slice, CollectionLayouts::slice);
        }
        layouts.put("java.util.Collections$EmptyList", (views, id) -> elements(List.of()));
        layouts.put("java.util.Collections$SingletonList", singleton("element"));
        layouts.put("java.util.Collections$CopiesList", CollectionLayouts::copies);
    }

    private static void addSets(Map<String, Layout> layouts) {
        layouts.put("java.util.HashSet", keysOf("map"));
        layouts.put("java.util.TreeSet", keysOf("m"));
        layouts.put("java.util.concurrent.ConcurrentSkipListSet", keysOf("m"));
        layouts.put("java.util.Collections$SetFromMap", keysOf("m"));
        layouts.put("java.util.concurrent.ConcurrentHashMap$KeySetView", keysOf("map"));
        layouts.put("java.util.concurrent.CopyOnWriteArraySet", CollectionLayouts::copyOnWriteSet);
        layouts.put(IMMUTABLE + "$SetN", CollectionLayouts::setN);
        layouts.put(IMMUTABLE + "$Set12", CollectionLayouts::list12);
        layouts.put("java.util.Collections$EmptySet", (views, id) -> set(List.of()));
        layouts.put("java.util.Collections$SingletonSet", singletonSet());
        layouts.put("java.util.RegularEnumSet", CollectionLayouts::enumSet);
        layouts.put("java.util.JumboEnumSet", CollectionLayouts::enumSet);
        layouts.put("java.util.BitSet", CollectionLayouts::bitSet);
        for (String owner : new String[] {"java.util.HashMap", "java.util.Hashtable", "java.util.WeakHashMap"}) {
            layouts.put(owner + "$KeySet", keysOf("this$0"));
            layouts.put(owner + "$Values", valuesOf("this$0"));
            layouts.put(owner + "$ValueCollection", valuesOf("this$0"));
            layouts.put(owner + "$EntrySet", ScalarLayouts.alias("this$0"));
        }
        layouts.put("java.util.LinkedHashMap$LinkedKeySet", keysOf("this$0"));
        layouts.put("java.util.LinkedHashMap$LinkedValues", valuesOf("this$0"));
        layouts.put("java.util.LinkedHashMap$LinkedEntrySet", ScalarLayouts.alias("this$0"));
        layouts.put("java.util.TreeMap$KeySet", keysOf("m"));
        layouts.put("java.util.TreeMap$Values", valuesOf("this$0"));
        layouts.put("java.util.TreeMap$EntrySet", ScalarLayouts.alias("this$0"));
        layouts.put("java.util.concurrent.ConcurrentHashMap$ValuesView", valuesOf("map"));
        layouts.put("java.util.concurrent.ConcurrentHashMap$EntrySetView", ScalarLayouts.alias("map"));
    }

    private static void addWrappers(Map<String, Layout> layouts) {
        for (String kind : new String[] {"Unmodifiable", "Synchronized", "Checked"}) {
            layouts.put("java.util.Collections$" + kind + "Collection", ScalarLayouts.alias("c"));
        }
        layouts.put("java.util.Collections$AsLIFOQueue", ScalarLayouts.alias("q"));
    }

    static View.Elements elements(List<Value> parts) {
        return new View.Elements(Order.INDEXED, parts.size(), indexed(parts.size(), parts::get));
    }

    private static View.Elements set(List<Value> parts) {
        return new View.Elements(Order.UNORDERED, parts.size(), indexed(parts.size(), parts::get));
    }

    static Layout array(String arrayField, String sizeField) {
        return (views, id) -> {
            FieldReader in = views.in;
            long array = in.id(id, arrayField);
            int size = in.size(id, sizeField);
            if (size > in.length(array)) {
                throw new UnknownLayoutException("size exceeds the array");
            }
            return new View.Elements(Order.INDEXED, size, indexed(size, i -> in.element(array, i)));
        };
    }

    private static View linkedList(LogicalViews views, long id) {
        FieldReader in = views.in;
        int size = in.size(id, "size");
        Long first = in.idOrNull(id, "first");
        return new View.Elements(
                Order.INDEXED, size, stepped(size, () -> mapped(linked(in, first, "next"), n -> in.value(n, "item"))));
    }

    private static View slice(LogicalViews views, long id) {
        View.Elements root = views.elements(views.in.value(id, "root"));
        int offset = views.in.size(id, "offset");
        int size = views.in.size(id, "size");
        if ((long) offset + size > root.size()) {
            throw new UnknownLayoutException("slice exceeds its list");
        }
        return new View.Elements(Order.INDEXED, size, stepped(size, () -> {
            var all = root.source().from(offset);
            return () -> all.hasNext() ? all.next() : null;
        }));
    }

    /** The second of two is a sentinel when there is only one. */
    private static View list12(LogicalViews views, long id) {
        FieldReader in = views.in;
        Value second = in.value(id, "e1");
        boolean one = second instanceof Value.Null || isEmptySentinel(in, second);
        List<Value> parts = one ? List.of(in.value(id, "e0")) : List.of(in.value(id, "e0"), second);
        return views.model().className(id).endsWith("Set12") ? set(parts) : elements(parts);
    }

    private static boolean isEmptySentinel(FieldReader in, Value value) {
        Value sentinel = in.constant(IMMUTABLE, "EMPTY");
        if (sentinel != null) {
            return value.equals(sentinel);
        }
        return value instanceof Value.Reference reference
                && in.model.className(reference.id()).equals("java.lang.Object");
    }

    private static Layout singleton(String field) {
        return (views, id) -> elements(List.of(views.in.value(id, field)));
    }

    private static Layout singletonSet() {
        return (views, id) -> set(List.of(views.in.value(id, "element")));
    }

    private static View copies(LogicalViews views, long id) {
        int size = views.in.size(id, "n");
        Value element = views.in.value(id, "element");
        return new View.Elements(Order.INDEXED, size, indexed(size, i -> element));
    }

    private static View copyOnWriteSet(LogicalViews views, long id) {
        View.Elements list = views.elements(views.in.value(id, "al"));
        return new View.Elements(Order.UNORDERED, list.size(), list.source());
    }

    private static View setN(LogicalViews views, long id) {
        FieldReader in = views.in;
        long table = in.id(id, "elements");
        int size = in.size(id, "size");
        return new View.Elements(Order.UNORDERED, size, stepped(size, () -> present(in, table)));
    }

    /** The elements of an array that are not null. */
    static ElementSources.Steps<Value> present(FieldReader in, long array) {
        int length = in.length(array);
        ElementSources.Steps<Value> all = new ElementSources.Steps<>() {
            private int at;

            @Override
            public @Nullable Value next() {
                return at < length ? in.element(array, at++) : null;
            }
        };
        return filtered(all, value -> !(value instanceof Value.Null));
    }

    private static Layout keysOf(String field) {
        return (views, id) -> {
            View.Entries map = views.entries(views.in.value(id, field));
            return new View.Elements(Order.UNORDERED, map.size(), start -> mappedIterator(map, start, View.Pair::key));
        };
    }

    private static Layout valuesOf(String field) {
        return (views, id) -> {
            View.Entries map = views.entries(views.in.value(id, field));
            return new View.Elements(Order.INDEXED, map.size(), start -> mappedIterator(map, start, View.Pair::value));
        };
    }

    private static java.util.Iterator<Value> mappedIterator(
            View.Entries map, int start, java.util.function.Function<View.Pair, Value> part) {
        var pairs = map.source().from(start);
        return new java.util.Iterator<>() {
            @Override
            public boolean hasNext() {
                return pairs.hasNext();
            }

            @Override
            public Value next() {
                return part.apply(pairs.next());
            }
        };
    }

    private static View enumSet(LogicalViews views, long id) {
        FieldReader in = views.in;
        long universe = in.id(id, "universe");
        List<Value> members = new ArrayList<>();
        for (int i = 0; i < in.length(universe); i++) {
            if (hasBit(in, in.value(id, "elements"), i)) {
                members.add(in.element(universe, i));
            }
        }
        return set(members);
    }

    private static boolean hasBit(FieldReader in, Value bits, int index) {
        if (bits instanceof Value.Primitive word) {
            return index < WORD_BITS && (word.bits() >>> index & 1) != 0;
        }
        long words = in.id(bits);
        int word = index / WORD_BITS;
        return word < in.length(words) && (in.number(in.element(words, word)) >>> index & 1) != 0;
    }

    private static View bitSet(LogicalViews views, long id) {
        FieldReader in = views.in;
        long words = in.id(id, "words");
        int used = Math.min(in.size(id, "wordsInUse"), in.length(words));
        int size = 0;
        for (int i = 0; i < used; i++) {
            size += Long.bitCount(in.number(in.element(words, i)));
        }
        return new View.Elements(Order.UNORDERED, size, stepped(size, () -> setBits(in, words, used)));
    }

    private static ElementSources.Steps<Value> setBits(FieldReader in, long words, int used) {
        return new ElementSources.Steps<>() {
            private int word = -1;
            private long left;

            @Override
            public @Nullable Value next() {
                while (left == 0 && word + 1 < used) {
                    left = in.number(in.element(words, ++word));
                }
                if (left == 0) {
                    return null;
                }
                int bit = word * WORD_BITS + Long.numberOfTrailingZeros(left);
                left &= left - 1;
                return new Value.Primitive(PrimitiveType.INT, bit);
            }
        };
    }
}
