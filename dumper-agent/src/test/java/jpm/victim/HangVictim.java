package jpm.victim;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Does not move: its first argument says why. Ends when a file, its second, is there. */
public final class HangVictim {
    private HangVictim() {}

    public static void main(String[] args) throws InterruptedException {
        switch (args[0]) {
            case "lock" -> waitForLock(new ReentrantLock());
            case "deadlock" -> deadlock(new Object(), new Object());
            case "idle" -> start("idle", () -> sleep(args[0]));
            default -> throw new IllegalArgumentException(args[0]);
        }
        while (!new java.io.File(args[1]).exists()) {
            new CountDownLatch(1).await(20, TimeUnit.MILLISECONDS);
        }
        System.out.println("ended");
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void waitForLock(ReentrantLock lock) {
        lock.lock();
        start("waiter", () -> enter(lock, 3));
    }

    private static void enter(ReentrantLock lock, int apples) {
        lock.lock();
        System.out.println(apples);
    }

    private static void deadlock(Object one, Object other) {
        CountDownLatch both = new CountDownLatch(2);
        start("first", () -> enter(one, other, both));
        start("second", () -> enter(other, one, both));
    }

    private static void enter(Object outer, Object inner, CountDownLatch both) {
        synchronized (outer) {
            both.countDown();
            while (both.getCount() > 0) {
                Thread.onSpinWait();
            }
            synchronized (inner) {
                System.out.println("entered");
            }
        }
    }

    private static void sleep(String text) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            System.out.println(text);
        }
    }
}
