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
        methods.put("isEmpty/0", call -> Arithmetic.bool(call.entries().size() == 0));
        methods.put("get/1", call -> orNull(find(call, call.evaluator().equality()::equal)));
        methods.put("getProperty/1", call -> orNull(find(call, call.evaluator().equality()::equal)));
        methods.put("getOrDefault/2", MapMethods::getOrDefault);
        methods.put(
                "containsKey/1",
                call -> Arithmetic.bool(find(call, call.evaluator().equality()::equal) != null));
        methods.put("containsValue/1", MapMethods::containsValue);
        methods.put("keySet/0", call -> parts(call, View.Pair::key));
        methods.put("values/0", call -> parts(call, View.Pair::value));
        return Map.copyOf(methods);
    }

    private static Value orNull(@Nullable Value value) {
        return value == null ? Value.NULL : value;
    }

    /** The value of the key that {@code [key]} means. */
    static Value meant(Invocation call) {
        Value value = find(call, call.evaluator().equality()::isMeant);
        if (value == null) {
            throw new EvaluationException(
                    "the map has no key " + call.evaluator().shown(call.argument(0)));
        }
        return value;
    }

    private static @Nullable Value find(Invocation call, BiPredicate<Value, Value> equal) {
        Iterator<View.Pair> pairs =
                call.evaluator().counted(call.entries().source().from(0));
        while (pairs.hasNext()) {
            View.Pair pair = pairs.next();
            if (equal.test(pair.key(), call.argument(0))) {
                return pair.value();
            }
        }
        return null;
    }

    private static Value getOrDefault(Invocation call) {
        Value value = find(call, call.evaluator().equality()::equal);
        return value == null ? call.argument(1) : value;
    }

    private static Value containsValue(Invocation call) {
        Iterator<View.Pair> pairs =
                call.evaluator().counted(call.entries().source().from(0));
        while (pairs.hasNext()) {
            if (call.evaluator().equality().equal(pairs.next().value(), call.argument(0))) {
                return Arithmetic.bool(true);
            }
        }
        return Arithmetic.bool(false);
    }

    private static Value parts(Invocation call, Function<View.Pair, Value> part) {
        List<Value> parts = new ArrayList<>();
        call.evaluator().counted(call.entries().source().from(0)).forEachRemaining(pair -> parts.add(part.apply(pair)));
        return new Value.Sequence(parts);
    }

    private static View.Pair pair(Invocation call) {
        if (call.views().viewOf(call.target()) instanceof View.Pair pair) {
            return pair;
        }
        throw new EvaluationException("no entry");
    }
}
