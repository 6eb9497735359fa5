package jpm.expr;

/** Why something cannot be evaluated; the evaluator adds where. */
final class EvaluationException extends RuntimeException {
    EvaluationException(String message) {
        super(message, null, false, false);
    }
}
