package jpm.agent.instrument.cases;

import java.util.concurrent.locks.LockSupport;

/** Dies at the end of recursions of different kinds; the argument chooses which. */
public final class Depths {
    private static int entered;

    private Depths() {}

    public static void main(String[] args) {
        switch (args[0]) {
            case "deep" -> descend(10_000, "bottom");
            case "overflow" -> overflow(0L);
            case "warm" -> {
                for (int i = 0; i < 20_000; i++) {
                    warm(i % 7 + 1, i, "call " + i);
                }
                warm(0, 42, "last");
            }
            case "stackless" -> stackless(3);
            case "slow" -> slow(new byte[] {1, 2, 3});
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static int descend(int depth, String name) {
        return depth == 0 ? name.charAt(99) : descend(depth - 1, name) + 1;
    }

    private static long overflow(long depth) {
        entered++;
        return overflow(depth + 1) + 1;
    }

    private static int warm(int divisor, long number, String name) {
        Object[] boxed = {number, name};
        double half = number / 2.0;
        int quotient = 100 / divisor;
        return boxed.length + quotient + (int) half;
    }

    private static final class Stackless extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stackless() {
            super("stackless", null, false, false);
        }
    }

    private static void stackless(int depth) {
        if (depth == 0) {
            throwStackless("inner");
        } else {
            stackless(depth - 1);
        }
    }

    private static void throwStackless(String name) {
        throw new Stackless();
    }

    /** Takes longer on its way out than the runtime keeps what nobody asks for. */
    private static void slow(byte[] data) {
        long end = System.nanoTime() + 8_000_000_000L;
        try {
            data[7] = 1;
        } finally {
            while (System.nanoTime() < end) {
                System.gc();
                LockSupport.parkNanos(200_000_000L);
            }
        }
    }
}
