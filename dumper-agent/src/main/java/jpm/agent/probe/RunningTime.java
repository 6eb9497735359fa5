package jpm.agent.probe;

/**
 * How long an evaluation has run. Between two looks at the clock it does little; when much time lies between them, the thread stood still, for the
 * garbage collector or because others had the CPU, and that is no cost of the evaluation. Not thread-safe.
 */
final class RunningTime {
    private static final long MAX_NANOS_BETWEEN_LOOKS = 5_000_000;

    private long lastNanos;
    private long ranNanos;

    /** @param startNanos when it begins, as all times here one of {@link System#nanoTime} */
    RunningTime(long startNanos) {
        lastNanos = startNanos;
    }

    /** Looks at the clock; gives for how many nanoseconds it has run so far. */
    long until(long nowNanos) {
        ranNanos += Math.min(nowNanos - lastNanos, MAX_NANOS_BETWEEN_LOOKS);
        lastNanos = nowNanos;
        return ranNanos;
    }
}
