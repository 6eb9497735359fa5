package jpm.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.value.Value;
import jpm.verdict.ExceptionRules.Rule;
import jpm.verdict.Scene.Place;
import org.jspecify.annotations.Nullable;

/** NullPointerException: the JVM's message names the expression, and the frame holds its parts. */
final class NullRule {
    private static final Pattern BECAUSE = Pattern.compile("(?s).*because (the return value of )?\"(.+)\" is null.*");
    private static final Pattern SLOT = Pattern.compile("<local(\\d+)>");
    private static final String ADVICE =
            "See where it was to be set, and what the callers passed: jpm open, then bt full.";

    private NullRule() {}

    static void addTo(Map<String, Rule> rules) {
        rules.put("java.lang.NullPointerException", NullRule::explain);
    }

    private static @Nullable Explanation explain(Scene scene) {
        Matcher because = BECAUSE.matcher(scene.message());
        if (!because.matches()) {
            return byVariables(scene);
        }
        return because.group(1) != null ? ofReturnValue(because.group(2)) : ofExpression(because.group(2), scene);
    }

    private static Explanation ofReturnValue(String method) {
        return Explanation.of(
                method + " returned null",
                List.of(Evidence.known("the JVM's message names the method whose result was used")),
                "See what it was asked for, and whether null is an answer of it: jpm open, then locals.");
    }

    private static Explanation ofExpression(String named, Scene scene) {
        String expression = SLOT.matcher(named).replaceAll("slot$1");
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(Evidence.known("the JVM's message says that " + named + " was null"));
        Value value = scene.isThrownHere() ? scene.evaluate(expression) : null;
        if (value instanceof Value.Null) {
            evidence.add(Evidence.known("the frame holds " + expression + " = null"));
        } else if (value != null && !(value instanceof Value.Unavailable)) {
            evidence.add(Evidence.known("the frame holds " + scene.shown(expression, value)
                    + " now: it was set after the expression was read"));
        }
        addHolder(expression, scene, evidence);
        return Explanation.of(expression + " is null", evidence, ADVICE);
    }

    /** The object whose field or element was null. */
    private static void addHolder(String expression, Scene scene, List<Evidence> evidence) {
        int end = Math.max(expression.lastIndexOf('.'), expression.lastIndexOf('['));
        if (end <= 0 || !scene.isThrownHere()) {
            return;
        }
        String holder = expression.substring(0, end);
        Value value = scene.evaluate(holder);
        if (value instanceof Value.Reference) {
            evidence.add(Evidence.known("it belongs to " + scene.shown(holder, value)));
        }
    }

    /** Without the JVM's message: the code that was called refused a null, or the program threw by itself. */
    private static @Nullable Explanation byVariables(Scene scene) {
        List<Place> nulls = scene.places(place -> place.value() instanceof Value.Null);
        String called = scene.calledMethod();
        if (nulls.isEmpty()) {
            return null;
        }
        List<Evidence> evidence = new ArrayList<>();
        if (called != null) {
            evidence.add(Evidence.known("it was thrown in " + called + ", which the frame called"));
        }
        nulls.forEach(place -> evidence.add(Evidence.known("the frame holds " + scene.shown(place))));
        boolean single = nulls.size() == 1;
        evidence.add(Evidence.inferred(
                single
                        ? nulls.get(0).path() + " is the only null there, so that it is likely what was refused"
                        : "one of these " + nulls.size() + " nulls is likely what was refused"));
        String clause =
                single ? nulls.get(0).path() + " is null, and probably the cause" : "several variables are null";
        return Explanation.of(clause, evidence, ADVICE);
    }
}
