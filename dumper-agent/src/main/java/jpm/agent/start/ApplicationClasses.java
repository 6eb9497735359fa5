package jpm.agent.start;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The names of the application's classes that were loaded so far. */
public final class ApplicationClasses implements Predicate<String> {
    private final ConcurrentHashMap<String, Boolean> names = new ConcurrentHashMap<>();

    void add(String className) {
        names.put(className, Boolean.TRUE);
    }

    /** Whether a class of that binary name is the application's. */
    @Override
    public boolean test(String className) {
        return names.containsKey(className);
    }
}
