package jpm.expr;

import java.lang.reflect.Array;
import java.lang.reflect.Executable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Chooses among methods of the same name as the compiler does (JLS 15.12.2), by the classes that the arguments have. */
final class Overloads {
    private static final List<Class<?>> WIDENING =
            List.of(byte.class, short.class, int.class, long.class, float.class, double.class);
    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            boolean.class, Boolean.class,
            char.class, Character.class,
            byte.class, Byte.class,
            short.class, Short.class,
            int.class, Integer.class,
            long.class, Long.class,
            float.class, Float.class,
            double.class, Double.class);

    private final List<Value> values;
    private final List<@Nullable Object> hosts;

    /** @param hosts the arguments as objects of this JVM, null for null */
    Overloads(List<Value> values, List<@Nullable Object> hosts) {
        this.values = values;
        this.hosts = hosts;
    }

    /** How a method may be called, the better first. */
    private enum Phase {
        STRICT,
        LOOSE,
        VARIABLE
    }

    /** The method that the compiler would call, or null when none fits or none fits best. */
    @Nullable
    Executable choose(List<Executable> candidates) {
        for (Phase phase : Phase.values()) {
            List<Executable> fitting =
                    candidates.stream().filter(method -> fits(method, phase)).toList();
            if (!fitting.isEmpty()) {
                return mostSpecific(fitting, phase);
            }
        }
        return null;
    }

    private boolean fits(Executable method, Phase phase) {
        Class<?>[] types = method.getParameterTypes();
        if (phase == Phase.VARIABLE
                ? !method.isVarArgs() || hosts.size() < types.length - 1
                : types.length != hosts.size()) {
            return false;
        }
        for (int i = 0; i < hosts.size(); i++) {
            if (!fits(i, parameter(types, i, phase), phase)) {
                return false;
            }
        }
        return true;
    }

    private static Class<?> parameter(Class<?>[] types, int index, Phase phase) {
        Class<?> last = types[Math.min(index, types.length - 1)];
        return phase == Phase.VARIABLE && index >= types.length - 1 ? last.getComponentType() : last;
    }

    private boolean fits(int index, Class<?> parameter, Phase phase) {
        Object host = hosts.get(index);
        if (host == null) {
            return !parameter.isPrimitive();
        }
        boolean isPrimitive = values.get(index) instanceof Value.Primitive;
        if (parameter.isPrimitive()) {
            Class<?> unboxed = unboxed(host.getClass());
            return unboxed != null && (isPrimitive || phase != Phase.STRICT) && widens(unboxed, parameter);
        }
        return (!isPrimitive || phase != Phase.STRICT) && parameter.isInstance(host);
    }

    private static @Nullable Class<?> unboxed(Class<?> box) {
        for (Map.Entry<Class<?>, Class<?>> each : BOXES.entrySet()) {
            if (each.getValue() == box) {
                return each.getKey();
            }
        }
        return null;
    }

    private static boolean widens(Class<?> from, Class<?> to) {
        if (from == to) {
            return true;
        }
        int start = from == char.class ? WIDENING.indexOf(short.class) : WIDENING.indexOf(from);
        return start >= 0 && WIDENING.indexOf(to) > start;
    }

    private @Nullable Executable mostSpecific(List<Executable> fitting, Phase phase) {
        List<Executable> best = new ArrayList<>();
        for (Executable candidate : fitting) {
            if (fitting.stream().allMatch(other -> isAsSpecific(candidate, other, phase))) {
                best.add(candidate);
            }
        }
        return best.isEmpty() ? null : covariant(best);
    }

    /** A method that a class overrides with a narrower type of result is listed twice. */
    private static Executable covariant(List<Executable> same) {
        return same.stream()
                .filter(method -> !(method instanceof java.lang.reflect.Method m && m.isBridge()))
                .findFirst()
                .orElse(same.get(0));
    }

    private boolean isAsSpecific(Executable one, Executable other, Phase phase) {
        for (int i = 0; i < hosts.size(); i++) {
            Class<?> a = parameter(one.getParameterTypes(), i, phase);
            Class<?> b = parameter(other.getParameterTypes(), i, phase);
            boolean isNarrower = a.isPrimitive() && b.isPrimitive() ? widens(a, b) : b.isAssignableFrom(a);
            boolean keepsKind =
                    a.isPrimitive() != b.isPrimitive() && a.isPrimitive() == values.get(i) instanceof Value.Primitive;
            if (!isNarrower && !keepsKind) {
                return false;
            }
        }
        return true;
    }

    /** The arguments as the chosen method takes them. */
    @Nullable
    Object[] arguments(Executable method) {
        Class<?>[] types = method.getParameterTypes();
        boolean isVariable = !fits(method, Phase.LOOSE);
        @Nullable Object[] arguments = new @Nullable Object[types.length];
        for (int i = 0; i < types.length; i++) {
            boolean isRest = isVariable && i == types.length - 1;
            arguments[i] = isRest ? rest(types[i].getComponentType(), i) : converted(i, types[i]);
        }
        return arguments;
    }

    private Object rest(Class<?> elementType, int from) {
        Object array = Array.newInstance(elementType, hosts.size() - from);
        for (int i = from; i < hosts.size(); i++) {
            Array.set(array, i - from, converted(i, elementType));
        }
        return array;
    }

    private @Nullable Object converted(int index, Class<?> type) {
        Object host = hosts.get(index);
        if (!type.isPrimitive() || host == null || BOXES.get(type) == host.getClass()) {
            return host;
        }
        Value primitive = HostCalls.primitive(host);
        for (jpm.value.PrimitiveType each : jpm.value.PrimitiveType.values()) {
            if (each.javaName.equals(type.getName()) && primitive instanceof Value.Primitive number) {
                return jpm.value.LogicalViews.box((Value.Primitive) Arithmetic.cast(number, each));
            }
        }
        return host;
    }
}
