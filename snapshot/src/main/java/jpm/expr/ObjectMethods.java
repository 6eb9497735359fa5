package jpm.expr;

import java.util.HashMap;
import java.util.Map;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** Methods of boxes, {@code Optional}, enums, exceptions, classes, and those of every object. */
final class ObjectMethods {
    static final Map<String, Method> BOX_METHODS = boxMethods();
    static final Map<String, Method> ANY_METHODS = Map.of(
            "equals/1", call -> Arithmetic.bool(call.evaluator().equality().equal(call.target(), call.argument(0))),
            "toString/0", call -> new Value.Text(call.texts().of(call.target())),
            "getClass/0", ObjectMethods::getClass);
    static final Map<String, Method> OPTIONAL_METHODS = optionalMethods();
    static final Map<String, Method> ENUM_METHODS = Map.of(
            "name/0", call -> field(call, "name"),
            "ordinal/0", call -> field(call, "ordinal"));
    static final Map<String, Method> THROWABLE_METHODS = Map.of(
            "getMessage/0", call -> field(call, "detailMessage"),
            "getCause/0", ObjectMethods::cause,
            "getSuppressed/0", call -> field(call, "suppressedExceptions"),
            "getStackTrace/0", call -> field(call, "stackTrace"));
    static final Map<String, Method> CLASS_METHODS = Map.of(
            "getName/0", call -> new Value.Text(className(call)),
            "getSimpleName/0", call -> new Value.Text(jpm.value.LogicalViews.simpleName(className(call))));

    private ObjectMethods() {}

    private static Map<String, Method> boxMethods() {
        Map<String, Method> methods = new HashMap<>();
        for (PrimitiveType type : PrimitiveType.values()) {
            methods.put(type.javaName + "Value/0", call -> Arithmetic.cast(number(call), type));
        }
        for (String get : new String[] {"get/0", "getPlain/0", "getAcquire/0", "sum/0"}) {
            methods.put(get, ObjectMethods::number);
        }
        methods.put("isNaN/0", call -> Arithmetic.bool(Double.isNaN(Arithmetic.toDouble(number(call)))));
        methods.put("compareTo/1", ObjectMethods::compareTo);
        return Map.copyOf(methods);
    }

    private static Value.Primitive number(Invocation call) {
        return primitive(call, call.target());
    }

    private static Value.Primitive primitive(Invocation call, Value value) {
        if (call.views().resolve(value) instanceof Value.Primitive primitive) {
            return primitive;
        }
        throw new EvaluationException("no number");
    }

    private static Value compareTo(Invocation call) {
        Value.Primitive a = number(call);
        Value.Primitive b = primitive(call, call.argument(0));
        if (a.type() != b.type()) {
            throw new EvaluationException("cannot compare " + a.type().javaName + " with " + b.type().javaName);
        }
        return Arithmetic.ofInt(
                switch (a.type()) {
                    case FLOAT, DOUBLE -> Double.compare(Arithmetic.toDouble(a), Arithmetic.toDouble(b));
                    case BYTE, SHORT, CHAR -> (int) (a.bits() - b.bits());
                    default -> Long.compare(a.bits(), b.bits());
                });
    }

    private static Map<String, Method> optionalMethods() {
        Map<String, Method> methods = new HashMap<>();
        methods.put("isPresent/0", call -> Arithmetic.bool(held(call) != null));
        methods.put("isEmpty/0", call -> Arithmetic.bool(held(call) == null));
        methods.put("orElse/1", call -> held(call) == null ? call.argument(0) : present(call));
        for (String get : new String[] {"get/0", "orElseThrow/0", "getAsInt/0", "getAsLong/0", "getAsDouble/0"}) {
            methods.put(get, ObjectMethods::present);
        }
        return Map.copyOf(methods);
    }

    private static @Nullable Value held(Invocation call) {
        return call.views().viewOf(call.target()) instanceof View.Wrapped wrapped ? wrapped.value() : null;
    }

    private static Value present(Invocation call) {
        Value held = held(call);
        if (held == null) {
            throw new EvaluationException("java.util.NoSuchElementException: No value present");
        }
        return held;
    }

    private static Value field(Invocation call, String name) {
        return call.evaluator().field(call.target(), name);
    }

    /** A throwable that is its own cause has none. */
    private static Value cause(Invocation call) {
        Value cause = field(call, "cause");
        return cause.equals(call.target()) ? Value.NULL : cause;
    }

    private static Value getClass(Invocation call) {
        String name = call.evaluator().types().lineage(call.target()).get(0);
        return new Value.Text("class " + name);
    }

    private static String className(Invocation call) {
        String name = call.target() instanceof Value.Reference reference
                ? call.views().model().representedClass(reference.id())
                : call.string().replaceFirst("^class ", "");
        if (name == null) {
            throw new EvaluationException("no class");
        }
        return name;
    }
}
