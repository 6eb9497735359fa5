package jpm.agent.probe;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a breakpoint may cost: half of what all may, which is a share of one CPU.
 *
 * <p>A burst of ten seconds' worth is let through, because what a program does in a second is seldom what it does all day.
 */
final class CostQuota {
    private static final double SHARE_OF_CPU = 0.01;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BURST_SECONDS = 10;
    /** What a passage costs that only asks a quick condition. */
    private static final double PASS_NANOS = 15;
    /** The first evaluations load classes and are not compiled: more than this says nothing about the later ones. */
    private static final long MAX_FIRST_NANOS = 500_000;

    private static final int FIRST = 32;

    private final LeakyBucket all;
    private final LeakyBucket own = bucket(SHARE_OF_CPU / 2);
    private final AtomicInteger evaluations = new AtomicInteger();

    private CostQuota(LeakyBucket all) {
        this.all = all;
    }

    /** The quota of all breakpoints together. */
    static LeakyBucket ofAll() {
        return bucket(SHARE_OF_CPU);
    }

    /** The quota of one breakpoint among all. */
    static CostQuota within(LeakyBucket all) {
        return new CostQuota(all);
    }

    private static LeakyBucket bucket(double share) {
        return new LeakyBucket(share * NANOS_PER_SECOND, share * NANOS_PER_SECOND * BURST_SECONDS);
    }

    /** Accounts for passages; false when they are too many. */
    boolean passed(int passes) {
        return take((long) (passes * PASS_NANOS));
    }

    /** Accounts for the time of one evaluation; false when it is too much. */
    boolean spent(long nanos) {
        boolean isFirst = evaluations.get() < FIRST && evaluations.getAndIncrement() < FIRST;
        return take(isFirst ? Math.min(nanos, MAX_FIRST_NANOS) : nanos);
    }

    private boolean take(long nanos) {
        long now = System.nanoTime();
        return own.take(nanos, now) && all.take(nanos, now);
    }
}
