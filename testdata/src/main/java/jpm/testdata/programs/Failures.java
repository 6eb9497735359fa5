package jpm.testdata.programs;

import static jpm.testdata.oracle.Oracle.say;
import static jpm.testdata.oracle.Oracle.sayWrapping;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import jpm.testdata.oracle.Oracle;

/** The ways in which exceptions come about and travel. */
final class Failures {
    private Failures() {}

    static void explicitThrow() {
        int cause = 1;
        String why = "because " + cause;
        say().of("cause", cause).of("why", String.class, why).end();
        if (Oracle.armed()) {
            throw new IllegalStateException(why);
        }
    }

    static void nullPointer() {
        String text = Oracle.armed() ? null : "text";
        int before = 3;
        say().of("text", String.class, text).of("before", before).end();
        int length = text.length();
        Oracle.die("not null: " + length + before);
    }

    static void arrayIndex() {
        int[] array = {1, 2, 3};
        int index = Oracle.armed() ? 3 : 2;
        say().of("array", int[].class, array).of("index", index).end();
        int element = array[index];
        Oracle.die("in bounds: " + element);
    }

    static void classCast() {
        Object value = Oracle.armed() ? (Object) 5 : "text";
        long other = 1L << 33;
        say().of("value", Object.class, value).of("other", other).end();
        String text = (String) value;
        Oracle.die("cast " + text + other);
    }

    static void division() {
        int divisor = Oracle.armed() ? 0 : 1;
        int dividend = 10;
        say().of("divisor", divisor).of("dividend", dividend).end();
        int quotient = dividend / divisor;
        Oracle.die("divided " + quotient);
    }

    static void arrayStore() {
        Object[] array = new Integer[1];
        Object value = Oracle.armed() ? "not an integer" : (Object) 1;
        say().of("array", Object[].class, array)
                .of("value", Object.class, value)
                .end();
        array[0] = value;
        Oracle.die("stored");
    }

    static void negativeSize() {
        int size = Oracle.armed() ? -5 : 5;
        say().of("size", size).end();
        long[] array = new long[size];
        Oracle.die("made " + array.length);
    }

    static void listIndex() {
        List<String> list = new ArrayList<>(List.of("a", "b"));
        int index = Oracle.armed() ? 7 : 1;
        say().of("list", List.class, list).of("index", index).end();
        String element = list.get(index);
        Oracle.die("element " + element);
    }

    static void parse() {
        String digits = Oracle.armed() ? "12x" : "12";
        double unrelated = 1.25;
        say().of("digits", String.class, digits).of("unrelated", unrelated).end();
        int number = Integer.parseInt(digits);
        Oracle.die("parsed " + number + unrelated);
    }

    static void nullKey() {
        String key = Oracle.armed() ? null : "key";
        Map<String, Integer> counts = new HashMap<>();
        say().of("key", String.class, key).of("counts", Map.class, counts).end();
        Map<String, Integer> map = Map.of(key, 1);
        Oracle.die("map " + map + counts);
    }

    static void concurrentModification() {
        List<Integer> numbers = new ArrayList<>(List.of(1, 2, 3));
        Iterator<Integer> iterator = numbers.iterator();
        int first = iterator.next();
        if (Oracle.armed()) {
            numbers.add(4);
        }
        say().of("numbers", List.class, numbers)
                .of("iterator", Iterator.class, iterator)
                .of("first", first)
                .end();
        int second = iterator.next();
        Oracle.die("second " + second);
    }

    static void checked() throws Exception {
        int code = 404;
        say().of("code", code).end();
        if (Oracle.armed()) {
            throw new java.io.IOException("code " + code);
        }
    }

    static void error() {
        byte flag = 1;
        say().of("flag", flag).end();
        if (Oracle.armed()) {
            throw new AssertionError("flag " + flag);
        }
    }

    /** Caught and thrown again as it is: the frame is where its exception came from, not where it was thrown again. */
    static void rethrown() {
        int level = 1;
        try {
            say().of("level", level).end();
            thrower(level + 1);
        } catch (IllegalStateException e) {
            level = -1;
            Oracle.use(level);
            throw e;
        }
    }

    private static void thrower(int depth) {
        String name = "thrower " + depth;
        say().of("depth", depth).of("name", String.class, name).end();
        Oracle.die(name);
    }

    /** Others are thrown and caught before the one that kills. */
    static void ignoredBefore() {
        int ignored = 0;
        for (int i = 0; i < 12; i++) {
            try {
                if (Oracle.armed()) {
                    throw new UnsupportedOperationException("ignored " + i);
                }
            } catch (UnsupportedOperationException e) {
                ignored++;
            }
        }
        say().of("ignored", ignored).end();
        thrower(ignored);
    }

    /** Three levels of wrapping. */
    static void wrapped() {
        int outermost = 1;
        try {
            middle("two");
        } catch (RuntimeException e) {
            sayWrapping()
                    .of("outermost", outermost)
                    .of("e", RuntimeException.class, e)
                    .end();
            throw new IllegalArgumentException("outer", e);
        }
    }

    private static void middle(String label) {
        long inMiddle = 22;
        try {
            innermost(label + inMiddle);
        } catch (Exception e) {
            sayWrapping()
                    .of("label", String.class, label)
                    .of("inMiddle", inMiddle)
                    .of("e", Exception.class, e)
                    .end();
            throw new RuntimeException("middle", e);
        }
    }

    private static void innermost(String argument) throws Exception {
        char[] letters = argument.toCharArray();
        say().of("argument", String.class, argument)
                .of("letters", char[].class, letters)
                .end();
        if (Oracle.armed()) {
            throw new java.io.FileNotFoundException(argument);
        }
    }

    /** An exception with two suppressed ones. */
    static void suppressed() {
        IllegalStateException main = new IllegalStateException("main");
        main.addSuppressed(new IllegalArgumentException("one"));
        main.addSuppressed(new java.io.IOException("two", new RuntimeException("cause of two")));
        int count = main.getSuppressed().length;
        say().of("main", IllegalStateException.class, main).of("count", count).end();
        if (Oracle.armed()) {
            throw main;
        }
    }

    /** Has neither stack trace nor suppressed exceptions. */
    static final class Stackless extends RuntimeException {
        Stackless(String message) {
            super(message, null, false, false);
        }
    }

    static void stackless() {
        int before = 1;
        say().of("before", before).end();
        throwsStackless("deep", before);
    }

    private static void throwsStackless(String where, int number) {
        float half = number / 2f;
        say().of("where", String.class, where)
                .of("number", number)
                .of("half", half)
                .end();
        if (Oracle.armed()) {
            throw new Stackless(where + half);
        }
    }

    private static final Stackless PREALLOCATED = new Stackless("preallocated");

    /** One exception object is thrown many times, caught each time but the last. */
    static void preallocated() {
        int caught = 0;
        for (int i = 0; i < 100; i++) {
            caught += catches(i);
        }
        say().of("caught", caught).end();
        throwsPreallocated(caught);
    }

    private static int catches(int i) {
        try {
            throwsPreallocated(i);
            return 0;
        } catch (Stackless e) {
            return 1;
        }
    }

    private static void throwsPreallocated(int which) {
        say().of("which", which).end();
        if (Oracle.armed()) {
            throw PREALLOCATED;
        }
    }

    /** Overrides what a curious agent could call; the program would notice. */
    static final class Touchy extends RuntimeException {
        Touchy() {
            super("touchy");
        }

        @Override
        public synchronized Throwable getCause() {
            return touched();
        }

        @Override
        public String getMessage() {
            touched();
            return "touched";
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            touched();
            return new StackTraceElement[0];
        }

        @Override
        public String toString() {
            touched();
            return "touched";
        }

        private static Throwable touched() {
            Oracle.announce("TOUCHED", Thread.currentThread().getName());
            return null;
        }
    }

    static void touchy() {
        int local = 12;
        say().of("local", local).end();
        if (Oracle.armed()) {
            throw new Touchy();
        }
    }

    /** Has fields of the names that {@link Throwable} uses, as some libraries' exceptions do. */
    static final class Shadowing extends RuntimeException {
        private final String stackTrace = "own text";
        private final String detailMessage;
        private final int cause = 5;

        Shadowing(String message, Throwable cause) {
            super(message, cause);
            detailMessage = "own " + message + stackTrace + this.cause;
        }

        String text() {
            return detailMessage;
        }
    }

    static void shadowing() {
        int level = 2;
        try {
            thrower(level);
        } catch (IllegalStateException e) {
            sayWrapping()
                    .of("level", level)
                    .of("e", IllegalStateException.class, e)
                    .end();
            throw new Shadowing("shadowing", e);
        }
    }

    /** The reflection wraps what the called method throws. */
    static void reflected() throws Exception {
        Method method = Failures.class.getDeclaredMethod("thrower", int.class);
        Integer argument = 9;
        say().of("method", Method.class, method)
                .of("argument", Integer.class, argument)
                .end();
        method.invoke(null, argument);
    }

    /** Causes that form a ring. */
    static void circularCause() {
        IllegalStateException first = new IllegalStateException("first");
        IllegalStateException second = new IllegalStateException("second", first);
        first.initCause(second);
        say().of("first", IllegalStateException.class, first)
                .of("second", IllegalStateException.class, second)
                .end();
        if (Oracle.armed()) {
            throw second;
        }
    }
}
