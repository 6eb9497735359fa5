package jpm.debug;

/** A command that cannot be done; the message is a sentence for its user. */
class CommandException extends RuntimeException {
    CommandException(String message) {
        super(message);
    }
}
