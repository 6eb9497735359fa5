package jpm.testdata.programs;

import static jpm.testdata.oracle.Oracle.say;
import static jpm.testdata.oracle.Oracle.sayAt;

import jpm.testdata.oracle.Oracle;

/** One method on the stack very often. */
final class Recursion {
    /** Frames of the one method. */
    static final int DEPTH = 10_000;

    private static final int ABOVE_ALL_CALLERS = 1_000;

    private Recursion() {}

    static void deep() {
        int levels = Oracle.muted() ? 10 : DEPTH;
        say().of("levels", levels).end();
        down(levels, 1L);
    }

    private static long down(int level, long product) {
        String label = "level " + level;
        sayAt(ABOVE_ALL_CALLERS + DEPTH - level)
                .of("level", level)
                .of("product", product)
                .of("label", String.class, label)
                .end();
        if (level == 0) {
            Oracle.die("bottom");
            return product;
        }
        return down(level - 1, product * 3 + level) + label.length();
    }

    /** Two methods call each other; the same line is on the stack with different values. */
    static void mutual() {
        int turns = 40;
        say().of("turns", turns).end();
        even(turns);
    }

    private static boolean even(int n) {
        say().of("n", n).end();
        if (n == 0) {
            Oracle.die("even");
            return true;
        }
        return odd(n - 1);
    }

    private static boolean odd(int n) {
        long twice = n * 2L;
        say().of("n", n).of("twice", twice).end();
        return n != 0 && even(n - 1);
    }

    /** Each level catches what the deeper one threw and wraps it. */
    static void wrappingAtEachLevel() {
        say().end();
        wrap(5);
    }

    private static void wrap(int level) {
        String name = "wrap " + level;
        if (level == 0) {
            say().of("level", level).of("name", String.class, name).end();
            Oracle.die(name);
            return;
        }
        try {
            wrap(level - 1);
        } catch (RuntimeException e) {
            Oracle.sayWrapping()
                    .of("level", level)
                    .of("name", String.class, name)
                    .of("e", RuntimeException.class, e)
                    .end();
            throw new IllegalStateException(name, e);
        }
    }
}
