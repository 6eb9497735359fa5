package jpm.value;

import static jpm.value.ElementSources.binned;
import static jpm.value.ElementSources.filtered;
import static jpm.value.ElementSources.indexed;
import static jpm.value.ElementSources.joined;
import static jpm.value.ElementSources.linked;
import static jpm.value.ElementSources.mapped;
import static jpm.value.ElementSources.stepped;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import jpm.value.ElementSources.Steps;
import jpm.value.LogicalViews.Layout;
import jpm.value.View.Pair;
import org.jspecify.annotations.Nullable;

/** Maps and their entries. */
final class MapLayouts {
    private static final String CONCURRENT = "java.util.concurrent.";
    private static final int MAX_TREE_DEPTH = 256;
    private static final int MOVED = -1;
    private static final int TREE_BIN = -2;

    private MapLayouts() {}

    static void addTo(Map<String, Layout> layouts) {
        layouts.put("java.util.HashMap", MapLayouts::hashMap);
        layouts.put("java.util.LinkedHashMap", MapLayouts::linkedHashMap);
        layouts.put("java.util.TreeMap", MapLayouts::treeMap);
        layouts.put("java.util.TreeMap$NavigableSubMap", MapLayouts::wholeSubMap);
        layouts.put("java.util.Hashtable", MapLayouts::hashtable);
        layouts.put("java.util.Properties", ScalarLayouts.alias("map"));
        layouts.put("java.util.IdentityHashMap", MapLayouts::identityHashMap);
        layouts.put("java.util.WeakHashMap", MapLayouts::weakHashMap);
        layouts.put("java.util.EnumMap", MapLayouts::enumMap);
        layouts.put(CONCURRENT + "ConcurrentHashMap", MapLayouts::concurrentHashMap);
        layouts.put(CONCURRENT + "ConcurrentSkipListMap", MapLayouts::skipListMap);
        layouts.put(
                "java.util.ImmutableCollections$Map1", (views, id) -> entries(List.of(pair(views.in, id, "k0", "v0"))));
        layouts.put("java.util.ImmutableCollections$MapN", MapLayouts::mapN);
        layouts.put("java.util.Collections$EmptyMap", (views, id) -> entries(List.of()));
        layouts.put(
                "java.util.Collections$SingletonMap", (views, id) -> entries(List.of(pair(views.in, id, "k", "v"))));
        for (String kind : new String[] {"Unmodifiable", "Synchronized", "Checked"}) {
            layouts.put("java.util.Collections$" + kind + "Map", ScalarLayouts.alias("m"));
        }
        addEntries(layouts);
    }

    private static void addEntries(Map<String, Layout> layouts) {
        for (String entry : new String[] {
            "java.util.HashMap$Node",
            "java.util.TreeMap$Entry",
            "java.util.Hashtable$Entry",
            "java.util.AbstractMap$SimpleEntry",
            "java.util.AbstractMap$SimpleImmutableEntry",
            "java.util.KeyValueHolder"
        }) {
            layouts.put(entry, (views, id) -> pair(views.in, id, "key", "value"));
        }
        layouts.put(CONCURRENT + "ConcurrentHashMap$Node", (views, id) -> pair(views.in, id, "key", "val"));
        layouts.put(CONCURRENT + "ConcurrentHashMap$MapEntry", (views, id) -> pair(views.in, id, "key", "val"));
        layouts.put(
                "java.util.Collections$UnmodifiableMap$UnmodifiableEntrySet$UnmodifiableEntry",
                ScalarLayouts.alias("e"));
    }

    private static Pair pair(FieldReader in, long id, String key, String value) {
        return new Pair(in.value(id, key), in.value(id, value));
    }

    private static View entries(List<Pair> pairs) {
        return new View.Entries(pairs.size(), indexed(pairs.size(), pairs::get));
    }

    private static View nodes(FieldReader in, int size, String value, Supplier<Steps<Long>> nodes) {
        return new View.Entries(size, stepped(size, () -> mapped(nodes.get(), n -> pair(in, n, "key", value))));
    }

    private static Steps<Long> bins(FieldReader in, @Nullable Long table) {
        return table == null ? () -> null : binned(in, table, "next");
    }

    private static Steps<Long> binsBackwards(FieldReader in, @Nullable Long table) {
        return table == null ? () -> null : ElementSources.binnedBackwards(in, table, "next");
    }

    private static View hashMap(LogicalViews views, long id) {
        FieldReader in = views.in;
        Long table = in.idOrNull(id, "table");
        return nodes(in, in.size(id, "size"), "value", () -> bins(in, table));
    }

    private static View linkedHashMap(LogicalViews views, long id) {
        FieldReader in = views.in;
        Long head = in.idOrNull(id, "head");
        return nodes(in, in.size(id, "size"), "value", () -> linked(in, head, "after"));
    }

    private static View hashtable(LogicalViews views, long id) {
        FieldReader in = views.in;
        Long table = in.idOrNull(id, "table");
        return nodes(in, in.size(id, "count"), "value", () -> binsBackwards(in, table));
    }

    private static View treeMap(LogicalViews views, long id) {
        FieldReader in = views.in;
        Long root = in.idOrNull(id, "root");
        return nodes(in, in.size(id, "size"), "value", () -> inOrder(in, root, "left", "right"));
    }

    private static Steps<Long> inOrder(FieldReader in, @Nullable Long root, String nearer, String farther) {
        Deque<Long> path = new ArrayDeque<>();
        descend(in, path, root, nearer);
        return () -> {
            Long node = path.poll();
            if (node != null) {
                descend(in, path, in.idOrNull(node, farther), nearer);
            }
            return node;
        };
    }

    private static void descend(FieldReader in, Deque<Long> path, @Nullable Long from, String link) {
        for (Long node = from; node != null; node = in.idOrNull(node, link)) {
            if (path.size() > MAX_TREE_DEPTH) {
                throw new UnknownLayoutException("tree too deep");
            }
            path.push(node);
        }
    }

    /** A descending (or ascending) view of a whole tree map; a view of a part would need the map's comparator to run. */
    private static View wholeSubMap(LogicalViews views, long id) {
        FieldReader in = views.in;
        if (!in.flag(id, "fromStart") || !in.flag(id, "toEnd")) {
            return ObjectLayouts.plain(views, id);
        }
        long map = in.id(id, "m");
        Long root = in.idOrNull(map, "root");
        boolean descending = views.model().className(id).endsWith("DescendingSubMap")
                && !views.model().className(id).endsWith("AscendingSubMap");
        String nearer = descending ? "right" : "left";
        String farther = descending ? "left" : "right";
        return nodes(in, in.size(map, "size"), "value", () -> inOrder(in, root, nearer, farther));
    }

    private static View identityHashMap(LogicalViews views, long id) {
        FieldReader in = views.in;
        long table = in.id(id, "table");
        int size = in.size(id, "size");
        @Nullable Value nullKey = in.constant("java.util.IdentityHashMap", "NULL_KEY");
        return new View.Entries(size, stepped(size, () -> alternating(in, table, nullKey)));
    }

    private static View mapN(LogicalViews views, long id) {
        FieldReader in = views.in;
        long table = in.id(id, "table");
        int size = in.size(id, "size");
        return new View.Entries(size, stepped(size, () -> alternating(in, table, null)));
    }

    /** A table of keys and values in turn, null keys being free places. */
    private static Steps<Pair> alternating(FieldReader in, long table, @Nullable Value nullKey) {
        int length = in.length(table);
        Steps<Pair> all = new Steps<>() {
            private int at;

            @Override
            public @Nullable Pair next() {
                if (at + 1 >= length) {
                    return null;
                }
                Pair pair = new Pair(in.element(table, at), in.element(table, at + 1));
                at += 2;
                return pair;
            }
        };
        Steps<Pair> used = filtered(all, pair -> !(pair.key() instanceof Value.Null));
        return mapped(used, pair -> pair.key().equals(nullKey) ? new Pair(Value.NULL, pair.value()) : pair);
    }

    /** Entries whose key was collected are left out. */
    private static View weakHashMap(LogicalViews views, long id) {
        FieldReader in = views.in;
        Long table = in.idOrNull(id, "table");
        Value nullKey = in.constant("java.util.WeakHashMap", "NULL_KEY");
        Steps<Long> all = binsBackwards(in, table);
        List<Pair> pairs = new ArrayList<>();
        int size = in.size(id, "size");
        for (Long node = all.next(); node != null && pairs.size() < size; node = all.next()) {
            Pair pair = pair(in, node, "referent", "value");
            if (!(pair.key() instanceof Value.Null)) {
                pairs.add(pair.key().equals(nullKey) ? new Pair(Value.NULL, pair.value()) : pair);
            }
        }
        return entries(pairs);
    }

    private static View enumMap(LogicalViews views, long id) {
        FieldReader in = views.in;
        long universe = in.id(id, "keyUniverse");
        long values = in.id(id, "vals");
        Value masked = in.constant("java.util.EnumMap", "NULL");
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < Math.min(in.length(universe), in.length(values)); i++) {
            Value value = in.element(values, i);
            if (!(value instanceof Value.Null)) {
                pairs.add(new Pair(in.element(universe, i), value.equals(masked) ? Value.NULL : value));
            }
        }
        return entries(pairs);
    }

    private static View concurrentHashMap(LogicalViews views, long id) {
        FieldReader in = views.in;
        Long table = in.idOrNull(id, "table");
        int size = (int) Math.min(Integer.MAX_VALUE, Math.max(0, concurrentSize(in, id)));
        return nodes(in, size, "val", () -> concurrentNodes(in, table));
    }

    private static long concurrentSize(FieldReader in, long id) {
        long sum = in.number(id, "baseCount");
        Long cells = in.idOrNull(id, "counterCells");
        for (int i = 0; cells != null && i < in.length(cells); i++) {
            if (in.element(cells, i) instanceof Value.Reference cell) {
                sum += in.number(cell.id(), "value");
            }
        }
        return sum;
    }

    private static Steps<Long> concurrentNodes(FieldReader in, @Nullable Long table) {
        if (table == null) {
            return () -> null;
        }
        return joined(in.length(table), bin -> concurrentBin(in, table, bin));
    }

    /** A bin may be a list, a tree, or moved to both its places in the next table. */
    private static Steps<Long> concurrentBin(FieldReader in, long table, int bin) {
        if (!(in.element(table, bin) instanceof Value.Reference first)) {
            return () -> null;
        }
        int hash = in.integer(first.id(), "hash");
        if (hash >= 0) {
            return linked(in, first.id(), "next");
        }
        if (hash == TREE_BIN) {
            return linked(in, in.idOrNull(first.id(), "first"), "next");
        }
        return hash == MOVED ? movedBin(in, in.id(first.id(), "nextTable"), in.length(table), bin) : () -> null;
    }

    private static Steps<Long> movedBin(FieldReader in, long nextTable, int oldLength, int bin) {
        if (in.length(nextTable) <= oldLength) {
            throw new UnknownLayoutException("next table is not larger");
        }
        Steps<Long> low = concurrentBin(in, nextTable, bin);
        Steps<Long> high = concurrentBin(in, nextTable, bin + oldLength);
        return () -> {
            Long node = low.next();
            return node != null ? node : high.next();
        };
    }

    private static View skipListMap(LogicalViews views, long id) {
        FieldReader in = views.in;
        Long head = in.idOrNull(id, "head");
        Long base = head == null ? null : in.idOrNull(head, "node");
        Supplier<Steps<Long>> live = () -> filtered(
                linked(in, base, "next"),
                node -> !(in.value(node, "key") instanceof Value.Null)
                        && !(in.value(node, "val") instanceof Value.Null));
        return nodes(in, QueueLayouts.count(live.get()), "val", live);
    }
}
