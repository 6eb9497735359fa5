package jpm.expr;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import jpm.value.LogicalViews;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import jpm.value.View;

/**
 * A call that is being answered.
 *
 * @param target what the method is called on
 * @param arguments the values of the arguments; for a lambda {@link Value#NULL} stands in its place
 * @param lambdas the functions among the arguments, null for the others
 */
record Invocation(Evaluator evaluator, Value target, List<Value> arguments, List<Function<Value, Value>> lambdas) {
    LogicalViews views() {
        return evaluator.views();
    }

    Texts texts() {
        return evaluator.texts();
    }

    Value argument(int index) {
        return arguments.get(index);
    }

    String textArgument(int index) {
        return texts().argument(arguments.get(index));
    }

    int intArgument(int index) {
        if (views().resolve(arguments.get(index)) instanceof Value.Primitive number
                && !Arithmetic.isFloating(number)
                && number.type() != PrimitiveType.BOOLEAN) {
            return (int) number.bits();
        }
        throw new EvaluationException("an int expected");
    }

    Function<Value, Value> lambda(int index) {
        Function<Value, Value> lambda = lambdas.get(index);
        if (lambda == null) {
            throw new EvaluationException("a lambda expected");
        }
        return lambda;
    }

    boolean test(int index, Value value) {
        Value result = views().resolve(lambda(index).apply(value));
        if (result instanceof Value.Primitive primitive) {
            Arithmetic.requireBoolean(primitive);
            return primitive.bits() != 0;
        }
        throw new EvaluationException("the lambda gives no boolean");
    }

    View.Elements elements() {
        if (views().viewOf(target) instanceof View.Elements elements) {
            return elements;
        }
        throw new EvaluationException("no collection");
    }

    View.Entries entries() {
        if (views().viewOf(target) instanceof View.Entries entries) {
            return entries;
        }
        throw new EvaluationException("no map");
    }

    Iterator<Value> iterator() {
        return evaluator.counted(elements().source().from(0));
    }

    String string() {
        String string = texts().string(views().resolve(target));
        if (string == null) {
            throw new EvaluationException("no string");
        }
        return string;
    }
}
