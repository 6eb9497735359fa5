package jpm.agent;

/**
 * What a dump is about.
 *
 * @param thrown what was thrown
 * @param thread the thread that threw it
 * @param trigger where the agent learned of it, as {@code Thread.dispatchUncaughtException}
 * @param reason why there is a dump: as {@code uncaught} or {@code oom}
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

    /** The reason of a dump of a program that runs well. */
    static final String CAPTURED = "captured";

    /** Whether something was thrown; else {@code thrown} only stands for the place. */
    boolean isFailure() {
        return !reason.equals(BREAKPOINT)
                && !reason.equals(HANG)
                && !reason.equals(PRESSURE)
                && !reason.equals(CAPTURED);
    }

    /** Whether the heap is worth any pause: it is what the dump is about, or somebody asked for it. */
    boolean isHeapWorthThePause() {
        return reason.equals("oom") || reason.equals(CAPTURED);
    }
}
