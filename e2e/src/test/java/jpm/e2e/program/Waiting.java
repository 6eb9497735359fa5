package jpm.e2e.program;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Two threads that hold something and wait; prints a line when both do, and goes on until it is ended. */
public final class Waiting {
    private Waiting() {}

    public static void main(String[] args) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        Thread clerk = new Thread(() -> keep("Dear customer " + args.length, begun), "clerk");
        clerk.setDaemon(true);
        clerk.start();
        begun.await();
        hold(List.of("apples", "pears"));
    }

    private static void keep(String letter, CountDownLatch begun) {
        begun.countDown();
        park();
        System.out.println(letter);
    }

    private static void hold(List<String> order) {
        System.out.println("waiting");
        park();
        System.out.println(order);
    }

    private static void park() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
