package jpm.expr;

import java.util.List;
import jpm.value.Value;
import jpm.value.Value.Primitive;
import org.jspecify.annotations.Nullable;

/** The natural order of strings, boxes, dates, big numbers and enum constants. */
final class Ordering {
    private final Evaluator evaluator;

    Ordering(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** As {@code a.compareTo(b)}. */
    int compare(Value a, Value b) {
        evaluator.budget().step();
        Long first = ordinal(a);
        Long second = ordinal(b);
        if (first != null && second != null) {
            return (int) (first - second);
        }
        Object one = evaluator.views().host(a);
        Object other = evaluator.views().host(b);
        if (one instanceof Comparable<?> && other != null && isComparable(one, other)) {
            return compareHosts(one, other);
        }
        throw new EvaluationException(
                a instanceof Value.Null || b instanceof Value.Null
                        ? "java.lang.NullPointerException: null cannot be compared"
                        : "jpm runs no code, so it does not call compareTo() of "
                                + evaluator.types().lineage(a).get(0));
    }

    private static boolean isComparable(Object one, Object other) {
        return one.getClass() == other.getClass();
    }

    @SuppressWarnings("unchecked")
    private static int compareHosts(Object one, Object other) {
        return ((Comparable<Object>) one).compareTo(other);
    }

    private @Nullable Long ordinal(Value value) {
        if (!(value instanceof Value.Reference reference)) {
            return null;
        }
        List<String> lineage = evaluator.types().lineage(reference);
        return lineage.contains("java.lang.Enum")
                        && evaluator.fields().of(reference, "java.lang.Enum", "ordinal") instanceof Primitive number
                ? number.bits()
                : null;
    }

    /** The order of the elements themselves, as {@code sorted()} has it. */
    Lambda natural() {
        return arguments -> Arithmetic.ofInt(compare(arguments[0], arguments[1]));
    }

    /** What a comparator says of two values. */
    static int apply(Lambda comparator, Value a, Value b) {
        if (comparator.apply(a, b) instanceof Primitive number) {
            return (int) number.bits();
        }
        throw new EvaluationException("the comparator gives no int");
    }
}
