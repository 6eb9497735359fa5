package jpm.e2e.program;

import java.util.concurrent.CountDownLatch;

/** A worker dies, and the program goes on. */
public final class DyingWorker {
    private DyingWorker() {}

    public static void main(String[] args) throws InterruptedException {
        new Thread(() -> work(args[0]), "worker").start();
        new CountDownLatch(1).await();
    }

    private static void work(String password) {
        String job = "job of " + password.length();
        throw new IllegalStateException(job);
    }
}
