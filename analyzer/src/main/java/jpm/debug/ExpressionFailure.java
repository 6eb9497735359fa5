package jpm.debug;

import jpm.expr.ExpressionException;

/** A command that cannot be done because of an expression within it. */
final class ExpressionFailure extends CommandException {
    private final String expression;
    private final int column;

    ExpressionFailure(String expression, ExpressionException why) {
        super(String.valueOf(why.getMessage()));
        this.expression = expression;
        this.column = why.column();
    }

    /** The line with a mark under the place that the message is about; the expression alone where it is not in the line. */
    String pointed(String line) {
        int start = line.lastIndexOf(expression);
        String shown = start < 0 ? expression : line;
        int at = Math.min(Math.max(0, start) + column, shown.length());
        return FrameText.clean(shown) + "\n" + " ".repeat(at) + "^\n" + FrameText.clean(String.valueOf(getMessage()));
    }
}
