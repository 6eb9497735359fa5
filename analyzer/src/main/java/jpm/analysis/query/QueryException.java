package jpm.analysis.query;

import jpm.io.JpmException;

/** A query that cannot be understood or run. */
public final class QueryException extends JpmException {
    private static final long serialVersionUID = 1;

    private final int column;

    /** @param column where in the query the trouble is, from 1 */
    QueryException(String message, int column) {
        super(
                "cannot understand the query: " + message + " (column " + column + ")",
                "jpm help query explains the language");
        this.column = column;
    }

    /** Where in the query the trouble is, from 1. */
    public int column() {
        return column;
    }
}
