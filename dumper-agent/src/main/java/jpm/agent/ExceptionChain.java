package jpm.agent;

import java.util.ArrayList;
import java.util.List;

/** An exception and its causes, outermost first, read without running the program's code, whether they end or go round in a circle. */
final class ExceptionChain {
    /** How many exceptions are looked at; of a longer chain the outermost and the one with which it began. */
    static final int MAX_LENGTH = 64;

    private final List<Throwable> shown = new ArrayList<>(4);
    private final int length;

    private ExceptionChain(Throwable thrown, Internals internals) {
        length = length(thrown, internals);
        Throwable each = thrown;
        for (int i = 0; i < length && each != null; i++) {
            if (i < MAX_LENGTH - 1 || i == length - 1) {
                shown.add(each);
            }
            each = internals.cause(each);
        }
    }

    /** Reads the chain as it is now. */
    static ExceptionChain of(Throwable thrown, Internals internals) {
        return new ExceptionChain(thrown, internals);
    }

    /** The exception, its cause, the cause's cause, …, without repetition: at most {@value #MAX_LENGTH}, the last of which is the innermost. */
    List<Throwable> shown() {
        return shown;
    }

    /** How many exceptions before the innermost are not shown. */
    int omitted() {
        return length - shown.size();
    }

    /** The exception with which it began: the end of the chain, or the last before it repeats itself. */
    Throwable innermost() {
        return shown.get(shown.size() - 1);
    }

    /** How many different exceptions there are. A chain may have millions, so none is remembered: Brent's algorithm. */
    private static int length(Throwable thrown, Internals internals) {
        Throwable marked = thrown;
        Throwable each = internals.cause(thrown);
        int sinceMarked = 1;
        int untilMark = 1;
        int count = 1;
        while (each != null && each != marked) {
            count++;
            if (sinceMarked == untilMark) {
                marked = each;
                untilMark *= 2;
                sinceMarked = 0;
            }
            each = internals.cause(each);
            sinceMarked++;
        }
        return each == null ? count : lengthBeforeCircle(thrown, sinceMarked, internals) + sinceMarked;
    }

    private static int lengthBeforeCircle(Throwable thrown, int circle, Internals internals) {
        Throwable ahead = thrown;
        for (int i = 0; i < circle; i++) {
            ahead = next(ahead, internals);
        }
        int length = 0;
        for (Throwable each = thrown; each != ahead; each = next(each, internals)) {
            ahead = next(ahead, internals);
            length++;
        }
        return length;
    }

    private static Throwable next(Throwable each, Internals internals) {
        Throwable cause = internals.cause(each);
        return cause == null ? each : cause;
    }
}
