package jpm.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** An exception and its causes, outermost first, read without running the program's code. */
final class ExceptionChain {
    private static final int MAX_LENGTH = 64;

    private ExceptionChain() {}

    /** The exception, its cause, the cause's cause, …: bounded, and without repetition where the chain is a circle. */
    static List<Throwable> of(Throwable thrown, Internals internals) {
        List<Throwable> chain = new ArrayList<>(4);
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Throwable next = thrown;
        while (next != null && chain.size() < MAX_LENGTH && seen.add(next)) {
            chain.add(next);
            next = internals.cause(next);
        }
        return chain;
    }

    /** The exception with which it began: the end of the chain. */
    static Throwable innermost(Throwable thrown, Internals internals) {
        List<Throwable> chain = of(thrown, internals);
        return chain.get(chain.size() - 1);
    }
}
