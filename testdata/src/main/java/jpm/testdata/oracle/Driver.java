package jpm.testdata.oracle;

import java.util.List;

/**
 * Runs cases one after the other, each to its death: {@code Driver MODE REGISTRY [CASE…]}.
 *
 * <p>The mode is {@code cold}; {@code warm}, where the case first runs {@value #WARM_UP} times without dying; or {@code hot}, where it
 * first dies that often and is caught. The registry is a class with a static method {@code cases()} that gives
 * {@code List<Death>}; without case names all of them run. Before each case {@code CASE name} is printed, after it {@code END name}.
 */
public final class Driver {
    /** Runs of a case before the one that counts. */
    public static final int WARM_UP = 20_000;

    private Driver() {}

    public static void main(String[] args) throws Exception {
        List<String> wanted = List.of(args).subList(2, args.length);
        for (Death death : cases(args[1])) {
            if (wanted.isEmpty() || wanted.contains(death.name())) {
                run(death, args[0]);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Death> cases(String registry) throws ReflectiveOperationException {
        return (List<Death>) Class.forName(registry).getMethod("cases").invoke(null);
    }

    private static void run(Death death, String mode) throws Exception {
        if (death.repeatable() && !mode.equals("cold")) {
            warmUp(death.body(), mode.equals("hot"));
        }
        Oracle.announce("CASE", death.name());
        Oracle.set(true, false);
        death.carrier().carry(death.name(), death.body());
        Oracle.set(false, true);
        Oracle.announce("END", death.name());
    }

    private static void warmUp(Case body, boolean dying) {
        Oracle.set(dying, true);
        for (int i = 0; i < WARM_UP; i++) {
            try {
                body.run();
            } catch (Throwable expected) {
                if (!dying) {
                    throw new IllegalStateException("died unarmed", expected);
                }
            }
        }
    }
}
