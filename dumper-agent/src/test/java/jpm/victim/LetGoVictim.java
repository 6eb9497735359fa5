package jpm.victim;

import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Catches an exception, and prints how many milliseconds later what a frame of it held is gone. */
public final class LetGoVictim {
    private static final int LIMIT_SECONDS = 30;

    private LetGoVictim() {}

    public static void main(String[] args) {
        WeakReference<byte[]> local = fail(args.length);
        long start = System.nanoTime();
        while (local.get() != null && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            System.gc();
        }
        System.out.println(local.get() == null ? "gone" : "held");
        System.out.println(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private static WeakReference<byte[]> fail(int by) {
        Object[] seen = new Object[1];
        try {
            divide(seen, by);
        } catch (ArithmeticException expected) {
            return new WeakReference<>((byte[]) seen[0]);
        }
        throw new IllegalStateException();
    }

    private static int divide(Object[] seen, int by) {
        byte[] large = new byte[1 << 20];
        seen[0] = large;
        return large.length / by;
    }
}
