package jpm.expr;

/** An expression that cannot be read or evaluated; the message is one clause, {@link #column()} says where. */
public final class ExpressionException extends RuntimeException {
    private final int column;

    /** @param column from 0, within the expression's text */
    public ExpressionException(String message, int column) {
        super(message);
        this.column = column;
    }

    /** Where in the expression, in chars from 0. */
    public int column() {
        return column;
    }
}
