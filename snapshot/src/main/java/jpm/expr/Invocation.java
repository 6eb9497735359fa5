package jpm.expr;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import jpm.value.LogicalViews;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import jpm.value.View;

/**
 * A call that is being answered.
 *
 * @param target what the method is called on; {@link Value#NULL} for a static one
 * @param arguments the values of the arguments; lambdas are {@link Lambda} within {@link Value.Host}
 */
record Invocation(Evaluator evaluator, Value target, List<Value> arguments) {
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

    /** The position that an argument names; a long one is not cut. */
    long longArgument(int index) {
        return views().resolve(arguments.get(index)) instanceof Value.Primitive number
                        && number.type() == PrimitiveType.LONG
                ? number.bits()
                : intArgument(index);
    }

    Lambda lambda(int index) {
        Value argument = arguments.get(index);
        if (argument instanceof Value.Host host && host.object() instanceof Lambda lambda) {
            return lambda;
        }
        boolean inDump = argument instanceof Value.Reference;
        throw new EvaluationException(
                inDump ? "jpm runs no code, so it does not call a function of the dump" : "a lambda expected");
    }

    boolean test(int index, Value... values) {
        return isTrue(lambda(index).apply(values));
    }

    boolean isTrue(Value value) {
        if (views().resolve(value) instanceof Value.Primitive primitive) {
            Arithmetic.requireBoolean(primitive);
            return primitive.bits() != 0;
        }
        throw new EvaluationException("the lambda gives no boolean");
    }

    View.Elements elements() {
        return elements(target);
    }

    View.Elements elements(Value value) {
        if (views().viewOf(value) instanceof View.Elements elements) {
            return elements;
        }
        throw new EvaluationException("no collection");
    }

    View.Entries entries() {
        return entries(target);
    }

    View.Entries entries(Value value) {
        if (views().viewOf(value) instanceof View.Entries entries) {
            return entries;
        }
        throw new EvaluationException("no map");
    }

    /** The elements of the target, each of which counts as a step. */
    Iterator<Value> iterator() {
        return iterator(target);
    }

    Iterator<Value> iterator(Value collection) {
        return evaluator.counted(elements(collection).source().from(0));
    }

    Iterator<View.Pair> pairs(Value map) {
        return evaluator.counted(entries(map).source().from(0));
    }

    /** All elements of the target; {@link EvaluationException} when they are too many to be held. */
    List<Value> all() {
        return all(iterator());
    }

    static List<Value> all(Iterator<Value> iterator) {
        List<Value> all = new ArrayList<>();
        while (iterator.hasNext()) {
            if (all.size() == MAX_HELD) {
                throw new EvaluationException(
                        "more than " + MAX_HELD + " elements: narrow them by filter() or limit()");
            }
            all.add(iterator.next());
        }
        return all;
    }

    String string() {
        String string = texts().string(views().resolve(target));
        if (string == null) {
            throw new EvaluationException("no string");
        }
        return string;
    }

    private static final int MAX_HELD = 2_000_000;
}
