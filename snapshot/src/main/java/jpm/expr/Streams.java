package jpm.expr;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import jpm.value.Value.Primitive;
import org.jspecify.annotations.Nullable;

/** Methods of streams. Each element is taken when it is asked for, as in Java. */
final class Streams {
    static final Map<String, Method> METHODS = methods();

    private static final String INTS = Made.STREAMS + "IntStream";
    private static final String LONGS = Made.STREAMS + "LongStream";
    private static final String DOUBLES = Made.STREAMS + "DoubleStream";

    private Streams() {}

    private static Map<String, Method> methods() {
        Map<String, Method> methods = new HashMap<>();
        for (String same : new String[] {"parallel", "sequential", "unordered"}) {
            methods.put(same + "/0", Invocation::target);
        }
        addIntermediate(methods);
        addTerminal(methods);
        return Map.copyOf(methods);
    }

    private static void addIntermediate(Map<String, Method> methods) {
        methods.put("filter/1", call -> same(call, source -> filtered(source, call)));
        methods.put("map/1", Streams::map);
        methods.put("mapToObj/1", call -> mapped(call, Made.STREAM, call.lambda(0)));
        methods.put("boxed/0", call -> stream(Made.STREAM, call::iterator));
        addNumeric(methods, "mapToInt/1", "asIntStream/0", INTS);
        addNumeric(methods, "mapToLong/1", "asLongStream/0", LONGS);
        addNumeric(methods, "mapToDouble/1", "asDoubleStream/0", DOUBLES);
        methods.put("flatMap/1", Streams::flatMap);
        methods.put("distinct/0", call -> same(call, source -> distinct(source, call)));
        methods.put("limit/1", call -> same(call, source -> limited(source, call.longArgument(0))));
        methods.put("skip/1", call -> same(call, source -> skipped(source, call.longArgument(0))));
        methods.put("takeWhile/1", call -> same(call, source -> whileTrue(source, call)));
        methods.put("dropWhile/1", call -> same(call, source -> afterTrue(source, call)));
        methods.put("sorted/0", call -> sorted(call, call.evaluator().ordering().natural()));
        methods.put("sorted/1", call -> sorted(call, call.lambda(0)));
    }

    private static void addNumeric(Map<String, Method> methods, String mapping, String conversion, String className) {
        PrimitiveType type = elementType(className);
        methods.put(
                mapping,
                call -> mapped(
                        call, className, arguments -> number(call.lambda(0).apply(arguments), type, call)));
        methods.put(conversion, call -> mapped(call, className, arguments -> number(arguments[0], type, call)));
    }

    private static void addTerminal(Map<String, Method> methods) {
        methods.put("count/0", call -> Arithmetic.ofLong(count(call.iterator())));
        methods.put("toList/0", call -> Made.list(call.all()));
        methods.put("toArray/0", call -> Made.array(arrayType(call), call.all()));
        methods.put("toArray/1", call -> Made.array("java.lang.Object", call.all()));
        methods.put("anyMatch/1", call -> Arithmetic.bool(matches(call, true)));
        methods.put("allMatch/1", call -> Arithmetic.bool(!matches(call, false)));
        methods.put("noneMatch/1", call -> Arithmetic.bool(!matches(call, true)));
        methods.put("findFirst/0", Streams::first);
        methods.put("findAny/0", Streams::first);
        methods.put("reduce/2", Streams::reduce);
        methods.put("reduce/1", call -> optional(call, fold(call.iterator(), call.lambda(0))));
        methods.put("collect/1", Streams::collect);
        methods.put(
                "min/0",
                call -> optional(call, extreme(call, call.evaluator().ordering().natural(), -1)));
        methods.put(
                "max/0",
                call -> optional(call, extreme(call, call.evaluator().ordering().natural(), 1)));
        methods.put("min/1", call -> optional(call, extreme(call, call.lambda(0), -1)));
        methods.put("max/1", call -> optional(call, extreme(call, call.lambda(0), 1)));
        methods.put("sum/0", call -> sum(call.iterator(), elementType(className(call)), call));
        methods.put("average/0", Streams::average);
    }

    private static String className(Invocation call) {
        return call.target() instanceof Value.Made made ? made.className() : Made.STREAM;
    }

    private static PrimitiveType elementType(String className) {
        return switch (className.substring(className.lastIndexOf('.') + 1)) {
            case "LongStream" -> PrimitiveType.LONG;
            case "DoubleStream" -> PrimitiveType.DOUBLE;
            default -> PrimitiveType.INT;
        };
    }

    private static String arrayType(Invocation call) {
        return className(call).equals(Made.STREAM) ? "java.lang.Object" : elementType(className(call)).javaName;
    }

    static Value stream(String className, Iterable<Value> elements) {
        return Made.stream(className, elements);
    }

    /** A number as an element of a stream of such numbers. */
    static Value number(Value value, PrimitiveType type, Invocation call) {
        if (call.views().resolve(value) instanceof Primitive primitive) {
            return Arithmetic.cast(primitive, type);
        }
        throw new EvaluationException(
                value instanceof Value.Null
                        ? "java.lang.NullPointerException: null is no number"
                        : "a number expected, not " + call.evaluator().shown(value));
    }

    private static Value same(Invocation call, UnaryOperator<Iterator<Value>> change) {
        return stream(className(call), () -> change.apply(call.iterator()));
    }

    private static Value map(Invocation call) {
        String className = className(call);
        if (className.equals(Made.STREAM)) {
            return mapped(call, className, call.lambda(0));
        }
        PrimitiveType type = elementType(className);
        return mapped(call, className, arguments -> number(call.lambda(0).apply(arguments), type, call));
    }

    private static Value mapped(Invocation call, String className, Lambda function) {
        return stream(className, () -> {
            Iterator<Value> source = call.iterator();
            return ahead(() -> source.hasNext() ? function.apply(source.next()) : null);
        });
    }

    /** Gives the next element, null at the end. */
    @FunctionalInterface
    private interface Next {
        @Nullable
        Value next();
    }

    /** An iterator that looks one element ahead. */
    private static Iterator<Value> ahead(Next source) {
        return new Iterator<>() {
            private @Nullable Value next;

            @Override
            public boolean hasNext() {
                if (next == null) {
                    next = source.next();
                }
                return next != null;
            }

            @Override
            public Value next() {
                Value found = hasNext() ? next : null;
                if (found == null) {
                    throw new NoSuchElementException();
                }
                next = null;
                return found;
            }
        };
    }

    private static Iterator<Value> filtered(Iterator<Value> source, Invocation call) {
        return ahead(() -> {
            while (source.hasNext()) {
                Value value = source.next();
                if (call.test(0, value)) {
                    return value;
                }
            }
            return null;
        });
    }

    private static Value flatMap(Invocation call) {
        return stream(className(call), () -> {
            Iterator<Value> outer = call.iterator();
            List<Iterator<Value>> inner = new ArrayList<>(List.of(Collections.emptyIterator()));
            return ahead(() -> {
                while (!inner.get(0).hasNext() && outer.hasNext()) {
                    Value made = call.lambda(0).apply(outer.next());
                    inner.set(0, made instanceof Value.Null ? Collections.emptyIterator() : call.iterator(made));
                }
                return inner.get(0).hasNext() ? inner.get(0).next() : null;
            });
        });
    }

    private static Iterator<Value> distinct(Iterator<Value> source, Invocation call) {
        Distinct seen = new Distinct(call.evaluator().equality());
        return ahead(() -> {
            while (source.hasNext()) {
                Value value = source.next();
                if (seen.add(value)) {
                    return value;
                }
            }
            return null;
        });
    }

    private static Iterator<Value> limited(Iterator<Value> source, long count) {
        if (count < 0) {
            throw new EvaluationException("java.lang.IllegalArgumentException: " + count);
        }
        long[] left = {count};
        return ahead(() -> left[0]-- > 0 && source.hasNext() ? source.next() : null);
    }

    private static Iterator<Value> skipped(Iterator<Value> source, long count) {
        if (count < 0) {
            throw new EvaluationException("java.lang.IllegalArgumentException: " + count);
        }
        for (long i = 0; i < count && source.hasNext(); i++) {
            source.next();
        }
        return source;
    }

    private static Iterator<Value> whileTrue(Iterator<Value> source, Invocation call) {
        boolean[] ended = {false};
        return ahead(() -> {
            Value value = ended[0] || !source.hasNext() ? null : source.next();
            ended[0] = value == null || !call.test(0, value);
            return ended[0] ? null : value;
        });
    }

    private static Iterator<Value> afterTrue(Iterator<Value> source, Invocation call) {
        boolean[] begun = {false};
        return ahead(() -> {
            while (source.hasNext()) {
                Value value = source.next();
                if (begun[0] || !call.test(0, value)) {
                    begun[0] = true;
                    return value;
                }
            }
            return null;
        });
    }

    private static Value sorted(Invocation call, Lambda comparator) {
        return stream(className(call), () -> sorted(call.all(), comparator).iterator());
    }

    /** The list in order; a comparator that contradicts itself is told. */
    static List<Value> sorted(List<Value> all, Lambda comparator) {
        List<Value> sorted = new ArrayList<>(all);
        try {
            sorted.sort((a, b) -> Ordering.apply(comparator, a, b));
            return sorted;
        } catch (IllegalArgumentException contradiction) {
            throw new EvaluationException("java.lang.IllegalArgumentException: " + contradiction.getMessage());
        }
    }

    private static long count(Iterator<Value> all) {
        long count = 0;
        while (all.hasNext()) {
            all.next();
            count++;
        }
        return count;
    }

    private static boolean matches(Invocation call, boolean wanted) {
        Iterator<Value> all = call.iterator();
        while (all.hasNext()) {
            if (call.test(0, all.next()) == wanted) {
                return true;
            }
        }
        return false;
    }

    private static Value first(Invocation call) {
        Iterator<Value> all = call.iterator();
        return optional(call, all.hasNext() ? all.next() : null);
    }

    /** The {@code Optional} that such a stream gives. */
    private static Value optional(Invocation call, @Nullable Value held) {
        if (held instanceof Value.Null) {
            throw new EvaluationException("java.lang.NullPointerException: an Optional holds no null");
        }
        String kind = className(call).substring(Made.STREAMS.length()).replace("Stream", "");
        return Made.optional(Made.OPTIONAL + kind, held);
    }

    private static Value reduce(Invocation call) {
        Value result = call.argument(0);
        Iterator<Value> all = call.iterator();
        while (all.hasNext()) {
            result = call.lambda(1).apply(result, all.next());
        }
        return result;
    }

    private static @Nullable Value fold(Iterator<Value> all, Lambda function) {
        Value result = all.hasNext() ? all.next() : null;
        while (result != null && all.hasNext()) {
            result = function.apply(result, all.next());
        }
        return result;
    }

    private static @Nullable Value extreme(Invocation call, Lambda comparator, int sign) {
        return extreme(call.iterator(), comparator, sign);
    }

    /** The least ({@code sign} -1) or greatest (1) element; of equal ones the one that Java takes. */
    static @Nullable Value extreme(Iterator<Value> all, Lambda comparator, int sign) {
        Value best = all.hasNext() ? all.next() : null;
        while (best != null && all.hasNext()) {
            Value next = all.next();
            int order = Ordering.apply(comparator, best, next);
            best = sign < 0 ? order <= 0 ? best : next : order >= 0 ? best : next;
        }
        return best;
    }

    /** As the streams of numbers sum up: doubles with Kahan's compensation. */
    static Value sum(Iterator<Value> all, PrimitiveType type, Invocation call) {
        if (type == PrimitiveType.DOUBLE) {
            java.util.DoubleSummaryStatistics statistics = new java.util.DoubleSummaryStatistics();
            all.forEachRemaining(
                    value -> statistics.accept(Arithmetic.toDouble((Primitive) number(value, type, call))));
            return Arithmetic.ofDouble(statistics.getSum());
        }
        Primitive sum = new Primitive(type, 0);
        while (all.hasNext()) {
            sum = (Primitive) Arithmetic.binary("+", sum, (Primitive) number(all.next(), type, call));
        }
        return sum;
    }

    private static Value average(Invocation call) {
        return average(call.iterator(), elementType(className(call)), call);
    }

    static Value average(Iterator<Value> all, PrimitiveType type, Invocation call) {
        List<Value> kept = Invocation.all(all);
        String name = "java.util.OptionalDouble";
        if (kept.isEmpty()) {
            return Made.optional(name, null);
        }
        PrimitiveType summed = type == PrimitiveType.INT ? PrimitiveType.LONG : type;
        double sum = Arithmetic.toDouble((Primitive) sum(kept.iterator(), summed, call));
        return Made.optional(name, Arithmetic.ofDouble(sum / kept.size()));
    }

    private static Value collect(Invocation call) {
        if (call.argument(0) instanceof Value.Host host && host.object() instanceof Collector collector) {
            return collector.collect(call.all());
        }
        throw new EvaluationException("a collector of java.util.stream.Collectors expected");
    }
}
