package jpm.agent.start;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The names of the application's classes that were loaded so far; the first {@value #MAX_NAMES} of a program that makes new ones without
 * end.
 */
public final class ApplicationClasses implements Predicate<String> {
    private static final int MAX_NAMES = 200_000;

    private static final String INSTRUMENTED = "";

    private final ConcurrentHashMap<String, String> names = new ConcurrentHashMap<>();

    void addInstrumented(String className) {
        add(className, INSTRUMENTED);
    }

    /** Takes note of a class that has no handlers; {@code why} is a clause. */
    void addLeftAlone(String className, String why) {
        add(className, why);
    }

    private void add(String className, String why) {
        if (names.size() < MAX_NAMES) {
            names.put(className, why);
        }
    }

    /** Why a class of the application's has no handlers; null where it has, or is not the application's. */
    public @Nullable String whyLeftAlone(String className) {
        String why = names.get(className);
        return INSTRUMENTED.equals(why) ? null : why;
    }

    /** Whether no class of that internal name was offered to the agent when it was loaded. */
    boolean isUnknown(String internalName) {
        return !names.containsKey(internalName.replace('/', '.'));
    }

    /** Whether a class of that binary name is the application's. */
    @Override
    public boolean test(String className) {
        return names.containsKey(className);
    }
}
