package jpm.expr;

/** How much one evaluation may look at: a dump holds collections of any size, and an expression can go over them within each other. */
final class Budget {
    private static final int MAX_STEPS = 10_000_000;
    private static final int CHECK_EVERY = 1 << 12;

    private final Scope scope;
    private int steps;

    Budget(Scope scope) {
        this.scope = scope;
    }

    void reset() {
        steps = 0;
    }

    /** Counts an element, a comparison or an operation. */
    void step() {
        if (++steps > MAX_STEPS) {
            throw new EvaluationException("gave up after " + MAX_STEPS + " steps");
        }
        if (steps % CHECK_EVERY == 0) {
            scope.checkCancelled();
        }
    }
}
