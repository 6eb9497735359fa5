package jpm.expr;

import java.util.function.Supplier;
import jpm.value.Value;

/**
 * An expression of the Java subset that can be answered without running code: literals, operators, casts, {@code instanceof}, variables,
 * fields, statics, array elements, {@code ["key"]} of maps, and calls of methods of the JDK whose meaning is known ({@code size()},
 * {@code get()}, {@code contains()}, {@code stream().filter(x -> …)}, …). Types are those of the objects, not the declared ones.
 */
public final class Expression {
    private final Node root;

    private Expression(Node root) {
        this.root = root;
    }

    /** Reads an expression; {@link ExpressionException} says where it is none. */
    public static Expression parse(String text) {
        return new Expression(Parser.parse(text));
    }

    /**
     * Its value; an exception that Java would throw, and whatever cannot be known from a dump, ends in {@link ExpressionException}.
     */
    public Value evaluate(Scope scope) {
        return in(scope).get();
    }

    /**
     * The expression within a scope in which it is asked again and again, as of one object after the other: what is known of classes is kept in
     * between. Each {@code get} is as {@link #evaluate}.
     */
    public Supplier<Value> in(Scope scope) {
        Evaluator evaluator = new Evaluator(scope);
        return () -> result(evaluator);
    }

    Node root() {
        return root;
    }

    private Value result(Evaluator evaluator) {
        try {
            return evaluator.result(root);
        } catch (StackOverflowError tooDeep) {
            throw new ExpressionException("nested too deeply", root.column());
        }
    }
}
