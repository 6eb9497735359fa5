package jpm.value;

/**
 * An object whose fields are not those that its class is known to have; it is then shown as its fields. The parts of a view are read late, so that
 * iterating over a damaged object's parts may end in it.
 */
public final class UnknownLayoutException extends RuntimeException {
    UnknownLayoutException(String message) {
        super(message, null, false, false);
    }
}
