package jpm.victim;

import java.io.IOException;

/** Ends itself with an exception on its way, or after one that is no reason to. */
public final class ExitVictim {
    private ExitVictim() {}

    public static void main(String[] args) {
        switch (args[0]) {
            case "in-catch" -> endInCatch(3);
            case "in-finally" -> endInFinally(4);
            case "in-helper" -> endInHelper(5);
            case "status-zero" -> endWell(6);
            case "dealt-with" -> endAfterwards(7);
            case "checked" -> endAfterWrongUse(8);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static int sell(int apples) {
        throw new IllegalStateException("no stock of " + apples);
    }

    private static void endInCatch(int apples) {
        try {
            sell(apples);
        } catch (IllegalStateException e) {
            System.out.println("giving up");
            System.exit(9);
        }
    }

    private static void endInFinally(int apples) {
        try {
            sell(apples);
        } finally {
            System.exit(9);
        }
    }

    private static void endInHelper(int apples) {
        try {
            sell(apples);
        } catch (IllegalStateException e) {
            end();
        }
    }

    private static void end() {
        Runtime.getRuntime().exit(9);
    }

    private static void endWell(int apples) {
        try {
            sell(apples);
        } catch (IllegalStateException e) {
            System.exit(0);
        }
    }

    private static void endAfterwards(int apples) {
        System.out.println(orNone(apples));
        System.exit(9);
    }

    private static int orNone(int apples) {
        try {
            return sell(apples);
        } catch (IllegalStateException e) {
            return 0;
        }
    }

    private static void endAfterWrongUse(int apples) {
        try {
            open(apples);
        } catch (IOException e) {
            System.exit(9);
        }
    }

    private static void open(int apples) throws IOException {
        throw new IOException("no file " + apples);
    }
}
