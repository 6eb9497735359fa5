package jpm.expr;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.BaseStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the JDK's own methods on its own values, made in this JVM: only of classes whose objects never change, only of methods whose answer
 * depends on nothing but their arguments, and only with arguments for which they do not take long.
 */
final class HostCalls {
    /** Classes of which all public methods but those below may be called. */
    private static final Set<String> CLASSES = names(
            "java.lang.",
            "String Boolean Character Byte Short Integer Long Float Double Math StrictMath",
            "java.math.",
            "BigInteger BigDecimal MathContext RoundingMode",
            "java.util.",
            "UUID Locale OptionalInt OptionalLong OptionalDouble IntSummaryStatistics LongSummaryStatistics DoubleSummaryStatistics",
            "java.util.concurrent.",
            "TimeUnit",
            "java.time.",
            "Duration Instant LocalDate LocalDateTime LocalTime MonthDay OffsetDateTime OffsetTime Period Year YearMonth "
                    + "ZonedDateTime ZoneId ZoneOffset ZoneRegion DayOfWeek Month",
            "java.time.temporal.",
            "ChronoUnit ChronoField",
            "java.time.format.",
            "DateTimeFormatter TextStyle FormatStyle");

    /** Methods whose answer depends on the machine, the moment or the default locale, that change something, or that take long. */
    private static final Set<String> REFUSED = Set.of(
            "now",
            "indent",
            "format",
            "formatted",
            "getDisplayName",
            "getDisplayCountry",
            "getDisplayLanguage",
            "getDisplayScript",
            "getDisplayVariant",
            "random",
            "randomUUID",
            "systemDefault",
            "getInteger",
            "getLong",
            "getBoolean",
            "getBytes",
            "intern",
            "wait",
            "notify",
            "notifyAll",
            "sleep",
            "timedJoin",
            "timedWait",
            "getDefault",
            "setDefault",
            "getAvailableLocales",
            "getAvailableZoneIds",
            "ofLocalizedDate",
            "ofLocalizedTime",
            "ofLocalizedDateTime",
            "probablePrime",
            "nextProbablePrime",
            "accept",
            "combine",
            "describeConstable",
            "resolveConstantDesc",
            "getClass",
            "query",
            "getRules");

    private static final Set<String> TAKING_SIZES = Set.of(
            "pow",
            "setScale",
            "divide",
            "shiftLeft",
            "setBit",
            "flipBit",
            "movePointLeft",
            "movePointRight",
            "scaleByPowerOfTen",
            "round");
    private static final Set<String> SLOW = Set.of("modPow", "modInverse", "isProbablePrime", "sqrt", "gcd");
    private static final int MAX_BITS = 1 << 16;
    private static final int MAX_SCALE = 10_000;
    private static final int MAX_POWER_BITS = 1 << 20;
    private static final int MAX_SLOW_BITS = 4096;
    private static final int MAX_RESULT_ELEMENTS = 1_000_000;

    private HostCalls() {}

    private static Set<String> names(String... packagesAndClasses) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < packagesAndClasses.length; i += 2) {
            for (String simple : packagesAndClasses[i + 1].split(" ")) {
                names.add(packagesAndClasses[i] + simple);
            }
        }
        return Set.copyOf(names);
    }

    static boolean isKnown(String className) {
        return CLASSES.contains(className);
    }

    /** Whether an object may be the value of an expression. */
    static boolean isValue(Object object) {
        return CLASSES.contains(declared(object).getName());
    }

    private static Class<?> declared(Object object) {
        return object instanceof Enum<?> constant ? constant.getDeclaringClass() : object.getClass();
    }

    /** The instance method that fits the arguments, or null. */
    static @Nullable Method findMethod(Object target, String name, List<Value> arguments, Evaluator evaluator) {
        return find(declared(target), false, name, arguments, evaluator);
    }

    /** The static method that fits the arguments, or null. */
    static @Nullable Method findStatic(String className, String name, List<Value> arguments, Evaluator evaluator) {
        Class<?> type = CLASSES.contains(className) ? ProgramClasses.load(className) : null;
        return type == null ? null : find(type, true, name, arguments, evaluator);
    }

    private static @Nullable Method find(
            Class<?> type, boolean isStatic, String name, List<Value> arguments, Evaluator evaluator) {
        boolean hashesIdentity = name.equals("hashCode") && type.isEnum();
        boolean isRefused = REFUSED.contains(name) && !isFormattingOfDate(type, name, arguments.size());
        if (!CLASSES.contains(type.getName()) || isRefused || hashesIdentity) {
            return null;
        }
        List<Executable> candidates = Arrays.stream(publicType(type).getMethods())
                .filter(method -> method.getName().equals(name)
                        && Modifier.isStatic(method.getModifiers()) == isStatic
                        && method.getReturnType() != void.class
                        && !(name.equals("ofPattern") && method.getParameterCount() == 1)
                        && Modifier.isPublic(method.getDeclaringClass().getModifiers()))
                .collect(Collectors.toList());
        return method(candidates, arguments, evaluator);
    }

    /** Texts and dates are formatted where nothing depends on the default locale. */
    private static boolean isFormattingOfDate(Class<?> type, String name, int arguments) {
        boolean isDate = type.getName().startsWith("java.time.");
        return isDate && (name.equals("format") && arguments == 1 || name.equals("getDisplayName") && arguments == 2);
    }

    /** A value of a class that is not public is known by a superclass that is. */
    private static Class<?> publicType(Class<?> type) {
        Class<?> at = type;
        while (!Modifier.isPublic(at.getModifiers()) && at.getSuperclass() != null) {
            at = at.getSuperclass();
        }
        return at;
    }

    /** The constructor that fits the arguments, or null. */
    static @Nullable Method findConstructor(String className, List<Value> arguments, Evaluator evaluator) {
        Class<?> type = CLASSES.contains(className) ? ProgramClasses.load(className) : null;
        return type == null ? null : method(List.of(type.getConstructors()), arguments, evaluator);
    }

    private static @Nullable Method method(List<Executable> candidates, List<Value> arguments, Evaluator evaluator) {
        List<@Nullable Object> hosts = new ArrayList<>();
        for (Value argument : arguments) {
            Object host = argument instanceof Value.Host value
                    ? value.object()
                    : evaluator.views().host(argument);
            if (host == null && !(argument instanceof Value.Null)) {
                return null;
            }
            hosts.add(host);
        }
        Overloads overloads = new Overloads(arguments, hosts);
        Executable chosen = overloads.choose(candidates);
        return chosen == null ? null : call -> invoke(chosen, call, overloads.arguments(chosen));
    }

    private static Value invoke(Executable method, Invocation call, @Nullable Object[] arguments) {
        Object target =
                call.target() instanceof Value.Null ? null : call.views().host(call.target());
        requireQuick(method.getName(), target, arguments);
        try {
            if (method instanceof Constructor<?> constructor) {
                return value(constructor.newInstance(arguments), method.getName());
            }
            java.lang.reflect.Method called = (java.lang.reflect.Method) method;
            return value(called.invoke(target, arguments), method.getName());
        } catch (InvocationTargetException e) {
            throw new EvaluationException(String.valueOf(e.getCause()));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new EvaluationException("jpm cannot call " + method.getName() + "()");
        }
    }

    /** Big numbers can take minutes with few characters: {@code new BigInteger("2").pow(1000000000)}. */
    private static void requireQuick(String name, @Nullable Object target, @Nullable Object[] arguments) {
        requireSmall(target, name);
        boolean isBig = target instanceof BigInteger || target instanceof BigDecimal;
        for (Object argument : arguments) {
            requireSmall(argument, name);
            boolean isLarge = argument instanceof Integer number && Math.abs((long) number) > MAX_SCALE;
            if (isBig && isLarge && TAKING_SIZES.contains(name)) {
                throw tooLong(name);
            }
        }
        if (name.equals("pow") && isBig && bits(target) * (long) number(arguments[0]) > MAX_POWER_BITS) {
            throw tooLong(name);
        }
        if (isBig && SLOW.contains(name) && bits(target) > MAX_SLOW_BITS) {
            throw tooLong(name);
        }
    }

    private static int number(@Nullable Object argument) {
        return argument instanceof Integer number ? number : 0;
    }

    private static long bits(@Nullable Object number) {
        if (number instanceof BigDecimal decimal) {
            return decimal.unscaledValue().bitLength();
        }
        return number instanceof BigInteger integer ? integer.bitLength() : 0;
    }

    private static void requireSmall(@Nullable Object number, String name) {
        boolean isFarScaled = number instanceof BigDecimal decimal && Math.abs((long) decimal.scale()) > MAX_SCALE;
        boolean isLongText = number instanceof String text && text.length() > Texts.MAX_MADE_CHARS;
        boolean isLongNumber = number instanceof String text
                && text.length() > MAX_SCALE
                && (name.endsWith("BigInteger") || name.endsWith("BigDecimal"));
        boolean isPrecise = number instanceof MathContext context && context.getPrecision() > MAX_SCALE;
        if (isFarScaled || isLongText || isLongNumber || isPrecise || bits(number) > MAX_BITS) {
            throw tooLong(name);
        }
    }

    private static EvaluationException tooLong(String name) {
        return new EvaluationException(name + "() of values that large is not called: it could take long");
    }

    /** What a method of the JDK returned, as a value. */
    static Value value(@Nullable Object result, String name) {
        if (result == null) {
            return Value.NULL;
        } else if (result instanceof String text) {
            return new Value.Text(Texts.bounded(text));
        }
        Value primitive = primitive(result);
        if (primitive != null) {
            return primitive;
        } else if (isValue(result)) {
            return result.getClass().getName().startsWith("java.util.Optional")
                    ? optional(result)
                    : new Value.Host(result);
        } else if (result instanceof Optional<?> optional) {
            return Made.optional(
                    Made.OPTIONAL, optional.map(held -> value(held, name)).orElse(null));
        } else if (result.getClass().isArray()) {
            return array(result, name);
        } else if (result instanceof BaseStream<?, ?> stream) {
            String kind = Stream.of("Int", "Long", "Double")
                    .filter(each -> result.getClass().getName().contains("." + each))
                    .findFirst()
                    .orElse("");
            List<Value> elements = elements(stream.iterator(), name);
            return Made.stream(Made.STREAMS + kind + "Stream", elements);
        }
        throw new EvaluationException(
                name + "() gives a " + result.getClass().getName() + ", which jpm cannot hold as a value");
    }

    private static Value optional(Object optional) {
        String text = optional.toString();
        String className = optional.getClass().getName();
        if (text.endsWith(".empty")) {
            return Made.optional(className, null);
        }
        Object held = optional instanceof OptionalInt number
                ? (Object) number.getAsInt()
                : optional instanceof java.util.OptionalLong number
                        ? (Object) number.getAsLong()
                        : (Object) ((java.util.OptionalDouble) optional).getAsDouble();
        return Made.optional(className, value(held, "get"));
    }

    private static List<Value> elements(Iterator<?> all, String name) {
        List<Value> elements = new ArrayList<>();
        while (all.hasNext()) {
            if (elements.size() == MAX_RESULT_ELEMENTS) {
                throw tooLong(name);
            }
            elements.add(value(all.next(), name));
        }
        return elements;
    }

    private static Value array(Object array, String name) {
        int length = java.lang.reflect.Array.getLength(array);
        if (length > MAX_RESULT_ELEMENTS) {
            throw tooLong(name);
        }
        List<Value> elements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            elements.add(value(java.lang.reflect.Array.get(array, i), name));
        }
        return Made.array(array.getClass().getComponentType().getName(), elements);
    }

    /** The primitive that a box holds, or null for anything else. */
    static @Nullable Value primitive(Object box) {
        if (box instanceof Boolean flag) {
            return Arithmetic.bool(flag);
        } else if (box instanceof Character c) {
            return Arithmetic.ofChar(c);
        } else if (box instanceof Float number) {
            return Arithmetic.ofFloat(number);
        } else if (box instanceof Double number) {
            return Arithmetic.ofDouble(number);
        }
        for (PrimitiveType type : PrimitiveType.values()) {
            if (Types.boxName(type).equals(box.getClass().getName())) {
                return new Value.Primitive(type, ((Number) box).longValue());
            }
        }
        return null;
    }

    /** A constant: {@code Integer.MAX_VALUE}, {@code RoundingMode.HALF_UP}; null where there is none of that name. */
    static @Nullable Value constant(String className, String name) {
        Class<?> type = CLASSES.contains(className) ? ProgramClasses.load(className) : null;
        try {
            Field field = type == null ? null : type.getField(name);
            return field == null || !Modifier.isStatic(field.getModifiers()) ? null : value(field.get(null), name);
        } catch (ReflectiveOperationException | EvaluationException e) {
            return null;
        }
    }
}
