package jpm.testdata.programs;

import static jpm.testdata.oracle.Oracle.say;

import java.util.List;
import jpm.testdata.oracle.Case;
import jpm.testdata.oracle.Chain;
import jpm.testdata.oracle.Oracle;

/** Locks, finally, resources and scopes: the shapes that make exception tables and slots hard. */
final class Flow {
    private final Object lock = new Object();
    private int entered;

    private Flow() {}

    static void synchronizedMethods() {
        Flow flow = new Flow();
        say().of("flow", Flow.class, flow).end();
        flow.locked(2);
    }

    private synchronized void locked(int times) {
        int doubled = times * 2;
        say().self(this).of("times", times).of("doubled", doubled).end();
        staticallyLocked(doubled + 0.5);
    }

    private static synchronized void staticallyLocked(double weight) {
        long rounded = Math.round(weight);
        say().of("weight", weight).of("rounded", rounded).end();
        new Flow().lockedBlock(rounded);
    }

    private void lockedBlock(long argument) {
        int before = 1;
        synchronized (lock) {
            int within = before + 1;
            entered = 1;
            synchronized (this) {
                String innermost = "two locks";
                say().self(this)
                        .of("argument", argument)
                        .of("before", before)
                        .of("within", within)
                        .of("innermost", String.class, innermost)
                        .end();
                Chain.proceed();
            }
        }
        entered++;
    }

    static void finallyBlocks() {
        int outer = 1;
        StringBuilder log = new StringBuilder();
        try {
            int inTry = outer + 1;
            try {
                String innermost = "deep";
                say().of("outer", outer)
                        .of("log", StringBuilder.class, log)
                        .of("inTry", inTry)
                        .of("innermost", String.class, innermost)
                        .end();
                Chain.proceed();
            } finally {
                int inFinally = 99;
                log.append(inFinally);
                caughtInside("first");
            }
        } finally {
            long alsoInFinally = 100;
            log.append(alsoInFinally);
            caughtInside("second");
        }
    }

    /** Throws and catches an exception of its own, as clean-up code does. */
    private static void caughtInside(String label) {
        int tries = 3;
        try {
            throw new IllegalArgumentException(label + tries);
        } catch (IllegalArgumentException e) {
            tries--;
        }
    }

    /** A catch that does not fit and a finally around it. */
    static void catchThatDoesNotMatch() {
        int attempt = 1;
        try {
            double inTry = 0.5;
            say().of("attempt", attempt).of("inTry", inTry).end();
            Chain.proceed();
        } catch (UnsupportedOperationException e) {
            attempt = -1;
        } finally {
            attempt++;
        }
        Oracle.use(attempt);
    }

    /** Loop variables of nested labelled loops. */
    static void labelledLoops() {
        int[][] grid = {{1, 2}, {3, 4}, {5, 6}};
        int sum = 0;
        outer:
        for (int row = 0; row < grid.length; row++) {
            for (int column = 0; column < 2; column++) {
                if (grid[row][column] == 2) {
                    continue outer;
                }
                if (grid[row][column] == 4) {
                    say().of("grid", int[][].class, grid)
                            .of("sum", sum)
                            .of("row", row)
                            .of("column", column)
                            .end();
                    Chain.proceed();
                    break outer;
                }
                sum += grid[row][column];
            }
        }
    }

    /** One slot holds a long, then a string, then an int. */
    static void reusedSlots() {
        {
            long first = 1L << 50;
            Oracle.use(first);
        }
        {
            String second = "second";
            Oracle.use(second);
        }
        {
            int third = 3;
            float fourth = 4.5f;
            say().of("third", third).of("fourth", fourth).end();
            Chain.proceed();
        }
    }

    /** Variables of one name in sibling scopes. */
    static void shadowedNames() {
        for (int value = 0; value < 2; value++) {
            Oracle.use("int " + value);
        }
        for (String value : List.of("a", "b")) {
            Oracle.use(value);
        }
        {
            double value = 2.75;
            int other = 1;
            say().of("value", value).of("other", other).end();
            Chain.proceed();
        }
    }

    /** {@code later} is in scope and has no value yet. */
    static void notYetAssigned() {
        int now = 1;
        String later;
        say().of("now", now).end();
        Chain.proceed();
        later = "assigned " + now;
        Oracle.use(later);
    }

    /** Assigned on one path only. */
    static void assignedOnOnePath() {
        boolean taken = System.nanoTime() != 0;
        int maybe;
        if (taken) {
            maybe = 7;
            say().of("taken", taken).of("maybe", maybe).end();
            Chain.proceed();
        } else {
            maybe = 8;
        }
        Oracle.use("maybe " + maybe);
    }

    static void switches() {
        say().end();
        switched("two", 2);
    }

    private static int switched(String word, int number) {
        int result = switch (word) {
            case "one" -> 1;
            case "two" -> {
                int local = number * 10;
                say().of("word", String.class, word)
                        .of("number", number)
                        .of("local", local)
                        .end();
                Chain.proceed();
                yield local;
            }
            default -> 0;
        };
        return result;
    }

    static void instanceofPattern() {
        Object any = "pattern";
        if (any instanceof String text && !text.isEmpty()) {
            int length = text.length();
            say().of("any", Object.class, any)
                    .of("text", String.class, text)
                    .of("length", length)
                    .end();
            Chain.proceed();
        }
    }

    /** Many locals, so that slots beyond the one-byte forms are used and a handler's call needs several parts. */
    static void manyLocals() {
        int i0 = 0, i1 = 1, i2 = 2, i3 = 3, i4 = 4, i5 = 5, i6 = 6, i7 = 7;
        long l0 = 10, l1 = 11, l2 = 12, l3 = 13, l4 = 14, l5 = 15, l6 = 16, l7 = 17;
        String s0 = "0", s1 = "1", s2 = "2", s3 = "3", s4 = "4", s5 = "5", s6 = "6", s7 = null;
        double d0 = .0, d1 = .1, d2 = .2, d3 = .3, d4 = .4, d5 = .5, d6 = .6, d7 = .7;
        Oracle.Speech speech = say();
        speech.of("i0", i0).of("i1", i1).of("i2", i2).of("i3", i3);
        speech.of("i4", i4).of("i5", i5).of("i6", i6).of("i7", i7);
        speech.of("l0", l0).of("l1", l1).of("l2", l2).of("l3", l3);
        speech.of("l4", l4).of("l5", l5).of("l6", l6).of("l7", l7);
        speech.of("s0", String.class, s0).of("s1", String.class, s1);
        speech.of("s2", String.class, s2).of("s3", String.class, s3);
        speech.of("s4", String.class, s4).of("s5", String.class, s5);
        speech.of("s6", String.class, s6).of("s7", String.class, s7);
        speech.of("d0", d0).of("d1", d1).of("d2", d2).of("d3", d3);
        speech.of("d4", d4).of("d5", d5).of("d6", d6).of("d7", d7);
        speech.present("speech", Oracle.Speech.class).end();
        Chain.proceed();
    }

    static Case[] chain() {
        return new Case[] {
            Flow::synchronizedMethods,
            Flow::finallyBlocks,
            Flow::catchThatDoesNotMatch,
            Flow::labelledLoops,
            Flow::reusedSlots,
            Flow::shadowedNames,
            Flow::notYetAssigned,
            Flow::assignedOnOnePath,
            Flow::switches,
            Flow::instanceofPattern,
            Flow::manyLocals
        };
    }
}
