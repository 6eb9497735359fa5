package jpm.testdata.oracle;

import java.util.List;

/** Runs several cases on one stack, each calling the next by {@link #proceed}; the last one dies. One chain runs at a time. */
public final class Chain implements Case {
    private static List<Case> links = List.of();
    private static int position;

    private final List<Case> cases;

    public Chain(Case... cases) {
        this.cases = List.of(cases);
    }

    @Override
    public void run() {
        links = cases;
        position = 0;
        proceed();
    }

    /** Calls the next case, or dies where there is none. */
    public static void proceed() {
        if (position == links.size()) {
            Oracle.die("end of chain");
            return;
        }
        Case next = links.get(position++);
        try {
            next.run();
        } catch (Throwable t) {
            throw sneaky(t);
        } finally {
            position--;
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> RuntimeException sneaky(Throwable t) throws T {
        throw (T) t;
    }
}
