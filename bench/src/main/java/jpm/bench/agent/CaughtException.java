package jpm.bench.agent;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * One process of the caught-exception measurement: nanoseconds of CPU for an exception thrown {@code depth} calls down and caught, with a stack
 * trace and without. Prints one line {@code depth trace nanos} per case.
 */
public final class CaughtException {
    private static final int REPEATS = 7;
    private static final int THROWS = 20_000;

    private CaughtException() {}

    private static final class Stackless extends RuntimeException {
        Stackless() {
            super("stackless", null, false, false);
        }
    }

    public static void main(String[] args) {
        for (int depth : new int[] {5, 50}) {
            for (boolean trace : new boolean[] {true, false}) {
                System.out.println(depth + " " + trace + " " + median(depth, trace));
            }
        }
    }

    private static long median(int depth, boolean trace) {
        long[] nanos = new long[REPEATS];
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            nanos[repeat] = nanosPerThrow(depth, trace);
        }
        Arrays.sort(nanos);
        return nanos[REPEATS / 2];
    }

    private static long nanosPerThrow(int depth, boolean trace) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        int caught = 0;
        for (int i = 0; i < THROWS; i++) {
            try {
                descend(depth, trace, "request " + (i & 7), i);
            } catch (RuntimeException e) {
                caught++;
            }
        }
        if (caught != THROWS) {
            throw new AssertionError(caught);
        }
        return (threads.getCurrentThreadCpuTime() - start) / THROWS;
    }

    @SuppressWarnings("InfiniteRecursion") // the throw at depth 0 ends it
    private static long descend(int depth, boolean trace, String request, long sum) {
        if (depth == 0) {
            throw trace ? new IllegalStateException(request) : new Stackless();
        }
        long next = sum + depth;
        return descend(depth - 1, trace, request, next) + next;
    }
}
