package jpm.io;

/**
 * A dump, index, store or request that cannot be used. Messages are one clause that says what failed and why; {@link #hint()} says
 * what to do about it. Programming errors stay {@link IllegalArgumentException} and {@link IllegalStateException}.
 */
public class JpmException extends RuntimeException {
    private final String hint;

    public JpmException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    public JpmException(String message, String hint, Throwable cause) {
        super(message, cause);
        this.hint = hint;
    }

    /** One sentence on what to do, or the empty string. */
    public String hint() {
        return hint;
    }
}
