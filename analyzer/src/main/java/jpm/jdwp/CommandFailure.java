package jpm.jdwp;

/** A command that is answered with an error. */
final class CommandFailure extends RuntimeException {
    final ErrorCode code;

    CommandFailure(ErrorCode code) {
        super(code.name(), null, false, false);
        this.code = code;
    }
}
