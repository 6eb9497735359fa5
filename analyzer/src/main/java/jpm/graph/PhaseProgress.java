package jpm.graph;

import java.util.concurrent.atomic.AtomicLong;

/** Reports how far a loop over objects has come, and stops it when that is asked for; cheap enough for every step. Thread-safe. */
final class PhaseProgress {
    private static final int REPORT_EVERY = 1 << 16;

    private final HeapOptions options;
    private final String phase;
    private final long total;
    private final AtomicLong done = new AtomicLong();

    PhaseProgress(HeapOptions options, String phase, long total) {
        this.options = options;
        this.phase = phase;
        this.total = total;
        options.progress().report(phase, 0, total);
    }

    /** To be called with every number of a row, in any direction. */
    void step(int number) {
        if ((number & REPORT_EVERY - 1) == 0) {
            options.cancellation().check();
            options.progress().report(phase, Math.min(total, done.addAndGet(REPORT_EVERY)), total);
        }
    }
}
