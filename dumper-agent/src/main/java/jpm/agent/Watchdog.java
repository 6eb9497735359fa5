package jpm.agent;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds threads that have not moved for long though they have work to do, and threads that wait for each other for ever.
 *
 * <p>A thread is stuck that has had the same methods on its stack for so long, the application's among them, unless it waits for work: sleeps, waits
 * for a condition or for an element of a queue, or for a connection.
 */
final class Watchdog {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int LOOKS = 4;

    private final int stuckSeconds;
    private final Predicate<String> isApplication;
    private final Internals internals;
    private final Map<Thread, Standing> standings = new HashMap<>();
    private final List<Long> toldDeadlocks = new ArrayList<>();
    private int seconds;

    /** Where a thread was seen first, and since when. */
    private static final class Standing {
        private final int hash;
        private final long sinceNanos;
        private boolean told;

        Standing(int hash, long sinceNanos) {
            this.hash = hash;
            this.sinceNanos = sinceNanos;
        }
    }

    /** What is to be told of a thread. */
    record Finding(Thread thread, StackTraceElement[] stack, String message, String trigger) {}

    Watchdog(int stuckSeconds, Predicate<String> isApplication, Internals internals) {
        this.internals = internals;
        this.stuckSeconds = stuckSeconds;
        this.isApplication = isApplication;
    }

    /** What is new; to be asked once a second. */
    List<Finding> news() {
        List<Finding> news = new ArrayList<>();
        if (seconds++ % Math.max(1, stuckSeconds / LOOKS) != 0) {
            return news;
        }
        Map<Thread, StackTraceElement[]> stacks = Thread.getAllStackTraces();
        standings.keySet().retainAll(stacks.keySet());
        addDeadlock(stacks, news);
        for (Map.Entry<Thread, StackTraceElement[]> each : stacks.entrySet()) {
            Finding stuck = look(each.getKey(), each.getValue(), System.nanoTime());
            if (stuck != null) {
                news.add(stuck);
            }
        }
        return news;
    }

    private @Nullable Finding look(Thread thread, StackTraceElement[] stack, long now) {
        if (!isAtWork(stack)) {
            standings.remove(thread);
            return null;
        }
        int hash = methodsHash(stack);
        Standing standing = standings.get(thread);
        if (standing == null || standing.hash != hash) {
            standings.put(thread, new Standing(hash, now));
            return null;
        }
        long stood = (now - standing.sinceNanos) / NANOS_PER_SECOND;
        if (standing.told || stood < stuckSeconds) {
            return null;
        }
        standing.told = true;
        return new Finding(
                thread, stack, "thread " + thread.getName() + " has not moved for " + stood + " s", "Watchdog.stuck");
    }

    private boolean isAtWork(StackTraceElement[] stack) {
        boolean ofApplication = false;
        for (StackTraceElement frame : stack) {
            if (isApplication.test(frame.getClassName())) {
                ofApplication = true;
                break;
            }
            if (isIdle(frame)) {
                return false;
            }
        }
        return ofApplication;
    }

    // What stands above the application's innermost method tells what it waits for.
    private static boolean isIdle(StackTraceElement frame) {
        String type = frame.getClassName();
        return switch (frame.getMethodName()) {
            case "sleep", "accept", "accept0", "select", "take", "epollWait", "await", "awaitNanos" -> true;
            // Sockets are read by way of this one.
            case "poll" -> !type.equals("sun.nio.ch.Net");
            case "wait", "wait0", "join" -> type.equals("java.lang.Object") || type.equals("java.lang.Thread");
            case "read", "readBytes", "read0" -> type.startsWith("java.io.FileInputStream");
            default -> false;
        };
    }

    private static int methodsHash(StackTraceElement[] stack) {
        int hash = stack.length;
        for (StackTraceElement frame : stack) {
            hash = 31 * hash + frame.getClassName().hashCode();
            hash = 31 * hash + frame.getMethodName().hashCode();
        }
        return hash;
    }

    private void addDeadlock(Map<Thread, StackTraceElement[]> stacks, List<Finding> news) {
        long[] ids = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
        if (ids == null || toldDeadlocks.contains(ids[0])) {
            return;
        }
        Map<String, Thread> dead = new TreeMap<>();
        for (Map.Entry<Thread, StackTraceElement[]> each : stacks.entrySet()) {
            if (contains(ids, internals.id(each.getKey()))) {
                dead.put(each.getKey().getName(), each.getKey());
                Standing told = new Standing(methodsHash(each.getValue()), System.nanoTime());
                told.told = true;
                standings.put(each.getKey(), told);
            }
        }
        for (long id : ids) {
            toldDeadlocks.add(id);
        }
        if (!dead.isEmpty()) {
            Thread first = dead.values().iterator().next();
            String message = "threads wait for each other: " + String.join(", ", dead.keySet());
            news.add(new Finding(
                    first, stacks.getOrDefault(first, new StackTraceElement[0]), message, "Watchdog.deadlock"));
        }
    }

    private static boolean contains(long[] ids, long wanted) {
        for (long id : ids) {
            if (id == wanted) {
                return true;
            }
        }
        return false;
    }
}
