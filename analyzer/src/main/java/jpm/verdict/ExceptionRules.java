package jpm.verdict;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of the JDK's exceptions, by class. */
final class ExceptionRules {
    private static final Map<String, Rule> RULES = rules();

    private ExceptionRules() {}

    /** Explains exceptions of one class. */
    @FunctionalInterface
    interface Rule {
        /** Null where the rule has nothing to say. */
        @Nullable
        Explanation explain(Scene scene);
    }

    private static Map<String, Rule> rules() {
        Map<String, Rule> rules = new HashMap<>();
        NullRule.addTo(rules);
        IndexRules.addTo(rules);
        ValueRules.addTo(rules);
        CollectionRules.addTo(rules);
        LinkageRules.addTo(rules);
        return Map.copyOf(rules);
    }

    /** Whether a rule knows exceptions of that class. */
    static boolean areFor(String className) {
        return RULES.containsKey(className);
    }

    /** Of the exception's own class; what no rule knows is explained by the values that its message repeats. */
    static @Nullable Explanation explain(Scene scene) {
        Rule rule = RULES.get(scene.thrown().className());
        Explanation found = rule == null ? null : rule.explain(scene);
        return found != null ? found : MessageRule.explain(scene);
    }
}
