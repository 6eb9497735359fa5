package jpm.debug;

/**
 * What a command has to say.
 *
 * @param text lines, each ended by a newline; empty when there is nothing to say
 * @param quit whether the user wants to leave
 * @param error whether the command failed; {@code text} then says why
 */
public record CommandResult(String text, boolean quit, boolean error) {
    static CommandResult of(String text) {
        return new CommandResult(text, false, false);
    }

    static CommandResult error(String text) {
        return new CommandResult(text.endsWith("\n") ? text : text + "\n", false, true);
    }
}
