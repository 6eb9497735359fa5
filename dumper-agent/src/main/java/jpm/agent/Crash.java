package jpm.agent;

/**
 * What a dump is about.
 *
 * @param thrown what was thrown
 * @param thread the thread that threw it
 * @param trigger where the agent learned of it, as {@code Thread.dispatchUncaughtException}
 * @param reason why there is a dump: {@code uncaught}, {@code swallowed} or {@code oom}
 * @param signature equal for the same failure, see {@link Signature}
 * @param epochMillis when
 * @param heapWanted whether the heap belongs into the dump
 * @param heapWhy why, or why not
 */
record Crash(
        Throwable thrown,
        Thread thread,
        String trigger,
        String reason,
        String signature,
        long epochMillis,
        boolean heapWanted,
        String heapWhy) {}
