package jpm.expr;

import java.util.List;
import java.util.Map;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Makes {@link QuickCode} of syntax trees; null for whatever it does not know. */
final class QuickCompiler {
    private final Map<String, QuickTest.Variable> variables;
    private final QuickTest.Fields fields;

    QuickCompiler(Map<String, QuickTest.Variable> variables, QuickTest.Fields fields) {
        this.variables = variables;
        this.fields = fields;
    }

    @Nullable
    QuickCode compile(Node node) {
        if (node instanceof Node.Literal literal) {
            return literal(literal.value());
        } else if (node instanceof Node.Name name) {
            return name(name.name());
        } else if (node instanceof Node.Field field) {
            QuickCode target = compile(field.target());
            return target == null ? null : field(target, field.name());
        } else if (node instanceof Node.Unary unary) {
            return unary(unary);
        } else if (node instanceof Node.Binary binary) {
            return binary(binary);
        }
        return node instanceof Node.Call call ? call(call) : null;
    }

    private static @Nullable QuickCode literal(Value value) {
        if (value instanceof Value.Primitive primitive) {
            return constant(primitive);
        } else if (value instanceof Value.Text text) {
            return reference(text.text(), String.class);
        }
        return value instanceof Value.Null ? reference(null, Void.class) : null;
    }

    private static @Nullable QuickCode constant(Value.Primitive primitive) {
        Class<?> type = typeOf(primitive.type());
        long bits = primitive.bits();
        double number = type == double.class ? Double.longBitsToDouble(bits) : Float.intBitsToFloat((int) bits);
        return type == double.class || type == float.class
                ? new QuickCode(type) {
                    @Override
                    double number(@Nullable Object a, @Nullable Object b, long u, long v) {
                        return number;
                    }
                }
                : new QuickCode(type) {
                    @Override
                    long bits(@Nullable Object a, @Nullable Object b, long u, long v) {
                        return bits;
                    }
                };
    }

    private static QuickCode reference(@Nullable Object object, Class<?> type) {
        return new QuickCode(type) {
            @Override
            @Nullable
            Object reference(@Nullable Object a, @Nullable Object b, long u, long v) {
                return object;
            }
        };
    }

    private @Nullable QuickCode name(String name) {
        QuickTest.Variable variable = variables.get(name);
        if (variable != null) {
            return variable(variable);
        }
        QuickTest.Variable self = variables.get("this");
        return self == null ? null : field(variable(self), name);
    }

    private static QuickCode variable(QuickTest.Variable variable) {
        Class<?> type = variable.type();
        return switch (variable.place()) {
            case 0 -> firstReference(type);
            case 1 -> secondReference(type);
            case 2 -> firstPrimitive(type);
            default -> secondPrimitive(type);
        };
    }

    // A class for each place: the JVM compiles the access to one place away.

    private static QuickCode firstReference(Class<?> type) {
        return new QuickCode(type) {
            @Override
            @Nullable
            Object reference(@Nullable Object a, @Nullable Object b, long u, long v) {
                return a;
            }
        };
    }

    private static QuickCode secondReference(Class<?> type) {
        return new QuickCode(type) {
            @Override
            @Nullable
            Object reference(@Nullable Object a, @Nullable Object b, long u, long v) {
                return b;
            }
        };
    }

    private static QuickCode firstPrimitive(Class<?> type) {
        return new QuickCode(type) {
            @Override
            long bits(@Nullable Object a, @Nullable Object b, long u, long v) {
                return u;
            }

            @Override
            double number(@Nullable Object a, @Nullable Object b, long u, long v) {
                return numberOf(type, u);
            }
        };
    }

    private static QuickCode secondPrimitive(Class<?> type) {
        return new QuickCode(type) {
            @Override
            long bits(@Nullable Object a, @Nullable Object b, long u, long v) {
                return v;
            }

            @Override
            double number(@Nullable Object a, @Nullable Object b, long u, long v) {
                return numberOf(type, v);
            }
        };
    }

    private static double numberOf(Class<?> type, long bits) {
        if (type == double.class) {
            return Double.longBitsToDouble(bits);
        }
        return type == float.class ? Float.intBitsToFloat((int) bits) : bits;
    }

    private @Nullable QuickCode field(QuickCode target, String name) {
        java.lang.reflect.Field field =
                target.isReference() && !target.type.isArray() ? fields.find(target.type, name) : null;
        if (field == null) {
            return null;
        }
        long offset = fields.offset(field);
        return field.getType().isPrimitive()
                ? primitiveField(target, field.getType(), offset)
                : referenceField(target, field.getType(), offset);
    }

    private QuickCode referenceField(QuickCode target, Class<?> type, long offset) {
        return new QuickCode(type) {
            @Override
            @Nullable
            Object reference(@Nullable Object a, @Nullable Object b, long u, long v) {
                return fields.reference(holder(target.reference(a, b, u, v)), offset);
            }
        };
    }

    private QuickCode primitiveField(QuickCode target, Class<?> type, long offset) {
        PrimitiveType primitive =
                PrimitiveType.ofDescriptor(type.descriptorString().charAt(0));
        return new QuickCode(type) {
            @Override
            long bits(@Nullable Object a, @Nullable Object b, long u, long v) {
                return fields.bits(holder(target.reference(a, b, u, v)), offset, primitive);
            }

            @Override
            double number(@Nullable Object a, @Nullable Object b, long u, long v) {
                return numberOf(type, bits(a, b, u, v));
            }
        };
    }

    private static Object holder(@Nullable Object object) {
        if (object == null) {
            throw new NullPointerException();
        }
        return object;
    }

    private @Nullable QuickCode unary(Node.Unary unary) {
        if (unary.operator().equals("!")) {
            return negation(compile(unary.operand()));
        }
        return unary.operator().equals("-")
                        && unary.operand() instanceof Node.Literal literal
                        && literal.value() instanceof Value.Primitive number
                ? literal(Arithmetic.unary("-", number))
                : null;
    }

    private static @Nullable QuickCode negation(@Nullable QuickCode operand) {
        return operand == null || operand.type != boolean.class
                ? null
                : new QuickCode(boolean.class) {
                    @Override
                    long bits(@Nullable Object a, @Nullable Object b, long u, long v) {
                        return operand.bits(a, b, u, v) ^ 1;
                    }
                };
    }

    private @Nullable QuickCode binary(Node.Binary binary) {
        QuickCode left = compile(binary.left());
        QuickCode right = compile(binary.right());
        if (left == null || right == null) {
            return null;
        }
        String operator = binary.operator();
        if (operator.equals("&&") || operator.equals("||")) {
            return junction(left, right, operator.equals("||"));
        }
        if (operator.equals("%")) {
            return remainder(left, right);
        }
        if (left.isNumber() && right.isNumber()) {
            return left.isIntegral() && right.isIntegral()
                    ? integralComparison(operator, left, right)
                    : comparison(operator, left, right);
        }
        return equality(operator, left, right);
    }

    private static @Nullable QuickCode junction(QuickCode left, QuickCode right, boolean isOr) {
        return left.type != boolean.class || right.type != boolean.class
                ? null
                : new QuickCode(boolean.class) {
                    @Override
                    long bits(@Nullable Object a, @Nullable Object b, long u, long v) {
                        boolean first = left.bits(a, b, u, v) != 0;
                        return first == isOr ? (isOr ? 1 : 0) : right.bits(a, b, u, v);
                    }
                };
    }

    private static @Nullable QuickCode remainder(QuickCode left, QuickCode right) {
        Class<?> type = left.type == long.class || right.type == long.class ? long.class : int.class;
        return !left.isIntegral() || !right.isIntegral()
                ? null
                : new QuickCode(type) {
                    @Override
                    long bits(@Nullable Object a, @Nullable Object b, long u, long v) {
                        return left.bits(a, b, u, v) % right.bits(a, b, u, v);
                    }
                };
    }

    private static @Nullable QuickCode integralComparison(String operator, QuickCode left, QuickCode right) {
        int wanted = wanted(operator);
        return wanted == 0
                ? null
                : new QuickCode(boolean.class) {
                    @Override
                    long bits(@Nullable Object a, @Nullable Object b, long u, long v) {
                        int order = Long.compare(left.bits(a, b, u, v), right.bits(a, b, u, v));
                        return wanted >> (order + 1) & 1;
                    }
                };
    }

    private static @Nullable QuickCode comparison(String operator, QuickCode left, QuickCode right) {
        int wanted = wanted(operator);
        boolean asFloat = left.type != double.class && right.type != double.class;
        return wanted == 0
                ? null
                : new QuickCode(boolean.class) {
                    @Override
                    long bits(@Nullable Object a, @Nullable Object b, long u, long v) {
                        double x = rounded(left.number(a, b, u, v), asFloat);
                        double y = rounded(right.number(a, b, u, v), asFloat);
                        if (Double.isNaN(x) || Double.isNaN(y)) {
                            return operator.equals("!=") ? 1 : 0;
                        }
                        return wanted >> (x < y ? 0 : x > y ? 2 : 1) & 1;
                    }
                };
    }

    private static double rounded(double number, boolean asFloat) {
        return asFloat ? (float) number : number;
    }

    /** For which orders a comparison holds: bit 0 for less, 1 for equal, 2 for greater; 0 for other operators. */
    private static int wanted(String operator) {
        return switch (operator) {
            case "<" -> 1;
            case "==" -> 2;
            case "<=" -> 3;
            case ">" -> 4;
            case "!=" -> 5;
            case ">=" -> 6;
            default -> 0;
        };
    }

    private static @Nullable QuickCode equality(String operator, QuickCode left, QuickCode right) {
        boolean isEqual = operator.equals("==");
        if (!isEqual && !operator.equals("!=")) {
            return null;
        }
        if (left.type == boolean.class && right.type == boolean.class) {
            return new QuickCode(boolean.class) {
                @Override
                long bits(@Nullable Object a, @Nullable Object b, long u, long v) {
                    return (left.bits(a, b, u, v) == right.bits(a, b, u, v)) == isEqual ? 1 : 0;
                }
            };
        }
        return left.isReference() && right.isReference() && hasIdentity(left, right)
                ? new QuickCode(boolean.class) {
                    @Override
                    long bits(@Nullable Object a, @Nullable Object b, long u, long v) {
                        return (left.reference(a, b, u, v) == right.reference(a, b, u, v)) == isEqual ? 1 : 0;
                    }
                }
                : null;
    }

    /** Strings and boxes are compared by the evaluator, which may know better what {@code ==} was meant to be. */
    private static boolean hasIdentity(QuickCode left, QuickCode right) {
        return isNull(left) || isNull(right) || (!isValue(left) && !isValue(right));
    }

    private static boolean isNull(QuickCode code) {
        return code.type == Void.class;
    }

    private static boolean isValue(QuickCode code) {
        return code.type == String.class
                || code.type == Object.class
                || code.type == Boolean.class
                || code.type == Character.class
                || Number.class.isAssignableFrom(code.type);
    }

    private @Nullable QuickCode call(Node.Call call) {
        QuickCode target = call.target() == null ? null : compile(call.target());
        if (target == null || target.type != String.class) {
            return null;
        }
        return call.arguments().isEmpty()
                ? stringFact(target, call.method())
                : stringTest(target, call.method(), call.arguments());
    }

    private static @Nullable QuickCode stringFact(QuickCode target, String method) {
        if (method.equals("length")) {
            return new QuickCode(int.class) {
                @Override
                long bits(@Nullable Object a, @Nullable Object b, long u, long v) {
                    return text(target.reference(a, b, u, v)).length();
                }
            };
        }
        return !method.equals("isEmpty")
                ? null
                : new QuickCode(boolean.class) {
                    @Override
                    long bits(@Nullable Object a, @Nullable Object b, long u, long v) {
                        return text(target.reference(a, b, u, v)).isEmpty() ? 1 : 0;
                    }
                };
    }

    private static String text(@Nullable Object object) {
        return (String) holder(object);
    }

    /** A test of two strings. */
    private interface StringTest {
        boolean test(String text, String other);
    }

    private @Nullable QuickCode stringTest(QuickCode target, String method, List<Node> arguments) {
        StringTest test = stringTest(method);
        QuickCode other = arguments.size() == 1 ? compile(arguments.get(0)) : null;
        return test == null || other == null || other.type != String.class
                ? null
                : new QuickCode(boolean.class) {
                    @Override
                    long bits(@Nullable Object a, @Nullable Object b, long u, long v) {
                        String text = text(target.reference(a, b, u, v));
                        return test.test(text, text(other.reference(a, b, u, v))) ? 1 : 0;
                    }
                };
    }

    private static @Nullable StringTest stringTest(String method) {
        return switch (method) {
            case "equals" -> String::equals;
            case "startsWith" -> String::startsWith;
            case "endsWith" -> String::endsWith;
            case "contains" -> String::contains;
            default -> null;
        };
    }

    private static Class<?> typeOf(PrimitiveType type) {
        return switch (type) {
            case BOOLEAN -> boolean.class;
            case CHAR -> char.class;
            case FLOAT -> float.class;
            case DOUBLE -> double.class;
            case BYTE -> byte.class;
            case SHORT -> short.class;
            case INT -> int.class;
            case LONG -> long.class;
        };
    }
}
