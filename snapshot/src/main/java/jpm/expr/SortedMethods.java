package jpm.expr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import jpm.value.Value;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** Methods of sorted maps and sets for the keys next to a key and between keys, in the collection's own order. */
final class SortedMethods {
    /** Where the keys lie that are asked for, seen from one that is named. */
    private enum Side {
        LOWER(-1, false),
        FLOOR(-1, true),
        CEILING(1, true),
        HIGHER(1, false);

        private final int sign;
        private final boolean isInclusive;

        Side(int sign, boolean isInclusive) {
            this.sign = sign;
            this.isInclusive = isInclusive;
        }

        static Side before(boolean isInclusive) {
            return isInclusive ? FLOOR : LOWER;
        }

        static Side after(boolean isInclusive) {
            return isInclusive ? CEILING : HIGHER;
        }

        Predicate<Value> of(Value named, Lambda order) {
            return key -> {
                int compared = Ordering.apply(order, key, named);
                return compared == 0 ? isInclusive : Integer.signum(compared) == sign;
            };
        }
    }

    /** Which part of a collection a method gives. */
    private interface Part {
        Predicate<Value> keys(Invocation call, Lambda order);
    }

    private static final Map<String, Part> PARTS = Map.of(
            "head/1", (call, order) -> Side.LOWER.of(call.argument(0), order),
            "head/2", (call, order) -> Side.before(isTrue(call, 1)).of(call.argument(0), order),
            "tail/1", (call, order) -> Side.CEILING.of(call.argument(0), order),
            "tail/2", (call, order) -> Side.after(isTrue(call, 1)).of(call.argument(0), order),
            "sub/2",
                    (call, order) ->
                            Side.CEILING.of(call.argument(0), order).and(Side.LOWER.of(call.argument(1), order)),
            "sub/4",
                    (call, order) -> Side.after(isTrue(call, 1))
                            .of(call.argument(0), order)
                            .and(Side.before(isTrue(call, 3)).of(call.argument(2), order)));

    static final Map<String, Method> MAP_METHODS = mapMethods();
    static final Map<String, Method> SET_METHODS = setMethods();

    private SortedMethods() {}

    private static Map<String, Method> mapMethods() {
        Map<String, Method> methods = new HashMap<>();
        for (Side side : Side.values()) {
            String name = side.name().toLowerCase(java.util.Locale.ROOT);
            methods.put(
                    name + "Key/1", call -> orNull(nearest(call, side, pairs(call), View.Pair::key), View.Pair::key));
            methods.put(
                    name + "Entry/1", call -> orNull(nearest(call, side, pairs(call), View.Pair::key), Made::entry));
        }
        PARTS.forEach((name, part) -> methods.put(
                name.replace("/", "Map/"), call -> Made.map(within(call, part, pairs(call), View.Pair::key))));
        methods.put("descendingMap/0", call -> Made.map(backwards(pairs(call))));
        methods.put("descendingKeySet/0", call -> Made.set(keys(backwards(pairs(call)))));
        return Map.copyOf(methods);
    }

    private static Map<String, Method> setMethods() {
        Map<String, Method> methods = new HashMap<>();
        for (Side side : Side.values()) {
            String name = side.name().toLowerCase(java.util.Locale.ROOT);
            methods.put(name + "/1", call -> orNull(nearest(call, side, call.iterator(), key -> key), key -> key));
        }
        PARTS.forEach((name, part) -> methods.put(
                name.replace("/", "Set/"), call -> Made.set(within(call, part, call.iterator(), key -> key))));
        methods.put("descendingSet/0", call -> Made.set(backwards(call.iterator())));
        return Map.copyOf(methods);
    }

    private static Iterator<View.Pair> pairs(Invocation call) {
        return call.pairs(call.target());
    }

    private static List<Value> keys(List<View.Pair> pairs) {
        return pairs.stream().map(View.Pair::key).toList();
    }

    private static boolean isTrue(Invocation call, int index) {
        return call.isTrue(call.argument(index));
    }

    private static <T> Value orNull(@Nullable T found, Function<T, Value> shown) {
        return found == null ? Value.NULL : shown.apply(found);
    }

    private static <T> @Nullable T nearest(Invocation call, Side side, Iterator<T> all, Function<T, Value> key) {
        Predicate<Value> wanted = side.of(call.argument(0), order(call));
        T last = null;
        while (all.hasNext()) {
            T next = all.next();
            boolean fits = wanted.test(key.apply(next));
            if (fits == (side.sign > 0)) {
                return fits ? next : last;
            }
            last = next;
        }
        return side.sign > 0 ? null : last;
    }

    private static <T> List<T> within(Invocation call, Part part, Iterator<T> all, Function<T, Value> key) {
        Predicate<Value> wanted = part.keys(call, order(call));
        List<T> within = new ArrayList<>();
        all.forEachRemaining(each -> {
            if (wanted.test(key.apply(each))) {
                within.add(each);
            }
        });
        return within;
    }

    private static <T> List<T> backwards(Iterator<T> all) {
        List<T> backwards = new ArrayList<>();
        all.forEachRemaining(backwards::add);
        Collections.reverse(backwards);
        return backwards;
    }

    private static Lambda order(Invocation call) {
        Lambda comparator = comparator(call);
        return comparator == null ? call.evaluator().ordering().natural() : comparator;
    }

    /**
     * The comparator that a sorted map or set was given, or null where the keys have their natural order; {@link EvaluationException} where it is
     * the program's own.
     */
    static @Nullable Lambda comparator(Invocation call) {
        Value collection = call.target();
        Value map = field(call, collection, "m");
        Value comparator = field(call, map == null ? collection : map, "comparator");
        if (!(comparator instanceof Value.Reference reference)) {
            return null;
        }
        return switch (call.views().model().className(reference.id())) {
            case "java.lang.String$CaseInsensitiveComparator" -> Comparators.IGNORING_CASE.apply(call);
            case "java.util.Comparators$NaturalOrderComparator" -> null;
            case "java.util.Collections$ReverseComparator" -> {
                Lambda natural = call.evaluator().ordering().natural();
                yield arguments -> natural.apply(arguments[1], arguments[0]);
            }
            default ->
                throw new EvaluationException(
                        "jpm runs no code, so it does not call the comparator of the keys: [key] looks for an equal key");
        };
    }

    private static @Nullable Value field(Invocation call, Value object, String name) {
        return object instanceof Value.Reference reference
                ? call.views().model().field(reference.id(), name)
                : null;
    }
}
