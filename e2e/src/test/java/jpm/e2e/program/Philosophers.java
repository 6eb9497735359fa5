package jpm.e2e.program;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** Two threads that wait for each other's fork, or one that waits for a fork that another never puts down, until something is to be read. */
public final class Philosophers {
    private static final class Fork {}

    private Philosophers() {}

    public static void main(String[] args) throws IOException {
        Fork left = new Fork();
        Fork right = new Fork();
        CountDownLatch seated = new CountDownLatch(2);
        start("Plato", () -> eat(left, right, seated));
        if (args[0].equals("deadlock")) {
            start("Kant", () -> eat(right, left, seated));
        } else {
            start("Kant", () -> hold(right, seated));
        }
        System.in.read();
    }

    private static void start(String name, Runnable life) {
        Thread thread = new Thread(life, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void eat(Fork first, Fork second, CountDownLatch seated) {
        synchronized (first) {
            await(seated);
            synchronized (second) {
                System.out.println("eaten");
            }
        }
    }

    private static void hold(Fork fork, CountDownLatch seated) {
        synchronized (fork) {
            await(seated);
            // Down to one, and nobody counts it.
            await(new CountDownLatch(2));
        }
    }

    private static void await(CountDownLatch latch) {
        latch.countDown();
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
