package jpm.expr;

import java.util.ArrayDeque;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Operators, conditions and casts, with the types of what they are applied to. */
final class Operators {
    private final Evaluator evaluator;
    private final ObjectModel model;
    private final LogicalViews views;

    Operators(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.model = evaluator.scope().model();
        this.views = evaluator.views();
    }

    Value unary(Node.Unary node) {
        return Arithmetic.unary(node.operator(), primitive(node.operand()));
    }

    private Value.Primitive primitive(Node node) {
        return primitive(evaluator.known(node), node);
    }

    private Value.Primitive primitive(Value object, Node node) {
        Value value = views.resolve(object);
        if (value instanceof Value.Primitive primitive && isNumeric(object)) {
            return primitive;
        }
        String found = value instanceof Value.Null ? "null" : evaluator.shown(value);
        throw new ExpressionException("a number or boolean expected, not " + found, node.column());
    }

    /** An {@code AtomicInteger} stands for its number where it is printed, not where it is counted with. */
    private boolean isNumeric(Value object) {
        return !(object instanceof Value.Reference)
                || !(views.resolve(object) instanceof Value.Primitive)
                || Types.isBox(evaluator.types().lineage(object).get(0));
    }

    Value.Primitive number(Value value) {
        if (views.resolve(value) instanceof Value.Primitive number) {
            return number;
        }
        throw new EvaluationException("a number expected, not " + evaluator.shown(value));
    }

    private boolean isTrue(Node node) {
        Value.Primitive value = primitive(node);
        Arithmetic.requireBoolean(value);
        return value.bits() != 0;
    }

    /** Where both branches are numbers the result has the type that both are promoted to (JLS 15.25). */
    Value conditional(Node.Conditional node) {
        boolean condition = isTrue(node.condition());
        Node taken = condition ? node.yes() : node.no();
        Value value = evaluator.value(taken);
        Value.Primitive number = numeric(value);
        if (number == null) {
            return value;
        }
        Node other = condition ? node.no() : node.yes();
        PrimitiveType otherType = typeOf(other);
        if (otherType == null || otherType == PrimitiveType.BOOLEAN || otherType == number.type()) {
            return value;
        }
        boolean isLiteral = otherType == PrimitiveType.INT && other instanceof Node.Literal;
        boolean isWidest = number.type() == PrimitiveType.SHORT && otherType == PrimitiveType.BYTE;
        if (number.type() == PrimitiveType.BYTE && otherType == PrimitiveType.SHORT) {
            return Arithmetic.cast(number, PrimitiveType.SHORT);
        }
        boolean keepsType = isLiteral && Arithmetic.isSmall(number) || isWidest;
        return keepsType ? number : Arithmetic.cast(number, Arithmetic.promoted(number.type(), otherType));
    }

    /** The number that a value is or that its box holds, or null. */
    private Value.@Nullable Primitive numeric(Value value) {
        boolean isNumber = isNumeric(value)
                && views.resolve(value) instanceof Value.Primitive number
                && number.type() != PrimitiveType.BOOLEAN;
        return isNumber ? (Value.Primitive) views.resolve(value) : null;
    }

    /** The type of the number that a branch would give, or null where it gives none, or cannot be evaluated. */
    private @Nullable PrimitiveType typeOf(Node node) {
        try {
            Value.Primitive number = numeric(evaluator.value(node));
            return number == null ? null : number.type();
        } catch (ExpressionException notTaken) {
            return null;
        }
    }

    /** A long chain of operators leans to the left: it is gone through without recursion. */
    Value binary(Node.Binary node) {
        if (isLogical(node)) {
            return logical(node);
        }
        ArrayDeque<Node.Binary> chain = new ArrayDeque<>();
        Node first = node;
        while (first instanceof Node.Binary binary && !isLogical(binary)) {
            chain.push(binary);
            first = binary.left();
        }
        Value value = evaluator.known(first);
        while (!chain.isEmpty()) {
            Node.Binary next = chain.pop();
            value = placed(next, value, evaluator.known(next.right()));
        }
        return value;
    }

    private Value placed(Node.Binary node, Value left, Value right) {
        try {
            return combined(node, left, right);
        } catch (RuntimeException e) {
            throw Places.at(e, node);
        }
    }

    private static boolean isLogical(Node.Binary node) {
        return node.operator().equals("&&") || node.operator().equals("||");
    }

    private Value logical(Node.Binary node) {
        boolean left = isTrue(node.left());
        boolean decided = left == node.operator().equals("||");
        return Arithmetic.bool(decided ? left : isTrue(node.right()));
    }

    private Value combined(Node.Binary node, Value left, Value right) {
        boolean nulls = left instanceof Value.Null && right instanceof Value.Null;
        if (node.operator().equals("+") && (isString(left) || isString(right) || nulls)) {
            return new Value.Text(
                    Texts.bounded(evaluator.texts().of(left) + evaluator.texts().of(right)));
        }
        boolean compares = node.operator().equals("==") || node.operator().equals("!=");
        if (compares && !(left instanceof Value.Primitive) && !(right instanceof Value.Primitive)) {
            return Arithmetic.bool(evaluator.identity().identical(left, right)
                    == node.operator().equals("=="));
        }
        return Arithmetic.binary(node.operator(), primitive(left, node.left()), primitive(right, node.right()));
    }

    private boolean isString(Value value) {
        return value instanceof Value.Text
                || value instanceof Value.Reference reference
                        && model.className(reference.id()).equals("java.lang.String");
    }

    Value cast(Node.Cast node) {
        PrimitiveType primitive = Types.primitive(node.type());
        if (primitive != null) {
            return Arithmetic.cast(primitive(node.operand()), primitive);
        }
        Value value = evaluator.known(node.operand());
        boolean isFunction = value instanceof Value.Host host && !HostCalls.isValue(host.object());
        if (value instanceof Value.Null || isFunction) {
            return value;
        }
        if (!mayBe(value, node.type())) {
            throw new EvaluationException("java.lang.ClassCastException: "
                    + evaluator.types().lineage(value).get(0) + " is no " + node.type());
        }
        return value;
    }

    /** Casts to interfaces of which the dump does not tell are let pass: they change nothing. */
    private boolean mayBe(Value value, Node.TypeName type) {
        try {
            return evaluator.types().isInstance(value, type);
        } catch (EvaluationException unknown) {
            return true;
        }
    }
}
