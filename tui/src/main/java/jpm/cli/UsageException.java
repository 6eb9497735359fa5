package jpm.cli;

import jpm.io.JpmException;

/** A command line that jpm does not understand. */
final class UsageException extends JpmException {
    private static final long serialVersionUID = 1;

    /** @param hint what to do, as a clause that follows "try: " */
    UsageException(String message, String hint) {
        super(message, hint);
    }
}
