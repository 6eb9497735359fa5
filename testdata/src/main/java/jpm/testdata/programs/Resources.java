package jpm.testdata.programs;

import static jpm.testdata.oracle.Oracle.say;
import static jpm.testdata.oracle.Oracle.sayWrapping;

import java.io.IOException;
import jpm.testdata.oracle.Oracle;

/** try-with-resources, whose compiled form is a nest of handlers. */
final class Resources {
    private Resources() {}

    /** Fails to close when told so. */
    record Resource(String name, boolean failing) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            int closing = name.length();
            if (failing && Oracle.armed()) {
                throw new IOException(name + " does not close " + closing);
            }
        }
    }

    static void closeSucceeds() throws Exception {
        int before = 5;
        try (Resource first = new Resource("first", false);
                Resource second = new Resource("second", false)) {
            String inside = first.name() + second.name();
            say().of("before", before)
                    .of("first", Resource.class, first)
                    .of("second", Resource.class, second)
                    .of("inside", String.class, inside)
                    .end();
            Oracle.die("in the body");
        }
    }

    /** The body's exception carries the exceptions of both closes. */
    static void closeFails() throws Exception {
        int before = 6;
        try (Resource first = new Resource("first", true);
                Resource second = new Resource("second", true)) {
            String inside = first.name() + second.name();
            say().of("before", before)
                    .of("first", Resource.class, first)
                    .of("second", Resource.class, second)
                    .of("inside", String.class, inside)
                    .end();
            Oracle.die("in the body");
        }
    }

    /** Wraps what a failing body and close threw. */
    static void wrappedClose() {
        int wrapper = 1;
        try {
            closeFails();
        } catch (Exception e) {
            sayWrapping().of("wrapper", wrapper).of("e", Exception.class, e).end();
            throw new IllegalStateException("wrapped", e);
        }
    }
}
