package jpm.testdata.programs;

import static jpm.testdata.oracle.Oracle.say;

import java.util.Objects;
import jpm.testdata.oracle.Oracle;

/** Static initialisers that die; a class can do that once in a process. */
final class Initialisers {
    private Initialisers() {}

    /** Dies while it is initialised. */
    static final class Broken {
        static final int VALUE;

        static {
            int local = 17;
            String text = "in clinit";
            say().of("local", local).of("text", String.class, text).end();
            VALUE = checked(local);
        }

        private static int checked(int number) {
            long twice = number * 2L;
            say().of("number", number).of("twice", twice).end();
            Oracle.die("static initialiser");
            return number;
        }

        private Broken() {}
    }

    static void exceptionInInitializer() {
        int before = 3;
        say().of("before", before).end();
        Objects.checkIndex(before, Broken.VALUE);
    }

    /** The class is in error by the second use. */
    static void noClassDefFound() {
        String where = "second use";
        say().of("where", String.class, where).end();
        Objects.checkIndex(where.length(), Broken.VALUE);
    }
}
