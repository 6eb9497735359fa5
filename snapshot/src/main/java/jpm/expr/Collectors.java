package jpm.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import jpm.value.View;

/** The static methods of {@code java.util.stream.Collectors}. */
final class Collectors {
    static final Map<String, Method> METHODS = methods();

    private Collectors() {}

    private static Map<String, Method> methods() {
        Map<String, Method> methods = new HashMap<>();
        for (String list : new String[] {"toList/0", "toUnmodifiableList/0"}) {
            methods.put(list, call -> collector(Made::list));
        }
        for (String set : new String[] {"toSet/0", "toUnmodifiableSet/0"}) {
            methods.put(set, call -> collector(all -> Made.set(distinct(all, call))));
        }
        methods.put("counting/0", call -> collector(all -> Arithmetic.ofLong(all.size())));
        methods.put("joining/0", call -> collector(all -> joined(all, "", "", "", call)));
        methods.put("joining/1", call -> collector(all -> joined(all, call.textArgument(0), "", "", call)));
        methods.put(
                "joining/3",
                call -> collector(
                        all -> joined(all, call.textArgument(0), call.textArgument(1), call.textArgument(2), call)));
        methods.put("mapping/2", call -> collector(all -> of(call, 1).collect(mapped(all, call.lambda(0)))));
        methods.put(
                "filtering/2",
                call -> collector(all -> of(call, 1)
                        .collect(all.stream()
                                .filter(value -> call.test(0, value))
                                .toList())));
        methods.put("groupingBy/1", call -> collector(all -> grouped(all, call, Made::list)));
        methods.put("groupingBy/2", call -> collector(all -> grouped(all, call, of(call, 1))));
        methods.put("partitioningBy/1", call -> collector(all -> partitioned(all, call, Made::list)));
        methods.put("partitioningBy/2", call -> collector(all -> partitioned(all, call, of(call, 1))));
        methods.put("toMap/2", call -> collector(all -> map(all, call)));
        methods.put("toMap/3", call -> collector(all -> map(all, call)));
        methods.put("minBy/1", call -> collector(all -> extreme(all, call, -1)));
        methods.put("maxBy/1", call -> collector(all -> extreme(all, call, 1)));
        addNumeric(methods, "Int", PrimitiveType.INT);
        addNumeric(methods, "Long", PrimitiveType.LONG);
        addNumeric(methods, "Double", PrimitiveType.DOUBLE);
        return Map.copyOf(methods);
    }

    private static void addNumeric(Map<String, Method> methods, String name, PrimitiveType type) {
        methods.put(
                "summing" + name + "/1",
                call -> collector(all -> Streams.sum(mapped(all, call.lambda(0)).iterator(), type, call)));
        methods.put(
                "averaging" + name + "/1",
                call -> collector(all -> {
                    Value average = Streams.average(mapped(all, call.lambda(0)).iterator(), type, call);
                    return ((Value.Made) average).view() instanceof View.Wrapped wrapped
                            ? wrapped.value()
                            : Arithmetic.ofDouble(0);
                }));
    }

    private static Value collector(Collector collector) {
        return new Value.Host(collector);
    }

    private static Collector of(Invocation call, int argument) {
        if (call.argument(argument) instanceof Value.Host host && host.object() instanceof Collector collector) {
            return collector;
        }
        throw new EvaluationException("a collector expected");
    }

    private static List<Value> mapped(List<Value> all, Lambda function) {
        List<Value> mapped = new ArrayList<>(all.size());
        all.forEach(value -> mapped.add(function.apply(value)));
        return mapped;
    }

    static List<Value> distinct(List<Value> all, Invocation call) {
        Distinct distinct = new Distinct(call.evaluator().equality());
        return all.stream().filter(distinct::add).toList();
    }

    static Value joined(List<Value> all, String between, String before, String behind, Invocation call) {
        StringBuilder out = new StringBuilder(before);
        String separator = "";
        for (Value value : all) {
            out.append(separator).append(call.texts().of(value));
            if (out.length() > Texts.MAX_MADE_CHARS) {
                throw new EvaluationException("a text of " + out.length() + " chars is too long");
            }
            separator = between;
        }
        return new Value.Text(out.append(behind).toString());
    }

    private static Value grouped(List<Value> all, Invocation call, Collector downstream) {
        Distinct keys = new Distinct(call.evaluator().equality());
        Map<Integer, Value> keyOf = new TreeMap<>();
        Map<Integer, List<Value>> groups = new TreeMap<>();
        for (Value value : all) {
            Value key = call.lambda(0).apply(value);
            if (key instanceof Value.Null) {
                throw new EvaluationException("java.lang.NullPointerException: element cannot be mapped to a null key");
            }
            int number = keys.number(key);
            keyOf.putIfAbsent(number, key);
            groups.computeIfAbsent(number, n -> new ArrayList<>()).add(value);
        }
        List<View.Pair> entries = new ArrayList<>();
        keyOf.forEach((number, key) ->
                entries.add(new View.Pair(key, downstream.collect(groups.getOrDefault(number, List.of())))));
        return Made.map(entries);
    }

    private static Value partitioned(List<Value> all, Invocation call, Collector downstream) {
        List<Value> yes = new ArrayList<>();
        List<Value> no = new ArrayList<>();
        all.forEach(value -> (call.test(0, value) ? yes : no).add(value));
        return Made.map(List.of(
                new View.Pair(Arithmetic.bool(false), downstream.collect(no)),
                new View.Pair(Arithmetic.bool(true), downstream.collect(yes))));
    }

    private static Value map(List<Value> all, Invocation call) {
        Distinct keys = new Distinct(call.evaluator().equality());
        List<View.Pair> entries = new ArrayList<>();
        for (Value value : all) {
            Value key = call.lambda(0).apply(value);
            Value held = call.lambda(1).apply(value);
            int number = keys.number(key);
            if (number == entries.size()) {
                entries.add(new View.Pair(key, held));
            } else if (call.arguments().size() < 3) {
                throw new EvaluationException("java.lang.IllegalStateException: Duplicate key "
                        + call.evaluator().shown(key));
            } else {
                Value merged = call.lambda(2).apply(entries.get(number).value(), held);
                entries.set(number, new View.Pair(key, merged));
            }
        }
        return Made.map(entries);
    }

    private static Value extreme(List<Value> all, Invocation call, int sign) {
        return Made.optional(Made.OPTIONAL, Streams.extreme(all.iterator(), call.lambda(0), sign));
    }
}
