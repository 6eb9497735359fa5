package jpm.e2e.program;

import java.io.IOException;

/** Says that it is up, waits for a byte on its input if it has a second argument, and divides by zero in a class that is loaded then. */
public final class Boxed {
    private Boxed() {}

    public static void main(String[] args) throws IOException {
        System.out.println("up");
        if (args.length > 1 && System.in.read() < 0) {
            return;
        }
        Work.share(args[0], 3);
    }

    private static final class Work {
        private Work() {}

        static void share(String box, int items) {
            int people = box.length() - box.length();
            System.out.println(items / people);
        }
    }
}
