package jpm.agent;

/**
 * What a dump is about.
 *
 * @param thrown what was thrown
 * @param thread the thread that threw it
 * @param trigger where the agent learned of it, as {@code Thread.dispatchUncaughtException}
 * @param reason why there is a dump: {@code uncaught}, {@code swallowed}, {@code oom} or {@code breakpoint}
 * @param signature equal for the same failure, see {@link Signature}
 * @param epochMillis when
 * @param heapWanted whether the heap belongs into the dump
 * @param heapWhy why, or why not
 */
public record Crash(
        Throwable thrown,
        Thread thread,
        String trigger,
        String reason,
        String signature,
        long epochMillis,
        boolean heapWanted,
        String heapWhy) {
    /** The reason of a dump of a line that was hit. */
    public static final String BREAKPOINT = "breakpoint";

    /** The reason of a dump of a thread that does not move. */
    static final String HANG = "hang";
    /** The reason of a dump of a process that the kernel may soon kill. */
    static final String PRESSURE = "pressure";

    /** Whether something was thrown; else {@code thrown} only stands for the place. */
    boolean isFailure() {
        return !reason.equals(BREAKPOINT) && !reason.equals(HANG) && !reason.equals(PRESSURE);
    }
}
