package jpm.agent.probe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jpm.agent.instrument.Captured;
import jpm.expr.Expression;
import jpm.expr.QuickTest;
import org.jspecify.annotations.Nullable;

/**
 * A condition at one place that is asked with the few variables it names. It is compiled when it is first asked, by the classes of the objects that
 * come along. Where it cannot be, or fails, it may be true, and the expression itself decides.
 */
final class QuickCondition {
    private static final int MAX_ATTEMPTS = 100;

    private final Expression expression;
    private final List<Captured> references;
    private final List<Captured> primitives;
    private final QuickTest.Fields fields;
    private volatile @Nullable QuickTest test;
    private int attempts;

    private QuickCondition(
            Expression expression, List<Captured> references, List<Captured> primitives, QuickTest.Fields fields) {
        this.expression = expression;
        this.references = references;
        this.primitives = primitives;
        this.fields = fields;
    }

    /** The condition at a place, or null where it names more variables than a probe can be asked with, or unknown ones. */
    static @Nullable QuickCondition at(LineSite site, @Nullable Expression expression, QuickTest.Fields fields) {
        if (expression == null) {
            return null;
        }
        Set<String> names = QuickTest.names(expression);
        List<Captured> references = new ArrayList<>();
        List<Captured> primitives = new ArrayList<>();
        int found = 0;
        for (Captured captured : site.variables()) {
            if (names.contains(captured.variable().name())) {
                (captured.variable().isPrimitive() ? primitives : references).add(captured);
                found++;
            }
        }
        if (found < names.size()) {
            addThis(site, references);
        }
        return references.size() > ProbeCall.MAX_EACH || primitives.size() > ProbeCall.MAX_EACH
                ? null
                : new QuickCondition(expression, references, primitives, fields);
    }

    private static void addThis(LineSite site, List<Captured> references) {
        for (Captured captured : site.variables()) {
            if (captured.variable().name().equals("this") && !references.contains(captured)) {
                references.add(captured);
            }
        }
    }

    List<Captured> references() {
        return references;
    }

    List<Captured> primitives() {
        return primitives;
    }

    /** False where the condition certainly is. */
    boolean mayBeTrue(@Nullable Object a, @Nullable Object b, long u, long v) {
        QuickTest quick = test;
        if (quick == null) {
            quick = attempts < MAX_ATTEMPTS ? compile(a, b) : null;
        }
        try {
            return quick == null || quick.test(a, b, u, v);
        } catch (RuntimeException failed) {
            return true;
        }
    }

    private @Nullable QuickTest compile(@Nullable Object a, @Nullable Object b) {
        attempts++;
        Map<String, QuickTest.Variable> variables = new HashMap<>();
        for (int i = 0; i < references.size(); i++) {
            Captured captured = references.get(i);
            Object object = i == 0 ? a : b;
            Class<?> type = object == null ? null : declared(captured.variable().descriptor(), object);
            if (type == null) {
                return null;
            }
            variables.put(captured.variable().name(), new QuickTest.Variable(i, type));
        }
        for (int i = 0; i < primitives.size(); i++) {
            Captured captured = primitives.get(i);
            Class<?> type = PRIMITIVES.getOrDefault(captured.variable().descriptor(), int.class);
            variables.put(captured.variable().name(), new QuickTest.Variable(ProbeCall.MAX_EACH + i, type));
        }
        QuickTest made = QuickTest.of(expression, variables, fields);
        test = made;
        attempts = made == null ? MAX_ATTEMPTS : attempts;
        return made;
    }

    private static final Map<String, Class<?>> PRIMITIVES = Map.of(
            "Z", boolean.class,
            "B", byte.class,
            "C", char.class,
            "S", short.class,
            "I", int.class,
            "J", long.class,
            "F", float.class,
            "D", double.class);

    /** The declared class of a variable, found among the superclasses of an object that it holds; null where it is an interface. */
    private static @Nullable Class<?> declared(String descriptor, Object object) {
        for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
            if (type.descriptorString().equals(descriptor)) {
                return type;
            }
        }
        return null;
    }
}
