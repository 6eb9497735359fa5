package jpm.debug;

/** Takes what a command says while it is still at work. */
@FunctionalInterface
public interface CommandOutput {
    /** @param lines whole lines, each ended by a newline */
    void write(String lines);
}
