package jpm.jdwp;

/** Answers one kind of command. */
@FunctionalInterface
interface Command {
    /** Writes the reply's data; {@link CommandFailure} in place of data. */
    void answer(Request request, Answer answer, Attachment client);
}
