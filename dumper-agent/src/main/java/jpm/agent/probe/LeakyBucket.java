package jpm.agent.probe;

/** Lets through so much a second on average, and some more at once. */
final class LeakyBucket {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double perSecond;
    private final double capacity;
    private double used;
    private long lastNanos;

    /** @param capacity how much may come at once */
    LeakyBucket(double perSecond, double capacity) {
        this.perSecond = perSecond;
        this.capacity = capacity;
    }

    /** Takes an amount at a time of {@link System#nanoTime}; false when there is no room for it, and then nothing is taken. */
    synchronized boolean take(double amount, long nanos) {
        double leaked = lastNanos == 0 ? 0 : (nanos - lastNanos) / NANOS_PER_SECOND * perSecond;
        used = Math.max(0, used - leaked);
        lastNanos = nanos;
        if (used + amount > capacity) {
            return false;
        }
        used += amount;
        return true;
    }
}
