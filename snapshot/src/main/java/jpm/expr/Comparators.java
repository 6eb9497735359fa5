package jpm.expr;

import java.util.HashMap;
import java.util.Map;
import jpm.value.Value;

/** Comparators: the static methods of {@code Comparator} and {@code Map.Entry}, and the methods of those that they make. */
final class Comparators {
    /** {@code String.CASE_INSENSITIVE_ORDER}. */
    static final java.util.function.Function<Invocation, Lambda> IGNORING_CASE =
            call -> arguments -> Arithmetic.ofInt(String.CASE_INSENSITIVE_ORDER.compare(
                    call.texts().argument(arguments[0]), call.texts().argument(arguments[1])));

    static final Map<String, Method> STATICS = statics();
    static final Map<String, Method> ENTRY_STATICS = Map.of(
            "comparingByKey/0", call -> by(arguments -> part(call, "getKey", arguments[0]), natural(call)),
            "comparingByValue/0", call -> by(arguments -> part(call, "getValue", arguments[0]), natural(call)),
            "comparingByKey/1", call -> by(arguments -> part(call, "getKey", arguments[0]), call.lambda(0)),
            "comparingByValue/1", call -> by(arguments -> part(call, "getValue", arguments[0]), call.lambda(0)));
    static final Map<String, Method> METHODS = methods();

    private Comparators() {}

    private static Map<String, Method> statics() {
        Map<String, Method> methods = new HashMap<>();
        for (String kind : new String[] {"", "Int", "Long", "Double"}) {
            methods.put("comparing" + kind + "/1", call -> by(call.lambda(0), natural(call)));
        }
        methods.put("comparing/2", call -> by(call.lambda(0), call.lambda(1)));
        methods.put("naturalOrder/0", call -> Lambda.value(natural(call)));
        methods.put("reverseOrder/0", call -> reversed(natural(call)));
        methods.put("nullsFirst/1", call -> nulls(call.lambda(0), -1));
        methods.put("nullsLast/1", call -> nulls(call.lambda(0), 1));
        return Map.copyOf(methods);
    }

    private static Map<String, Method> methods() {
        Map<String, Method> methods = new HashMap<>();
        methods.put("reversed/0", call -> reversed(self(call)));
        for (String kind : new String[] {"", "Int", "Long", "Double"}) {
            methods.put("thenComparing" + kind + "/1", Comparators::then);
        }
        methods.put("compare/2", call -> self(call).apply(call.argument(0), call.argument(1)));
        methods.put("apply/1", call -> self(call).apply(call.argument(0)));
        methods.put("test/1", call -> self(call).apply(call.argument(0)));
        return Map.copyOf(methods);
    }

    private static Lambda natural(Invocation call) {
        return call.evaluator().ordering().natural();
    }

    private static Value part(Invocation call, String method, Value entry) {
        return call.evaluator().call(entry, method, java.util.List.of());
    }

    private static Lambda self(Invocation call) {
        return (Lambda) ((Value.Host) call.target()).object();
    }

    private static Value by(Lambda key, Lambda order) {
        return Lambda.value(arguments -> order.apply(key.apply(arguments[0]), key.apply(arguments[1])));
    }

    static Value reversed(Lambda comparator) {
        return Lambda.value(arguments -> comparator.apply(arguments[1], arguments[0]));
    }

    private static Value nulls(Lambda comparator, int orderOfNull) {
        return Lambda.value(arguments -> {
            boolean first = arguments[0] instanceof Value.Null;
            boolean second = arguments[1] instanceof Value.Null;
            if (first || second) {
                return Arithmetic.ofInt(first == second ? 0 : first ? orderOfNull : -orderOfNull);
            }
            return comparator.apply(arguments);
        });
    }

    /** What follows is a comparator, or the key to compare by. */
    private static Value then(Invocation call) {
        Lambda first = self(call);
        Lambda next = call.lambda(0);
        return Lambda.value(arguments -> {
            Value order = first.apply(arguments);
            boolean isEqual = order instanceof Value.Primitive number && number.bits() == 0;
            return isEqual ? compared(call, next, arguments) : order;
        });
    }

    private static Value compared(Invocation call, Lambda next, Value... arguments) {
        if (next instanceof KeyOrComparator known && !known.isComparator()) {
            return natural(call).apply(next.apply(arguments[0]), next.apply(arguments[1]));
        }
        return next.apply(arguments);
    }

    /** A lambda that an expression writes, which tells how many parameters it has. */
    interface KeyOrComparator extends Lambda {
        boolean isComparator();
    }
}
