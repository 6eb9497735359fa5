package jpm.victim.framework;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** A task that Spring repeats. */
public final class ScheduledVictim {
    private ScheduledVictim() {}

    public static void main(String[] args) throws InterruptedException {
        CountDownLatch twice = new CountDownLatch(2);
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.initialize();
        scheduler.scheduleAtFixedRate(
                () -> {
                    twice.countDown();
                    Shop.sell(3);
                },
                Duration.ofMillis(1));
        twice.await();
        scheduler.shutdown();
        System.out.println("repeated");
    }
}
