package jpm.service.json;

/** A text that is no JSON, or JSON that is no message of its kind. The message is a clause that says what is wrong. */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1;

    public MalformedJsonException(String message) {
        super(message);
    }
}
