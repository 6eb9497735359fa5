package jpm.expr;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.value.Value;

/** Lambdas and method references as functions that can be called. */
final class Functions {
    private final Evaluator evaluator;
    private final Map<String, Value> parameters;

    /** Functions whose parameters are put among those of the expression while they run. */
    Functions(Evaluator evaluator, Map<String, Value> parameters) {
        this.evaluator = evaluator;
        this.parameters = parameters;
    }

    Lambda lambda(Node.Lambda node) {
        return new Written(node);
    }

    /** A lambda of the expression itself. */
    private final class Written implements Comparators.KeyOrComparator {
        private final Node.Lambda node;

        Written(Node.Lambda node) {
            this.node = node;
        }

        @Override
        public boolean isComparator() {
            return node.parameters().size() == 2;
        }

        @Override
        public Value apply(Value... arguments) {
            return applied(node, arguments);
        }
    }

    private Value applied(Node.Lambda lambda, Value... arguments) {
        List<String> parameterNames = lambda.parameters();
        if (arguments.length != parameterNames.size()) {
            throw new ExpressionException(
                    "a lambda with " + arguments.length + " parameters expected", lambda.column());
        }
        Map<String, Value> hidden = new HashMap<>(parameters);
        for (int i = 0; i < arguments.length; i++) {
            parameters.put(parameterNames.get(i), arguments[i]);
        }
        try {
            return evaluator.value(lambda.body());
        } finally {
            parameters.clear();
            parameters.putAll(hidden);
        }
    }

    /** {@code Item::price} takes the object first, {@code item::matches} and {@code Integer::parseInt} take arguments only. */
    Lambda reference(Node.MethodReference node) {
        Value bound = node.target() instanceof Node.Name || node.target() instanceof Node.Field
                ? evaluator.valueOrNull(node.target())
                : evaluator.known(node.target());
        String owner = bound == null ? evaluator.className(node.target()) : null;
        if (bound == null && owner == null) {
            evaluator.unknownTarget(node.target());
        }
        return new Comparators.KeyOrComparator() {
            @Override
            public boolean isComparator() {
                return node.method().startsWith("compare");
            }

            @Override
            public Value apply(Value... arguments) {
                return Places.at(
                        node,
                        () -> bound != null
                                ? evaluator.call(bound, node.method(), List.of(arguments))
                                : unbound(String.valueOf(owner), node.method(), arguments));
            }
        };
    }

    private Value unbound(String owner, String name, Value... arguments) {
        List<Value> all = List.of(arguments);
        if (name.equals("new")) {
            return evaluator.statics().create(owner, all);
        }
        Method method = evaluator.statics().find(owner, name, all);
        if (method != null) {
            return method.call(new Invocation(evaluator, Value.NULL, all));
        }
        return arguments.length == 0
                ? evaluator.statics().call(owner, name, all)
                : evaluator.call(all.get(0), name, all.subList(1, all.size()));
    }
}
