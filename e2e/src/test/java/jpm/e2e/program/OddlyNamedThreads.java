package jpm.e2e.program;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CountDownLatch;

/** Writes its own heap dump while threads wait whose names are hard to show. */
public final class OddlyNamedThreads {
    private OddlyNamedThreads() {}

    /** @param args the file to write */
    public static void main(String[] args) throws IOException, InterruptedException {
        String[] names = {"日本語", "cafe\u0301", "😀 smile", "\u001b[31mred\u0007", "\u202Eright to left"};
        CountDownLatch started = new CountDownLatch(names.length);
        CountDownLatch never = new CountDownLatch(1);
        for (String name : names) {
            Thread thread = new Thread(() -> waitForever(started, never), name);
            thread.setDaemon(true);
            thread.start();
        }
        started.await();
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(args[0], true);
    }

    private static void waitForever(CountDownLatch started, CountDownLatch never) {
        started.countDown();
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
