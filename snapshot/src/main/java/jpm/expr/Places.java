package jpm.expr;

import java.time.DateTimeException;
import java.util.function.Supplier;
import jpm.value.UnknownLayoutException;

/** Where in the text an evaluation failed. */
final class Places {
    private Places() {}

    /** What the work gives; what it fails of is reported at the node. */
    static <T> T at(Node node, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw at(e, node);
        }
    }

    /** What an evaluation may end in, with its place; a fault of jpm's own as it is. */
    static RuntimeException at(RuntimeException e, Node node) {
        boolean expected = e instanceof EvaluationException
                || e instanceof UnknownLayoutException
                || e instanceof IndexOutOfBoundsException
                || e instanceof ArithmeticException
                || e instanceof IllegalArgumentException
                || e instanceof DateTimeException;
        return expected ? failure(e, node) : e;
    }

    private static ExpressionException failure(RuntimeException e, Node node) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof UnknownLayoutException) {
            message = "an object is damaged, or of a layout that jpm does not know: " + message;
        } else if (e instanceof IndexOutOfBoundsException) {
            message = "out of bounds: " + message;
        } else if (!(e instanceof EvaluationException)) {
            message = e.toString();
        }
        return new ExpressionException(message, node.column());
    }
}
