package jpm.agent.instrument.cases;

import java.util.concurrent.FutureTask;

/** Spends its time in one method of another class until its handlers are gone, and throws from it before and after. */
public final class Hot {
    private static volatile long sink;

    private Hot() {}

    public static void main(String[] args) {
        spinUntil("jpm.test.takenOut");
        FutureTask<Long> swallowed = new FutureTask<>(() -> Worker.work(-1));
        swallowed.run();
        spinUntil("jpm.test.putBack");
        Worker.work(-2);
    }

    private static void spinUntil(String property) {
        while (System.getProperty(property) == null) {
            sink += Worker.work(2_000_000);
            long half = sink;
            for (int i = 0; i < 2_000_000; i++) {
                half = half * 31 + i;
            }
            sink = half;
        }
    }

    private static final class Worker {
        static long work(int rounds) {
            long sum = 0;
            for (int i = 0; i < rounds; i++) {
                sum = sum * 31 + i;
            }
            if (rounds < 0) {
                throw new IllegalArgumentException("rounds: " + rounds);
            }
            return sum;
        }
    }
}
