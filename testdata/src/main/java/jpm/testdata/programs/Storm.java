package jpm.testdata.programs;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Threads that die and are replaced, of many different failures: arguments are how many threads at a time, kinds of failures, and
 * milliseconds. Prints how many died, and how many of each kind.
 */
public final class Storm {
    private static final AtomicLong DEATHS = new AtomicLong();

    private Storm() {}

    public static void main(String[] args) throws InterruptedException {
        int kinds = Integer.parseInt(args[1]);
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> DEATHS.incrementAndGet());
        AtomicLongArray deaths = new AtomicLongArray(kinds);
        long end = System.nanoTime() + Long.parseLong(args[2]) * 1_000_000;
        Thread[] starters = new Thread[Integer.parseInt(args[0])];
        for (int i = 0; i < starters.length; i++) {
            starters[i] = starter(i, deaths, end);
            starters[i].start();
        }
        for (Thread starter : starters) {
            starter.join();
        }
        System.out.println(DEATHS);
        System.out.println(deaths);
    }

    private static Thread starter(int number, AtomicLongArray deaths, long end) {
        return new Thread(() -> {
            for (int i = number; System.nanoTime() < end; i++) {
                int kind = i % deaths.length();
                deaths.incrementAndGet(kind);
                die(kind);
            }
        });
    }

    private static void die(int kind) {
        Thread thread = new Thread(() -> serve(kind, new long[] {kind, kind * 2L}));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void serve(int kind, long[] order) {
        Arrays.sort(order);
        double total = 0;
        for (int i = 0; i < 20_000; i++) {
            total += Math.sqrt(i + order[i & 1]);
        }
        fail(kind / 10, kind % 10, total);
    }

    private static void fail(int tens, int ones, double total) {
        switch (tens) {
            case 0 -> failZero(ones, total);
            case 1 -> failOne(ones, total);
            case 2 -> failTwo(ones, total);
            case 3 -> failThree(ones, total);
            default -> failFour(ones, total);
        }
    }

    private static void failZero(int ones, double total) {
        raise(ones, total);
    }

    private static void failOne(int ones, double total) {
        raise(ones, total);
    }

    private static void failTwo(int ones, double total) {
        raise(ones, total);
    }

    private static void failThree(int ones, double total) {
        raise(ones, total);
    }

    private static void failFour(int ones, double total) {
        raise(ones, total);
    }

    private static void raise(int ones, double total) {
        String text = "failed with " + total;
        switch (ones) {
            case 0 -> throw new IllegalStateException(text);
            case 1 -> throw new IllegalArgumentException(text);
            case 2 -> throw new UnsupportedOperationException(text);
            case 3 -> throw new IndexOutOfBoundsException(text);
            case 4 -> throw new ArithmeticException(text);
            case 5 -> throw new NullPointerException(text);
            case 6 -> throw new ClassCastException(text);
            case 7 -> throw new NegativeArraySizeException(text);
            case 8 -> throw new ArrayStoreException(text);
            default -> throw new SecurityException(text);
        }
    }
}
