package jpm.expr;

import java.util.Iterator;
import java.util.Map;
import jpm.value.Value;

/** An iterator, as the loops of the program's methods use one; it is only ever held within an evaluation. */
record Iteration(Iterator<Value> elements) {
    static final Map<String, Method> METHODS =
            Map.of("hasNext/0", call -> Arithmetic.bool(of(call).hasNext()), "next/0", Iteration::next);

    private static Iterator<Value> of(Invocation call) {
        return ((Iteration) ((Value.Host) call.target()).object()).elements;
    }

    private static Value next(Invocation call) {
        if (!of(call).hasNext()) {
            throw new EvaluationException("java.util.NoSuchElementException");
        }
        return of(call).next();
    }
}
