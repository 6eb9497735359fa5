package jpm.agent.instrument;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The few methods that run without handlers because they take much of the program's time, and those that once were among
 * them and never are again.
 *
 * <p>Methods are named {@code com.acme.Shop.price}; overloads go together.
 */
final class HotMethods implements LocalsInstrumenter.MethodFilter {
    /** The running program's. */
    static final HotMethods OF_THIS_JVM = new HotMethods();

    private volatile Set<String> takenOut = Set.of();
    private final Set<String> kept = new HashSet<>();

    @Override
    public boolean includes(String className, String name, String descriptor) {
        Set<String> out = takenOut;
        return out.isEmpty() || !out.contains(className.replace('/', '.') + '.' + name);
    }

    boolean contains(String method) {
        return takenOut.contains(method);
    }

    /** Whether the method's handlers may be taken out. */
    synchronized boolean mayTakeOut(String method) {
        return !takenOut.contains(method) && !kept.contains(method);
    }

    synchronized void takeOut(Collection<String> methods) {
        Set<String> out = new HashSet<>(takenOut);
        out.addAll(methods);
        publish(out);
    }

    /** Puts methods back for good. */
    synchronized void putBack(Collection<String> methods) {
        kept.addAll(methods);
        Set<String> out = new HashSet<>(takenOut);
        out.removeAll(methods);
        publish(out);
    }

    int size() {
        return takenOut.size();
    }

    private void publish(Set<String> out) {
        takenOut = out;
        List<String> names = new ArrayList<>(out);
        JpmCapture.withoutHandlers = names.toArray(new String[0]);
    }
}
