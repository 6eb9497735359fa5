package jpm.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import jpm.value.Value;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** Methods of maps and of their entries. */
final class MapMethods {
    static final Map<String, Method> METHODS = methods();
    static final Map<String, Method> ENTRY_METHODS = Map.of(
            "getKey/0", call -> pair(call).key(),
            "getValue/0", call -> pair(call).value());

    private MapMethods() {}

    private static Map<String, Method> methods() {
        Map<String, Method> methods = new HashMap<>();
        methods.put("size/0", call -> Arithmetic.ofInt(call.entries().size()));
        methods.put("mappingCount/0", call -> Arithmetic.ofLong(call.entries().size()));
        methods.put("isEmpty/0", call -> Arithmetic.bool(call.entries().size() == 0));
        methods.put("get/1", call -> orNull(held(call)));
        methods.put("getProperty/1", call -> orNull(held(call)));
        methods.put("getOrDefault/2", MapMethods::getOrDefault);
        methods.put("getProperty/2", MapMethods::getOrDefault);
        methods.put("containsKey/1", call -> Arithmetic.bool(held(call) != null));
        methods.put("containsValue/1", MapMethods::containsValue);
        methods.put("keySet/0", call -> Made.set(parts(call, View.Pair::key)));
        methods.put("navigableKeySet/0", call -> Made.set(parts(call, View.Pair::key)));
        methods.put("stringPropertyNames/0", call -> Made.set(parts(call, View.Pair::key)));
        methods.put("values/0", MapMethods::values);
        methods.put("entrySet/0", call -> Made.set(parts(call, Made::entry)));
        methods.put("firstKey/0", call -> end(call, true).key());
        methods.put("lastKey/0", call -> end(call, false).key());
        methods.put("firstEntry/0", call -> isEmpty(call) ? Value.NULL : Made.entry(end(call, true)));
        methods.put("lastEntry/0", call -> isEmpty(call) ? Value.NULL : Made.entry(end(call, false)));
        methods.put("hashCode/0", MapMethods::hash);
        return Map.copyOf(methods);
    }

    private static Value orNull(@Nullable Value value) {
        return value == null ? Value.NULL : value;
    }

    private static boolean isEmpty(Invocation call) {
        return call.entries().size() == 0;
    }

    /** The value of the key that {@code [key]} means. */
    static Value meant(Invocation call) {
        HashLookup.Found equal = HashLookup.find(call.evaluator(), call.target(), call.argument(0));
        Value value = equal != null && equal.value() != null
                ? equal.value()
                : find(call, call.evaluator().equality()::isMeant);
        if (value == null) {
            throw new EvaluationException(
                    "the map has no key " + call.evaluator().shown(call.argument(0)));
        }
        return value;
    }

    /** The value of a key as the map itself would find it, or null. */
    private static @Nullable Value held(Invocation call) {
        Equality equality = call.evaluator().equality();
        String className = call.evaluator().types().lineage(call.target()).get(0);
        if (className.equals("java.util.IdentityHashMap")) {
            if (!(call.argument(0) instanceof Value.Reference)) {
                throw new EvaluationException(
                        "the map asks for the same object, and what an expression makes is none of the dump's");
            }
            return find(call, Object::equals);
        }
        HashLookup.Found found = HashLookup.find(call.evaluator(), call.target(), call.argument(0));
        if (found != null) {
            return found.value();
        }
        Lambda comparator = SortedMethods.comparator(call);
        return find(
                call,
                comparator == null
                        ? (key, wanted) -> equality.equal(wanted, key)
                        : (key, wanted) -> Ordering.apply(comparator, wanted, key) == 0);
    }

    private static @Nullable Value find(Invocation call, BiPredicate<Value, Value> equal) {
        Iterator<View.Pair> pairs = call.pairs(call.target());
        while (pairs.hasNext()) {
            View.Pair pair = pairs.next();
            if (equal.test(pair.key(), call.argument(0))) {
                return pair.value();
            }
        }
        return null;
    }

    private static Value getOrDefault(Invocation call) {
        Value value = held(call);
        return value == null ? call.argument(1) : value;
    }

    private static Value containsValue(Invocation call) {
        Iterator<View.Pair> pairs = call.pairs(call.target());
        while (pairs.hasNext()) {
            if (call.evaluator().equality().equal(call.argument(0), pairs.next().value())) {
                return Arithmetic.bool(true);
            }
        }
        return Arithmetic.bool(false);
    }

    private static List<Value> parts(Invocation call, Function<View.Pair, Value> part) {
        List<Value> parts = new ArrayList<>();
        call.pairs(call.target()).forEachRemaining(pair -> parts.add(part.apply(pair)));
        return parts;
    }

    /** A collection that is equal to itself only. */
    private static Value values(Invocation call) {
        List<Value> values = parts(call, View.Pair::value);
        return new Value.Made(
                "java.util.HashMap$Values",
                new View.Elements(
                        View.Order.INDEXED,
                        values.size(),
                        start -> values.subList(start, values.size()).iterator()));
    }

    private static View.Pair end(Invocation call, boolean first) {
        if (isEmpty(call)) {
            throw new EvaluationException("java.util.NoSuchElementException: the map is empty");
        }
        return call.entries()
                .source()
                .from(first ? 0 : call.entries().size() - 1)
                .next();
    }

    private static Value hash(Invocation call) {
        int hash = 0;
        Iterator<View.Pair> pairs = call.pairs(call.target());
        while (pairs.hasNext()) {
            View.Pair pair = pairs.next();
            hash += ObjectMethods.hash(call, pair.key()) ^ ObjectMethods.hash(call, pair.value());
        }
        return Arithmetic.ofInt(hash);
    }

    private static View.Pair pair(Invocation call) {
        if (call.views().viewOf(call.target()) instanceof View.Pair pair) {
            return pair;
        }
        throw new EvaluationException("no entry");
    }
}
