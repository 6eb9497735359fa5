package jpm.value;

/** An object whose fields are not those that its class is known to have; it is then shown as its fields. */
final class UnknownLayoutException extends RuntimeException {
    UnknownLayoutException(String message) {
        super(message, null, false, false);
    }
}
