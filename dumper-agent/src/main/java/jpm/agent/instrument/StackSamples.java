package jpm.agent.instrument;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Counts in which of the application's methods running threads were found, and which classes never leave a thread's stack. */
final class StackSamples {
    private final Predicate<String> isInstrumented;
    private final Map<String, Integer> hits = new HashMap<>();
    private final Map<Long, Presence> presence = new HashMap<>();
    private int total;

    /** @param isInstrumented whether the class of a name has handlers */
    StackSamples(Predicate<String> isInstrumented) {
        this.isInstrumented = isInstrumented;
    }

    /** How often each class was on one thread's stack. */
    private static final class Presence {
        private int stacks;
        private final Map<String, Integer> byClass = new HashMap<>();
    }

    /** Adds the innermost frames of a running thread: the first of the application's is where the time goes. */
    void addRunning(StackTraceElement[] innermost) {
        for (StackTraceElement frame : innermost) {
            if (isInstrumented.test(frame.getClassName())) {
                hits.merge(frame.getClassName() + '.' + frame.getMethodName(), 1, Integer::sum);
                total++;
                return;
            }
        }
    }

    /** Adds the whole stack of a thread, running or not. */
    void addStack(long threadId, StackTraceElement[] stack) {
        Set<String> classes = new HashSet<>();
        for (StackTraceElement frame : stack) {
            classes.add(frame.getClassName());
        }
        Presence seen = presence.computeIfAbsent(threadId, id -> new Presence());
        seen.stacks++;
        for (String name : classes) {
            seen.byClass.merge(name, 1, Integer::sum);
        }
    }

    /** How many running threads were found in the application's code. */
    int total() {
        return total;
    }

    /** The methods in which at least that share of the hits fell, the hottest first. */
    List<String> hottest(double share, int atMost) {
        List<Map.Entry<String, Integer>> entries = new ArrayList<>(hits.entrySet());
        entries.removeIf(entry -> entry.getValue() < share * total);
        entries.sort(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        return entries.stream().limit(atMost).map(Map.Entry::getKey).toList();
    }

    /** Whether some thread had the class on its stack whenever it was looked at, so that an activation may last for ever. */
    boolean neverLeaves(String className) {
        return presence.values().stream().anyMatch(seen -> seen.byClass.getOrDefault(className, 0) == seen.stacks);
    }
}
