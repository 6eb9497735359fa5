package jpm.expr;

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
        return new Evaluator(scope).value(root);
    }
}
