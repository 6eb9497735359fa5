package jpm.expr;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import jpm.value.ObjectModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Finds a key in a {@code HashMap} or {@code ConcurrentHashMap} by its hash, as the map does, so that maps of millions of entries need not be gone
 * through. It does so for strings and boxes, whose {@code hashCode()} is specified and thus the same in every JVM.
 */
final class HashLookup {
    private static final int FORWARDING = -1;
    private static final int TREE = -2;

    private static final Set<Class<?>> SPECIFIED_HASHES = Set.of(
            String.class,
            Integer.class,
            Long.class,
            Short.class,
            Byte.class,
            Character.class,
            Boolean.class,
            Double.class,
            Float.class);

    private static final Set<String> SETS =
            Set.of("java.util.HashSet", "java.util.concurrent.ConcurrentHashMap$KeySetView");

    private final Evaluator evaluator;
    private final ObjectModel model;
    private final boolean isConcurrent;
    private final Value key;
    private final int hash;

    /**
     * What came of a lookup.
     *
     * @param value null where the map has no such key
     */
    record Found(@Nullable Value value) {}

    private HashLookup(Evaluator evaluator, boolean isConcurrent, Value key, int hashCode) {
        this.evaluator = evaluator;
        this.model = evaluator.scope().model();
        this.isConcurrent = isConcurrent;
        this.key = key;
        int spread = hashCode ^ hashCode >>> 16;
        this.hash = isConcurrent ? spread & Integer.MAX_VALUE : spread;
    }

    /** Null where the map or the key is of another kind, or the map is damaged: then its entries have to be gone through. */
    static @Nullable Found find(Evaluator evaluator, Value map, Value key) {
        if (!(map instanceof Value.Reference reference) || key instanceof Value.Null) {
            return null;
        }
        List<String> lineage = evaluator.types().lineage(map);
        boolean isConcurrent = lineage.contains("java.util.concurrent.ConcurrentHashMap");
        Object host = evaluator.equality().isByValue(key) ? evaluator.views().host(key) : null;
        if (host == null
                || !SPECIFIED_HASHES.contains(host.getClass())
                || !isConcurrent && !lineage.contains("java.util.HashMap")) {
            return null;
        }
        HashLookup lookup = new HashLookup(evaluator, isConcurrent, key, host.hashCode());
        return lookup.inTable(evaluator.scope().model().field(reference.id(), "table"));
    }

    /** The same for the sets over such maps. */
    static @Nullable Found findInSet(Evaluator evaluator, Value set, Value key) {
        if (!(set instanceof Value.Reference reference)
                || Collections.disjoint(SETS, evaluator.types().lineage(set))) {
            return null;
        }
        Value map = evaluator.scope().model().field(reference.id(), "map");
        return map == null ? null : find(evaluator, map, key);
    }

    private @Nullable Found inTable(@Nullable Value table) {
        if (table instanceof Value.Null) {
            return new Found(null);
        }
        if (!(table instanceof Value.Reference array) || !model.isArray(array.id())) {
            return null;
        }
        int length = model.arrayLength(array.id());
        return Integer.bitCount(length) == 1 ? inBucket(model.arrayElement(array.id(), length - 1 & hash)) : null;
    }

    private @Nullable Found inBucket(Value first) {
        Value node = first;
        while (node instanceof Value.Reference reference) {
            evaluator.budget().step();
            Integer nodeHash = hashOf(reference.id());
            if (nodeHash == null) {
                return null;
            }
            if (isConcurrent && nodeHash < 0) {
                return inSpecial(nodeHash, reference.id());
            }
            if (nodeHash == hash && hasKey(reference.id())) {
                Value value = model.field(reference.id(), isConcurrent ? "val" : "value");
                return value == null ? null : new Found(value);
            }
            node = model.field(reference.id(), "next");
        }
        return node instanceof Value.Null ? new Found(null) : null;
    }

    /** A bucket that is a tree keeps its nodes as a list, too; one that was moved stands in the table that the map grows into. */
    private @Nullable Found inSpecial(int nodeHash, long node) {
        if (nodeHash == FORWARDING) {
            return inTable(model.field(node, "nextTable"));
        }
        Value first = nodeHash == TREE ? model.field(node, "first") : null;
        return first == null ? null : inBucket(first);
    }

    private @Nullable Integer hashOf(long node) {
        Value held = model.field(node, "hash");
        return held instanceof Value.Primitive number ? Integer.valueOf((int) number.bits()) : null;
    }

    private boolean hasKey(long node) {
        Value held = model.field(node, "key");
        return held != null && evaluator.equality().equal(key, held);
    }
}
