package jpm.graph;

import java.util.Map;
import java.util.Set;

/**
 * Which fields of the JDK's classes are {@code @Contended}, so that the JVM surrounds them with empty cache lines. A dump does not tell, and
 * only the JDK's own classes may say so by default.
 */
record Contention(boolean isWholeClass, Map<String, Set<String>> groups) {
    static final int PADDING_BYTES = 128;

    private static final String THREAD = "java.lang.Thread";
    /** Threads have it as long as they have contended fields. */
    private static final String OLDER_THREAD_FIELD = "inheritedAccessControlContext";

    private static final Contention NONE = new Contention(false, Map.of());
    private static final Contention WHOLE_CLASS = new Contention(true, Map.of());
    private static final Map<String, Contention> KNOWN = Map.of(
            THREAD,
            new Contention(
                    false,
                    Map.of(
                            "tlr",
                            Set.of(
                                    "threadLocalRandomSeed",
                                    "threadLocalRandomProbe",
                                    "threadLocalRandomSecondarySeed"))),
            "java.util.concurrent.ConcurrentHashMap$CounterCell",
            WHOLE_CLASS,
            "java.util.concurrent.atomic.Striped64$Cell",
            WHOLE_CLASS,
            "java.util.concurrent.Exchanger$Node",
            WHOLE_CLASS);

    static Contention of(DumpedClass declaring, ClassTable classes) {
        Contention known = KNOWN.getOrDefault(declaring.name(), NONE);
        boolean isLaterThread = declaring.name().equals(THREAD) && !classes.declares(declaring, OLDER_THREAD_FIELD);
        return isLaterThread ? NONE : known;
    }

    /** The group of a field, empty for those without. */
    String groupOf(String fieldName) {
        for (Map.Entry<String, Set<String>> group : groups.entrySet()) {
            if (group.getValue().contains(fieldName)) {
                return group.getKey();
            }
        }
        return "";
    }
}
