package jpm.expr;

import jpm.value.PrimitiveType;
import jpm.value.Value;
import jpm.value.Value.Primitive;

/** Java's operators on primitives, with its promotions (JLS 5.6). */
final class Arithmetic {
    private Arithmetic() {}

    static Value bool(boolean value) {
        return new Primitive(PrimitiveType.BOOLEAN, value ? 1 : 0);
    }

    static Value ofInt(int value) {
        return new Primitive(PrimitiveType.INT, value);
    }

    static Value ofLong(long value) {
        return new Primitive(PrimitiveType.LONG, value);
    }

    static Value ofDouble(double value) {
        return new Primitive(PrimitiveType.DOUBLE, Double.doubleToRawLongBits(value));
    }

    static Value ofFloat(float value) {
        return new Primitive(PrimitiveType.FLOAT, Float.floatToRawIntBits(value));
    }

    static Value ofChar(char value) {
        return new Primitive(PrimitiveType.CHAR, value);
    }

    static boolean isFloating(Primitive value) {
        return value.type() == PrimitiveType.FLOAT || value.type() == PrimitiveType.DOUBLE;
    }

    static double toDouble(Primitive value) {
        return switch (value.type()) {
            case FLOAT -> Float.intBitsToFloat((int) value.bits());
            case DOUBLE -> Double.longBitsToDouble(value.bits());
            default -> value.bits();
        };
    }

    static float toFloat(Primitive value) {
        return switch (value.type()) {
            case FLOAT -> Float.intBitsToFloat((int) value.bits());
            case DOUBLE -> (float) Double.longBitsToDouble(value.bits());
            default -> value.bits();
        };
    }

    private static long toLong(Primitive value) {
        return isFloating(value) ? (long) toDouble(value) : value.bits();
    }

    private static int toInt(Primitive value) {
        return isFloating(value) ? (int) toDouble(value) : (int) value.bits();
    }

    /** A cast between primitive types. */
    static Value cast(Primitive value, PrimitiveType type) {
        boolean isBoolean = value.type() == PrimitiveType.BOOLEAN;
        if (isBoolean != (type == PrimitiveType.BOOLEAN)) {
            throw new EvaluationException(value.type().javaName + " cannot be cast to " + type.javaName);
        }
        return switch (type) {
            case BOOLEAN -> value;
            case FLOAT -> ofFloat(toFloat(value));
            case DOUBLE -> ofDouble(toDouble(value));
            case LONG -> ofLong(toLong(value));
            case INT -> ofInt(toInt(value));
            case BYTE -> new Primitive(type, (byte) toInt(value));
            case SHORT -> new Primitive(type, (short) toInt(value));
            case CHAR -> new Primitive(type, (char) toInt(value));
        };
    }

    static Value unary(String operator, Primitive value) {
        if (operator.equals("!")) {
            requireBoolean(value);
            return bool(value.bits() == 0);
        }
        requireNumber(operator, value);
        if (operator.equals("~")) {
            requireIntegral(operator, value);
            return value.type() == PrimitiveType.LONG ? ofLong(~value.bits()) : ofInt((int) ~value.bits());
        }
        boolean negative = operator.equals("-");
        return switch (value.type()) {
            case FLOAT -> ofFloat(negative ? -toFloat(value) : toFloat(value));
            case DOUBLE -> ofDouble(negative ? -toDouble(value) : toDouble(value));
            case LONG -> ofLong(negative ? -value.bits() : value.bits());
            default -> ofInt((int) (negative ? -value.bits() : value.bits()));
        };
    }

    static Value binary(String operator, Primitive a, Primitive b) {
        return switch (operator) {
            case "==" -> bool(equal(a, b));
            case "!=" -> bool(!equal(a, b));
            case "&", "|", "^" -> bitwise(operator, a, b);
            case "<<", ">>", ">>>" -> shift(operator, a, b);
            case "<", "<=", ">", ">=" -> bool(compares(operator, a, b));
            default -> calculate(operator, a, b);
        };
    }

    static boolean equal(Primitive a, Primitive b) {
        boolean booleans = a.type() == PrimitiveType.BOOLEAN;
        if (booleans != (b.type() == PrimitiveType.BOOLEAN)) {
            throw new EvaluationException("cannot compare " + a.type().javaName + " with " + b.type().javaName);
        }
        return switch (promoted(a, b)) {
            case DOUBLE -> toDouble(a) == toDouble(b);
            case FLOAT -> toFloat(a) == toFloat(b);
            default -> a.bits() == b.bits();
        };
    }

    /** Whether it is a byte, short or char. */
    static boolean isSmall(Primitive value) {
        return value.type() == PrimitiveType.BYTE
                || value.type() == PrimitiveType.SHORT
                || value.type() == PrimitiveType.CHAR;
    }

    private static PrimitiveType promoted(Primitive a, Primitive b) {
        return promoted(a.type(), b.type());
    }

    static PrimitiveType promoted(PrimitiveType a, PrimitiveType b) {
        for (PrimitiveType type : new PrimitiveType[] {PrimitiveType.DOUBLE, PrimitiveType.FLOAT, PrimitiveType.LONG}) {
            if (a == type || b == type) {
                return type;
            }
        }
        return PrimitiveType.INT;
    }

    private static boolean compares(String operator, Primitive a, Primitive b) {
        requireNumbers(operator, a, b);
        return switch (promoted(a, b)) {
            case DOUBLE -> compares(operator, toDouble(a), toDouble(b));
            case FLOAT -> compares(operator, toFloat(a), toFloat(b));
            default -> holds(operator, Long.compare(a.bits(), b.bits()));
        };
    }

    private static boolean compares(String operator, double a, double b) {
        return !Double.isNaN(a) && !Double.isNaN(b) && holds(operator, a < b ? -1 : a > b ? 1 : 0);
    }

    private static boolean holds(String operator, int comparison) {
        return switch (operator) {
            case "<" -> comparison < 0;
            case "<=" -> comparison <= 0;
            case ">" -> comparison > 0;
            default -> comparison >= 0;
        };
    }

    private static Value bitwise(String operator, Primitive a, Primitive b) {
        boolean booleans = a.type() == PrimitiveType.BOOLEAN && b.type() == PrimitiveType.BOOLEAN;
        if (!booleans) {
            requireIntegral(operator, a);
            requireIntegral(operator, b);
        }
        long bits = switch (operator) {
            case "&" -> a.bits() & b.bits();
            case "|" -> a.bits() | b.bits();
            default -> a.bits() ^ b.bits();
        };
        if (booleans) {
            return bool(bits != 0);
        }
        return promoted(a, b) == PrimitiveType.LONG ? ofLong(bits) : ofInt((int) bits);
    }

    /** The type of a shift is the promoted type of its left side alone. */
    private static Value shift(String operator, Primitive a, Primitive b) {
        requireIntegral(operator, a);
        requireIntegral(operator, b);
        int distance = (int) b.bits();
        if (a.type() == PrimitiveType.LONG) {
            long bits = a.bits();
            return ofLong(
                    operator.equals("<<")
                            ? bits << distance
                            : operator.equals(">>") ? bits >> distance : bits >>> distance);
        }
        int bits = (int) a.bits();
        return ofInt(
                operator.equals("<<")
                        ? bits << distance
                        : operator.equals(">>") ? bits >> distance : bits >>> distance);
    }

    private static Value calculate(String operator, Primitive a, Primitive b) {
        requireNumbers(operator, a, b);
        return switch (promoted(a, b)) {
            case DOUBLE -> ofDouble(floating(operator, toDouble(a), toDouble(b)));
            case FLOAT -> ofFloat(floating(operator, toFloat(a), toFloat(b)));
            case LONG -> ofLong(integral(operator, a.bits(), b.bits()));
            default -> ofInt((int) integral(operator, a.bits(), b.bits()));
        };
    }

    private static double floating(String operator, double a, double b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            default -> a % b;
        };
    }

    private static float floating(String operator, float a, float b) {
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            default -> a % b;
        };
    }

    private static long integral(String operator, long a, long b) {
        if (b == 0 && (operator.equals("/") || operator.equals("%"))) {
            throw new EvaluationException("java.lang.ArithmeticException: / by zero");
        }
        return switch (operator) {
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            case "/" -> a / b;
            default -> a % b;
        };
    }

    private static void requireNumbers(String operator, Primitive a, Primitive b) {
        requireNumber(operator, a);
        requireNumber(operator, b);
    }

    private static void requireNumber(String operator, Primitive value) {
        if (value.type() == PrimitiveType.BOOLEAN) {
            throw new EvaluationException("no operator " + operator + " for boolean");
        }
    }

    private static void requireIntegral(String operator, Primitive value) {
        if (isFloating(value) || value.type() == PrimitiveType.BOOLEAN) {
            throw new EvaluationException("no operator " + operator + " for " + value.type().javaName);
        }
    }

    static void requireBoolean(Primitive value) {
        if (value.type() != PrimitiveType.BOOLEAN) {
            throw new EvaluationException("a boolean expected, not " + value.type().javaName);
        }
    }
}
