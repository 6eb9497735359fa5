package jpm.victim;

import java.io.IOException;

/** Throws and catches: prints how often, and ends well. */
public final class ThrowVictim {
    private static int caught;

    private ThrowVictim() {}

    public static void main(String[] args) {
        for (int order = 1; order <= 4; order++) {
            order(order, "apples");
            parse("no number " + order);
            load(order);
        }
        System.out.println(caught);
    }

    /** Caught by its caller. */
    private static void order(int number, String what) {
        try {
            sell(number, what + number);
        } catch (IllegalStateException e) {
            caught++;
        }
    }

    private static void sell(int number, String goods) {
        int stock = 7 - number;
        if (stock < goods.length()) {
            throw new OutOfStock("no " + goods + " left");
        }
    }

    /** Thrown by the JDK, caught at once. */
    private static void parse(String text) {
        try {
            caught += Integer.parseInt(text);
        } catch (NumberFormatException e) {
            caught++;
        }
    }

    /** Thrown and caught by the same method. */
    private static void load(int file) {
        String name = "file" + file;
        try {
            throw new IOException("cannot load " + name);
        } catch (IOException e) {
            caught++;
        }
    }

    /** Of a class of the program's. */
    public static final class OutOfStock extends IllegalStateException {
        private static final long serialVersionUID = 1;

        OutOfStock(String message) {
            super(message);
        }
    }
}
