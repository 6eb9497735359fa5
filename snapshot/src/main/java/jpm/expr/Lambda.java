package jpm.expr;

import jpm.value.Value;

/** A function that an expression makes: a lambda, a method reference, a comparator. */
@FunctionalInterface
interface Lambda {
    Value apply(Value... arguments);

    /** The function as an argument of a call. */
    static Value value(Lambda lambda) {
        return new Value.Host(lambda);
    }
}
