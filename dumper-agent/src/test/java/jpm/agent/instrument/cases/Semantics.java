package jpm.agent.instrument.cases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;

/** Runs many small methods with generated inputs, and prints every result, side effect and stack trace. */
public final class Semantics {
    private static final int INPUTS = 300;
    private static final Throwable SHARED = new IllegalStateException("shared", null) {
        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    };

    private final StringBuilder log = new StringBuilder();
    private final int[] numbers;
    private int field;

    private Semantics(Random random) {
        numbers = random.ints(6, -3, 9).toArray();
    }

    public static void main(String[] args) {
        Random random = new Random(20_261_121);
        for (int i = 0; i < INPUTS; i++) {
            Semantics semantics = new Semantics(random);
            semantics.run("finally", semantics::nestedFinally);
            semantics.run("resources", semantics::resources);
            semantics.run("locks", semantics::locks);
            semantics.run("catches", semantics::catches);
            semantics.run("loops", semantics::loops);
            semantics.run("retry", semantics::retry);
            semantics.run("returns", semantics::returnInFinally);
            semantics.run("recursion", semantics::recursion);
            semantics.run("constructor", semantics::construct);
            semantics.run("shared", Semantics::shared);
            semantics.run("wide", semantics::wide);
        }
    }

    private void run(String name, IntUnaryOperator body) {
        log.setLength(0);
        for (int x : numbers) {
            log.append(name).append(' ').append(x).append(": ");
            try {
                log.append(body.applyAsInt(x));
            } catch (Throwable t) {
                describe(t, 0);
            }
            log.append(" held=")
                    .append(Thread.holdsLock(this))
                    .append(" field=")
                    .append(field)
                    .append('\n');
        }
        System.out.print(log);
    }

    private void describe(Throwable t, int depth) {
        log.append(t.getClass().getName()).append('/').append(t.getMessage());
        for (StackTraceElement frame : t.getStackTrace()) {
            if (frame.getClassName().startsWith("jpm.")) {
                log.append(' ').append(frame.getMethodName()).append(':').append(frame.getLineNumber());
            }
        }
        Arrays.stream(t.getSuppressed()).forEach(each -> describe(each, depth + 1));
        if (t.getCause() != null && depth < 5) {
            describe(t.getCause(), depth + 1);
        }
    }

    private int check(int x, int limit) {
        if (x > limit) {
            throw new IllegalArgumentException("over " + limit + ": " + x);
        }
        return numbers[x] / (x - 1);
    }

    private int nestedFinally(int x) {
        int a = 1;
        try {
            long b = x;
            try {
                a += check(x, 4);
                b = a;
            } finally {
                log.append("inner").append(b);
                a += check(x - 1, 6);
            }
        } catch (IllegalArgumentException e) {
            log.append("caught");
            throw x > 7 ? e : new IllegalStateException(e);
        } finally {
            field += a;
            log.append("outer").append(a);
        }
        return a;
    }

    private final class Resource implements AutoCloseable {
        private final int failing;

        Resource(int failing) {
            this.failing = failing;
            check(failing, 7);
        }

        @Override
        public void close() {
            log.append("close").append(failing);
            check(failing, 3);
        }
    }

    private int resources(int x) {
        try (Resource first = new Resource(x);
                Resource second = new Resource(x - 1)) {
            return check(first.failing + second.failing, 9);
        }
    }

    private int locks(int x) {
        int sum = 0;
        synchronized (this) {
            synchronized (log) {
                sum += locked(x);
            }
            sum += check(x, 5);
        }
        return sum;
    }

    private synchronized int locked(int x) {
        double half = x / 2.0;
        return check((int) half, 2);
    }

    private int catches(int x) throws IllegalStateException {
        String step = "start";
        try {
            step = "check";
            return check(x, 3);
        } catch (ArithmeticException | ArrayIndexOutOfBoundsException e) {
            log.append(step).append(e.getMessage());
            try {
                return check(x + 1, 4);
            } catch (ArithmeticException inner) {
                inner.addSuppressed(e);
                throw inner;
            }
        } catch (IllegalArgumentException e) {
            e.addSuppressed(new Exception(step));
            throw e;
        }
    }

    private int loops(int x) {
        int total = 0;
        for (int i = 0; i < 4; i++) {
            char c = (char) ('a' + i);
            try {
                if (i == x) {
                    continue;
                }
                total += check(i + x, 5);
            } catch (ArithmeticException e) {
                total -= c;
                if (i == 3) {
                    break;
                }
            } finally {
                total++;
            }
        }
        return total;
    }

    private int retry(int x) {
        RuntimeException last = null;
        for (float attempt = 0; attempt < 3; attempt++) {
            try {
                return check(x - (int) attempt, 1);
            } catch (IllegalArgumentException e) {
                last = e;
            }
        }
        throw last;
    }

    @SuppressWarnings("finally")
    private int returnInFinally(int x) {
        try {
            check(x, 2);
        } finally {
            if (x % 2 == 0) {
                return -1;
            }
        }
        return 1;
    }

    private int recursion(int x) {
        try {
            if (x > 6) {
                throw new IllegalStateException("deep");
            }
            return recursion(x + 1);
        } finally {
            log.append(x);
        }
    }

    private static int shared(int x) {
        if (x > 2) {
            Semantics.<RuntimeException>sneak(SHARED);
        }
        return x;
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable t) throws T {
        throw (T) t;
    }

    private int wide(int x) {
        List<Integer> a = new ArrayList<>(List.of(x));
        String b = "b" + x;
        Object c = a;
        long d = x, e = d * 2, f = e * 2, g = f * 2;
        double h = g, i = h / 3;
        float j = (float) i;
        boolean k = j > 1;
        byte[] l = {1, 2};
        short m = l[0];
        int[][] n = new int[2][x];
        a.add(check(x, 8));
        return a.size()
                + b.length()
                + c.hashCode() % 2
                + (int) (d + e + f + g + h + i + j)
                + (k ? 1 : 0)
                + m
                + n.length;
    }

    private int construct(int x) {
        return new Child(numbers, x).value;
    }

    private static class Parent {
        final int value;

        Parent(int value, int[] from) {
            this.value = from[value];
        }
    }

    private static final class Child extends Parent {
        Child(int[] from, int index) {
            super(100 / index > 20 ? index : from.length, from);
            if (value > 5) {
                throw new IllegalStateException("child " + index);
            }
        }
    }
}
