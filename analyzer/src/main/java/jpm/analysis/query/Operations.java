package jpm.analysis.query;

import org.jspecify.annotations.Nullable;

/** Arithmetic and order of a query's values: null, Long, Double, Boolean, String, ObjectReference. */
final class Operations {
    private Operations() {}

    /** Null unless both are numbers, and for a division by zero. */
    static @Nullable Object arithmetic(char sign, @Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b && sign != '/') {
            return whole(sign, a, b);
        }
        if (!(left instanceof Number a) || !(right instanceof Number b)) {
            return null;
        }
        double x = a.doubleValue();
        double y = b.doubleValue();
        return switch (sign) {
            case '+' -> x + y;
            case '-' -> x - y;
            case '*' -> x * y;
            case '%' -> y == 0 ? null : (Object) (x % y);
            default -> y == 0 ? null : (Object) (x / y);
        };
    }

    /** What does not fit a long becomes a double. */
    private static @Nullable Object whole(char sign, long a, long b) {
        try {
            return switch (sign) {
                case '+' -> Math.addExact(a, b);
                case '-' -> Math.subtractExact(a, b);
                case '*' -> Math.multiplyExact(a, b);
                default -> b == 0 ? null : (Object) (a % b);
            };
        } catch (ArithmeticException tooLarge) {
            return arithmetic(sign, (double) a, (double) b);
        }
    }

    /** The order of two values of one kind, or null where they have none. */
    static @Nullable Integer compare(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return a.compareTo(b);
        } else if (left instanceof Number a && right instanceof Number b) {
            return Double.compare(a.doubleValue(), b.doubleValue());
        } else if (left instanceof String a && right instanceof String b) {
            return a.compareTo(b);
        } else if (left instanceof Boolean a && right instanceof Boolean b) {
            return a.compareTo(b);
        } else if (left instanceof ObjectReference a && right instanceof ObjectReference b) {
            return a.compareTo(b);
        } else if (left instanceof ObjectReference a && right instanceof Long b) {
            return Long.compareUnsigned(a.id(), b);
        } else if (left instanceof Long a && right instanceof ObjectReference b) {
            return Long.compareUnsigned(a, b.id());
        }
        return null;
    }

    /** Values that have no order differ; null equals null only. */
    static boolean holds(Expression.Relation relation, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return relation == Expression.Relation.EQUAL
                    ? left == right
                    : relation == Expression.Relation.UNEQUAL && left != right;
        }
        Integer order = compare(left, right);
        return order == null ? relation == Expression.Relation.UNEQUAL : relation.holds(order);
    }

    /** An order of all values for sorting: nulls last, kinds apart. */
    static int sorting(@Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return left == right ? 0 : left == null ? 1 : -1;
        }
        Integer order = compare(left, right);
        return order != null ? order : Integer.compare(kind(left), kind(right));
    }

    private static int kind(Object value) {
        return value instanceof Number ? 0 : value instanceof String ? 1 : value instanceof Boolean ? 2 : 3;
    }
}
