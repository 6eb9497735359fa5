package jpm.testdata.known;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/** A process with known threads, locks and objects: writes its heap, and prints what the JVM itself says of its threads. */
public final class KnownProcess {
    /** How many there are of {@link Widget} alone; their weights count from 0. */
    public static final int WIDGETS = 1000;

    /** How many there are of {@link HeavyWidget}. */
    public static final int HEAVY_WIDGETS = 10;

    static final Object FIRST_MONITOR = new FirstMonitor();
    static final Object SECOND_MONITOR = new SecondMonitor();
    static final Object BUSY_MONITOR = new BusyMonitor();
    static final Object WAITED_MONITOR = new WaitedMonitor();
    static final ReentrantLock FIRST_LOCK = new ReentrantLock();
    static final ReentrantLock SECOND_LOCK = new ReentrantLock();
    static final List<Widget> KEPT = new ArrayList<>();
    static final List<byte[]> BALLAST = new ArrayList<>();

    private KnownProcess() {}

    /** A monitor that is told by its class. */
    static final class FirstMonitor {}

    /** Likewise. */
    static final class SecondMonitor {}

    /** Likewise. */
    static final class BusyMonitor {}

    /** Likewise. */
    static final class WaitedMonitor {}

    /** Something to count. */
    static class Widget {
        final int weight;
        final String label;

        Widget(int weight) {
            this.weight = weight;
            this.label = "widget " + weight;
        }
    }

    /** A subclass of it. */
    static final class HeavyWidget extends Widget {
        HeavyWidget(int weight) {
            super(weight);
        }
    }

    /** The argument is the file to write. */
    public static void main(String[] arguments) throws Exception {
        for (int i = 0; i < WIDGETS; i++) {
            KEPT.add(new Widget(i));
        }
        for (int i = 0; i < HEAVY_WIDGETS; i++) {
            KEPT.add(new HeavyWidget(1_000_000 + i));
        }
        BALLAST.add(new byte[5_000_000]);
        CountDownLatch ready = new CountDownLatch(4);
        start("monitor-1", () -> lockBoth(FIRST_MONITOR, SECOND_MONITOR, ready));
        start("monitor-2", () -> lockBoth(SECOND_MONITOR, FIRST_MONITOR, ready));
        start("lock-1", () -> lockBoth(FIRST_LOCK, SECOND_LOCK, ready));
        start("lock-2", () -> lockBoth(SECOND_LOCK, FIRST_LOCK, ready));
        start("owner", KnownProcess::holdForever);
        start("blocked", KnownProcess::enterBusy);
        start("waiting", KnownProcess::waitForever);
        Runnable idle = KnownProcess::holdNothing;
        start("idle-1", idle);
        start("idle-2", idle);
        awaitStates();
        tell();
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(arguments[0], true);
        Runtime.getRuntime().halt(0);
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void lockBoth(Object first, Object second, CountDownLatch ready) {
        synchronized (first) {
            arrive(ready);
            synchronized (second) {
                LockSupport.park();
            }
        }
    }

    private static void lockBoth(ReentrantLock first, ReentrantLock second, CountDownLatch ready) {
        first.lock();
        arrive(ready);
        second.lock();
    }

    private static void arrive(CountDownLatch ready) {
        ready.countDown();
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void holdForever() {
        synchronized (BUSY_MONITOR) {
            while (true) {
                LockSupport.park();
            }
        }
    }

    private static void holdNothing() {
        while (true) {
            LockSupport.park();
        }
    }

    private static void enterBusy() {
        awaitState("owner", Thread.State.WAITING);
        synchronized (BUSY_MONITOR) {
            LockSupport.park();
        }
    }

    private static void waitForever() {
        synchronized (WAITED_MONITOR) {
            try {
                while (true) {
                    WAITED_MONITOR.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void awaitStates() {
        for (String blocked : List.of("monitor-1", "monitor-2", "blocked")) {
            awaitState(blocked, Thread.State.BLOCKED);
        }
        for (String waiting : List.of("lock-1", "lock-2", "owner", "waiting", "idle-1", "idle-2")) {
            awaitState(waiting, Thread.State.WAITING);
        }
    }

    private static void awaitState(String name, Thread.State state) {
        boolean isReached = false;
        while (!isReached) {
            Thread.onSpinWait();
            isReached = Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().equals(name) && thread.getState() == state);
        }
    }

    /** One line for each thread that is in a deadlock or waits for a lock. */
    private static void tell() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] deadlocked = threads.findDeadlockedThreads();
        System.out.println("deadlocked "
                + Arrays.stream(threads.getThreadInfo(deadlocked))
                        .map(ThreadInfo::getThreadName)
                        .sorted()
                        .collect(Collectors.joining(" ")));
        for (ThreadInfo info : threads.dumpAllThreads(true, true)) {
            if (info.getLockInfo() != null && info.getLockOwnerName() != null) {
                System.out.println(String.format(
                        Locale.ROOT,
                        "waits %s %s %s",
                        info.getThreadName(),
                        info.getLockInfo().getClassName(),
                        info.getLockOwnerName()));
            }
        }
    }
}
