package jpm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waiting for what another process does. */
final class Await {
    private static final long MAX_SECONDS = 60;
    private static final long PAUSE_MILLIS = 50;

    private Await() {}

    /** Asks until the answer is as it should be; fails after a minute. */
    static <T> T until(Supplier<T> asked, Predicate<T> holds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
        T answer = asked.get();
        while (!holds.test(answer)) {
            assertThat(System.nanoTime()).as("still %s", answer).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
            answer = asked.get();
        }
        return answer;
    }
}
