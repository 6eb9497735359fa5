package jpm.cli;

/** What jpm's exit codes mean. */
final class ExitCode {
    static final int DONE = 0;
    static final int NOTHING_FOUND = 1;
    static final int WRONG_USE = 2;
    static final int INTERRUPTED = 130;

    private ExitCode() {}
}
