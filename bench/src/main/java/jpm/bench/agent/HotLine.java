package jpm.bench.agent;

import java.io.IOException;

/** Passes a line often, once per byte of its input, and prints the nanoseconds of a passage in the fastest of its rounds. */
public final class HotLine {
    /** The line that is passed. */
    static final int LINE = 37;

    private static final int ROUNDS = 15;
    private static final int PASSAGES = 100_000;
    private static long sum;

    private HotLine() {}

    public static void main(String[] args) throws IOException {
        while (System.in.read() >= 0) {
            double fastest = Double.MAX_VALUE;
            for (int round = 0; round < ROUNDS; round++) {
                fastest = Math.min(fastest, round(round));
            }
            System.out.println(fastest);
        }
    }

    private static double round(int seed) {
        long begun = System.nanoTime();
        long value = seed;
        for (int i = 0; i < PASSAGES; i++) {
            value = pass(value, i);
        }
        sum += value;
        return (System.nanoTime() - begun) / (double) PASSAGES;
    }

    private static long pass(long value, int i) {
        return value * 31 + i;
    }
}
