package jpm.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** Static fields and methods of classes, and what {@code new} can make. */
final class Statics {
    private static final int MAX_RANGE = 100_000_000;
    private static final Map<String, Map<String, Method>> TABLES = tables();

    private final Evaluator evaluator;
    private final Map<String, Value> fields = new HashMap<>();

    Statics(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    private static Map<String, Map<String, Method>> tables() {
        Map<String, Map<String, Method>> tables = new HashMap<>();
        tables.put("java.util.Objects", objects());
        tables.put("java.util.List", Map.of("of/*", Statics::list, "copyOf/1", call -> Made.list(collection(call))));
        tables.put("java.util.Set", Map.of("of/*", Statics::set, "copyOf/1", Statics::setOfCollection));
        tables.put(
                "java.util.Map",
                Map.of("of/*", Statics::map, "entry/2", Statics::entry, "copyOf/1", call -> call.argument(0)));
        tables.put("java.util.Map$Entry", Comparators.ENTRY_STATICS);
        tables.put("java.util.Comparator", Comparators.STATICS);
        tables.put("java.util.Arrays", arrays());
        tables.put("java.util.Collections", collections());
        tables.put(Made.OPTIONAL, optionals());
        tables.put("java.lang.String", strings());
        tables.put("java.util.stream.Collectors", Collectors.METHODS);
        tables.put(Made.STREAM, streams(Made.STREAM));
        for (String kind : new String[] {"Int", "Long", "Double"}) {
            tables.put(Made.STREAMS + kind + "Stream", streams(Made.STREAMS + kind + "Stream"));
        }
        tables.put(
                "java.util.function.Function", Map.of("identity/0", call -> Lambda.value(arguments -> arguments[0])));
        tables.put(
                "java.util.function.Predicate",
                Map.of(
                        "not/1",
                        call -> Lambda.value(arguments -> Arithmetic.bool(!call.test(0, arguments))),
                        "isEqual/1",
                        call -> Lambda.value(arguments ->
                                Arithmetic.bool(call.evaluator().equality().equal(call.argument(0), arguments[0])))));
        return Map.copyOf(tables);
    }

    private static Map<String, Method> objects() {
        return Map.of(
                "equals/2",
                        call -> Arithmetic.bool(call.evaluator().equality().equal(call.argument(0), call.argument(1))),
                "isNull/1", call -> Arithmetic.bool(call.argument(0) instanceof Value.Null),
                "nonNull/1", call -> Arithmetic.bool(!(call.argument(0) instanceof Value.Null)),
                "toString/1", call -> new Value.Text(call.texts().of(call.argument(0))),
                "toString/2",
                        call -> call.argument(0) instanceof Value.Null
                                ? call.argument(1)
                                : new Value.Text(call.texts().of(call.argument(0))),
                "hashCode/1", call -> Arithmetic.ofInt(ObjectMethods.hash(call, call.argument(0))),
                "hash/*", call -> Arithmetic.ofInt(hash(call)),
                "requireNonNullElse/2",
                        call -> call.argument(0) instanceof Value.Null ? call.argument(1) : call.argument(0),
                "requireNonNull/1", Statics::nonNull);
    }

    private static int hash(Invocation call) {
        int hash = 1;
        for (Value value : call.arguments()) {
            hash = 31 * hash + ObjectMethods.hash(call, value);
        }
        return hash;
    }

    private static Value nonNull(Invocation call) {
        if (call.argument(0) instanceof Value.Null) {
            throw new EvaluationException("java.lang.NullPointerException");
        }
        return call.argument(0);
    }

    /** The arguments, or the elements of the array that is the only one. */
    private static List<Value> variable(Invocation call) {
        boolean isArray = call.arguments().size() == 1
                && !(call.argument(0) instanceof Value.Null)
                && call.evaluator().types().lineage(call.argument(0)).get(0).endsWith("[]");
        return isArray ? collection(call) : call.arguments();
    }

    private static List<Value> collection(Invocation call) {
        return Invocation.all(call.iterator(call.argument(0)));
    }

    private static Value list(Invocation call) {
        return Made.list(withoutNulls(variable(call)));
    }

    private static List<Value> withoutNulls(List<Value> values) {
        if (values.contains(Value.NULL)) {
            throw new EvaluationException("java.lang.NullPointerException: it holds no null");
        }
        return values;
    }

    private static Value set(Invocation call) {
        List<Value> all = withoutNulls(variable(call));
        List<Value> distinct = Collectors.distinct(all, call);
        if (distinct.size() < all.size()) {
            throw new EvaluationException("java.lang.IllegalArgumentException: duplicate element");
        }
        return Made.set(distinct);
    }

    private static Value setOfCollection(Invocation call) {
        return Made.set(Collectors.distinct(withoutNulls(collection(call)), call));
    }

    private static Value map(Invocation call) {
        List<Value> all = withoutNulls(call.arguments());
        List<Value> keys = new ArrayList<>();
        List<View.Pair> entries = new ArrayList<>();
        for (int i = 0; i + 1 < all.size(); i += 2) {
            keys.add(all.get(i));
            entries.add(new View.Pair(all.get(i), all.get(i + 1)));
        }
        if (all.size() % 2 != 0 || Collectors.distinct(keys, call).size() < keys.size()) {
            throw new EvaluationException(
                    "java.lang.IllegalArgumentException: keys and values in turn expected, no key twice");
        }
        return Made.map(entries);
    }

    private static Value entry(Invocation call) {
        return Made.entry(new View.Pair(call.argument(0), call.argument(1)));
    }

    private static Map<String, Method> arrays() {
        return Map.of(
                "asList/*", call -> Made.list(variable(call)),
                "stream/1", call -> Made.stream(streamOf(call), () -> call.iterator(call.argument(0))),
                "toString/1", Statics::arrayText,
                "deepToString/1", call -> new Value.Text(deepText(call, call.argument(0), 0)),
                "equals/2", call -> Arithmetic.bool(equalArrays(call)),
                "hashCode/1",
                        call -> Arithmetic.ofInt(hash(new Invocation(call.evaluator(), Value.NULL, collection(call)))));
    }

    private static boolean equalArrays(Invocation call) {
        Value one = Made.list(collection(call));
        Value other = Made.list(Invocation.all(call.iterator(call.argument(1))));
        return call.evaluator().equality().equal(one, other);
    }

    private static String streamOf(Invocation call) {
        String element = call.evaluator().types().lineage(call.argument(0)).get(0);
        return switch (element) {
            case "int[]" -> Made.STREAMS + "IntStream";
            case "long[]" -> Made.STREAMS + "LongStream";
            case "double[]" -> Made.STREAMS + "DoubleStream";
            default -> Made.STREAM;
        };
    }

    private static Value arrayText(Invocation call) {
        if (call.argument(0) instanceof Value.Null) {
            return new Value.Text("null");
        }
        return new Value.Text(
                "[" + ((Value.Text) Collectors.joined(collection(call), ", ", "", "", call)).text() + "]");
    }

    private static String deepText(Invocation call, Value value, int depth) {
        boolean isArray = !(value instanceof Value.Null)
                && call.evaluator().types().lineage(value).get(0).endsWith("[]");
        if (!isArray || depth > 32) {
            return call.texts().of(value);
        }
        List<String> parts = new ArrayList<>();
        call.iterator(value).forEachRemaining(part -> parts.add(deepText(call, part, depth + 1)));
        return Texts.bounded("[" + String.join(", ", parts) + "]");
    }

    private static Map<String, Method> collections() {
        Map<String, Method> methods = new HashMap<>();
        methods.put("min/1", call -> extreme(call, call.evaluator().ordering().natural(), -1));
        methods.put("max/1", call -> extreme(call, call.evaluator().ordering().natural(), 1));
        methods.put("min/2", call -> extreme(call, call.lambda(1), -1));
        methods.put("max/2", call -> extreme(call, call.lambda(1), 1));
        methods.put("emptyList/0", call -> Made.list(List.of()));
        methods.put("emptySet/0", call -> Made.set(List.of()));
        methods.put("emptyMap/0", call -> Made.map(List.of()));
        methods.put("singletonList/1", call -> Made.list(call.arguments()));
        methods.put("singleton/1", call -> Made.set(call.arguments()));
        for (String same : new String[] {"List", "Set", "Map", "Collection", "SortedSet", "SortedMap"}) {
            methods.put("unmodifiable" + same + "/1", call -> call.argument(0));
        }
        methods.put("frequency/2", Statics::frequency);
        methods.put(
                "reverseOrder/0",
                call -> Comparators.reversed(call.evaluator().ordering().natural()));
        methods.put("reverseOrder/1", call -> Comparators.reversed(call.lambda(0)));
        methods.put("disjoint/2", Statics::disjoint);
        return Map.copyOf(methods);
    }

    private static Value extreme(Invocation call, Lambda comparator, int sign) {
        Value best = Streams.extreme(call.iterator(call.argument(0)), comparator, sign);
        if (best == null) {
            throw new EvaluationException("java.util.NoSuchElementException: the collection is empty");
        }
        return best;
    }

    private static Value frequency(Invocation call) {
        return Arithmetic.ofInt((int) collection(call).stream()
                .filter(value -> call.evaluator().equality().equal(call.argument(1), value))
                .count());
    }

    private static Value disjoint(Invocation call) {
        Distinct known = new Distinct(call.evaluator().equality());
        List<Value> first = collection(call);
        first.forEach(known::add);
        List<Value> second = Invocation.all(call.iterator(call.argument(1)));
        int count = Collectors.distinct(first, call).size();
        return Arithmetic.bool(second.stream().allMatch(value -> known.number(value) >= count));
    }

    private static Map<String, Method> optionals() {
        return Map.of(
                "of/1", call -> Made.optional(Made.OPTIONAL, nonNull(call)),
                "ofNullable/1",
                        call -> Made.optional(
                                Made.OPTIONAL, call.argument(0) instanceof Value.Null ? null : call.argument(0)),
                "empty/0", call -> Made.optional(Made.OPTIONAL, null));
    }

    private static Map<String, Method> strings() {
        return Map.of(
                "valueOf/1", Statics::text,
                "join/*", Statics::joined,
                "format/*",
                        call -> Formats.format(
                                call,
                                call.textArgument(0),
                                call.arguments().subList(1, call.arguments().size())));
    }

    /** Of an array of characters the text that they make. */
    private static Value text(Invocation call) {
        boolean isChars = !(call.argument(0) instanceof Value.Null)
                && call.evaluator().types().lineage(call.argument(0)).get(0).equals("char[]");
        return isChars
                ? Collectors.joined(collection(call), "", "", "", call)
                : new Value.Text(call.texts().of(call.argument(0)));
    }

    private static Value joined(Invocation call) {
        List<Value> rest = call.arguments().subList(1, call.arguments().size());
        boolean isCollection = rest.size() == 1 && call.views().viewOf(rest.get(0)) instanceof View.Elements;
        List<Value> parts = isCollection ? Invocation.all(call.iterator(rest.get(0))) : rest;
        return Collectors.joined(parts, call.textArgument(0), "", "", call);
    }

    private static Map<String, Method> streams(String className) {
        Map<String, Method> methods = new HashMap<>();
        methods.put("empty/0", call -> Made.stream(className, List.of()));
        methods.put("of/*", call -> Made.stream(className, variable(call)));
        methods.put("concat/2", call -> Made.stream(className, () -> concatenated(call)));
        methods.put("range/2", call -> range(call, className, 0));
        methods.put("rangeClosed/2", call -> range(call, className, 1));
        return Map.copyOf(methods);
    }

    private static java.util.Iterator<Value> concatenated(Invocation call) {
        List<Value> all = new ArrayList<>(collection(call));
        all.addAll(Invocation.all(call.iterator(call.argument(1))));
        return all.iterator();
    }

    private static Value range(Invocation call, String className, int behind) {
        long from = call.longArgument(0);
        long end = Math.addExact(call.longArgument(1), behind);
        if (end - from > MAX_RANGE) {
            throw new EvaluationException("a range of " + (end - from) + " numbers is too long");
        }
        PrimitiveType type = className.contains("Long") ? PrimitiveType.LONG : PrimitiveType.INT;
        return Made.stream(
                className,
                () -> java.util.stream.LongStream.range(from, end)
                        .<Value>mapToObj(number -> new Value.Primitive(type, number))
                        .iterator());
    }

    /** The method, or null when jpm knows none of that name for such arguments. */
    @Nullable
    Method find(String className, String name, List<Value> arguments) {
        Map<String, Method> table = TABLES.getOrDefault(className, Map.of());
        Method known = table.getOrDefault(name + "/" + arguments.size(), table.get(name + "/*"));
        if (known != null) {
            return known;
        }
        Method ofHost = HostCalls.findStatic(className, name, arguments, evaluator);
        return ofHost == null ? ofProgram(className, name, arguments) : ofHost;
    }

    private @Nullable Method ofProgram(String className, String name, List<Value> arguments) {
        ClassFile file = evaluator.program().find(className);
        if (file != null) {
            List<ClassFile.Code> found = file.methods(name).stream()
                    .filter(code -> code.isStatic() && code.parameterCount() == arguments.size())
                    .toList();
            if (found.size() == 1 && !isEnumMethod(className, name, arguments)) {
                return call -> new PureCode(evaluator).run(found.get(0), call);
            }
        }
        return isEnumMethod(className, name, arguments) ? call -> enumConstants(className, call) : null;
    }

    /** {@code values()} and {@code valueOf()}, which the compiler makes over the field {@code $VALUES}. */
    private boolean isEnumMethod(String className, String name, List<Value> arguments) {
        boolean isNamed =
                name.equals("values") && arguments.isEmpty() || name.equals("valueOf") && arguments.size() == 1;
        return isNamed && evaluator.scope().model().staticField(className, "$VALUES") != null;
    }

    private Value enumConstants(String className, Invocation call) {
        Value all = evaluator.scope().model().staticField(className, "$VALUES");
        if (call.arguments().isEmpty() && all != null) {
            return all;
        }
        Value constant = evaluator.scope().model().staticField(className, call.textArgument(0));
        if (constant == null) {
            throw new EvaluationException("java.lang.IllegalArgumentException: No enum constant "
                    + className.replace('$', '.') + "." + call.textArgument(0));
        }
        return constant;
    }

    /** Calls a static method. */
    Value call(String className, String name, List<Value> arguments) {
        Method method = find(className, name, arguments);
        if (method == null) {
            String shown = className.substring(className.lastIndexOf('.') + 1).replace('$', '.');
            throw new EvaluationException(
                    "jpm runs no code, so it does not call the static method " + shown + "." + name + "()");
        }
        return method.call(new Invocation(evaluator, Value.NULL, arguments));
    }

    /** The value of a static field, or null where there is none of that name. */
    @Nullable
    Value field(String className, String name) {
        String key = className + "." + name;
        Value known = fields.get(key);
        if (known == null) {
            known = evaluator.scope().model().staticField(className, name);
            Value here = HostCalls.constant(className, name);
            boolean isToldByDump =
                    known != null && (here == null || evaluator.views().host(known) != null);
            known = isToldByDump ? known : here;
            if (known == null && key.equals("java.lang.String.CASE_INSENSITIVE_ORDER")) {
                known = Lambda.value(Comparators.IGNORING_CASE.apply(new Invocation(evaluator, Value.NULL, List.of())));
            }
            if (known != null) {
                fields.put(key, known);
            }
        }
        return known;
    }

    /** What {@code new} makes: values of the JDK, and collections of what stands in another. */
    Value create(String written, List<Value> arguments) {
        String className = evaluator.types().resolve(written);
        if (className != null) {
            Invocation call = new Invocation(evaluator, Value.NULL, arguments);
            Method constructor = HostCalls.findConstructor(className, arguments, evaluator);
            if (constructor != null) {
                return constructor.call(call);
            }
            Value collection = collection(className, call);
            if (collection != null) {
                return collection;
            }
        }
        throw new EvaluationException("no object of the program can be made in a dump");
    }

    private static @Nullable Value collection(String className, Invocation call) {
        boolean isCopy = call.arguments().size() == 1 && call.views().viewOf(call.argument(0)) instanceof View.Elements;
        if (!isCopy && !call.arguments().isEmpty()) {
            return null;
        }
        List<Value> elements = isCopy ? collection(call) : List.of();
        return switch (className) {
            case "java.util.ArrayList", "java.util.LinkedList" -> Made.list(elements);
            case "java.util.HashSet", "java.util.LinkedHashSet" -> Made.set(Collectors.distinct(elements, call));
            case "java.util.TreeSet" ->
                Made.set(Streams.sorted(
                        Collectors.distinct(elements, call),
                        call.evaluator().ordering().natural()));
            case "java.util.HashMap", "java.util.LinkedHashMap", "java.util.TreeMap" ->
                isCopy ? null : Made.map(List.of());
            default -> null;
        };
    }
}
