package jpm.agent.probe;

/** How much a logpoint may write: half of what all may, which is twelve lines and 20 KiB a second; twice that at once. */
final class LogQuota {
    private static final double LINES_PER_SECOND = 12;
    private static final double BYTES_PER_SECOND = 20 * 1024;
    private static final double BURST = 2;
    private static final long PAUSE_NANOS = 500_000_000L;

    private final Shared all;
    private final Shared own = new Shared(LINES_PER_SECOND / 2, BYTES_PER_SECOND / 2);
    private volatile long pausedUntil;

    private LogQuota(Shared all) {
        this.all = all;
    }

    /** Lines and bytes. */
    static final class Shared {
        private final LeakyBucket lines;
        private final LeakyBucket bytes;

        private Shared(double linesPerSecond, double bytesPerSecond) {
            lines = new LeakyBucket(linesPerSecond, linesPerSecond * BURST);
            bytes = new LeakyBucket(bytesPerSecond, bytesPerSecond * BURST);
        }
    }

    /** What all logpoints may write. */
    static Shared ofAll() {
        return new Shared(LINES_PER_SECOND, BYTES_PER_SECOND);
    }

    /** The quota of one logpoint among all. */
    static LogQuota within(Shared all) {
        return new LogQuota(all);
    }

    /** Whether the quota was exceeded lately: nothing is to be written. */
    boolean isPaused() {
        long until = pausedUntil;
        return until != 0 && System.nanoTime() - until < 0;
    }

    /** Whether another line may be written; where not, pauses. */
    boolean takesLine() {
        long now = System.nanoTime();
        return own.lines.take(1, now) && all.lines.take(1, now) || pause(now);
    }

    /** Whether so many bytes may be written; where not, pauses. */
    boolean takesBytes(int count) {
        long now = System.nanoTime();
        return own.bytes.take(count, now) && all.bytes.take(count, now) || pause(now);
    }

    private boolean pause(long now) {
        pausedUntil = now + PAUSE_NANOS;
        return false;
    }
}
