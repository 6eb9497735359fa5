package jpm.testdata.oracle;

/**
 * A case with all that a driver must know.
 *
 * @param name unique within its registry
 * @param repeatable whether it can run more than once in a process
 * @param carrier what the case dies in
 */
public record Death(String name, boolean repeatable, Carrier carrier, Case body) {
    /** A case that dies in a thread of its own and can be warmed up. */
    public static Death of(String name, Case body) {
        return new Death(name, true, Carrier.THREAD, body);
    }

    /** A case that runs once in a process. */
    public static Death once(String name, Case body) {
        return new Death(name, false, Carrier.THREAD, body);
    }

    /** A case that dies in {@code carrier}. */
    public static Death in(Carrier carrier, Case body) {
        return new Death(carrier.name(), true, carrier, body);
    }
}
