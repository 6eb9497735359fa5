package jpm.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jpm.value.LogicalViews;
import jpm.value.PrimitiveType;
import jpm.value.Value;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** Methods of boxes, atomics, {@code Optional}, enums, exceptions, classes, references, and those of every object. */
final class ObjectMethods {
    static final Map<String, Method> BOX_METHODS = boxMethods();
    static final Map<String, Method> ATOMIC_METHODS = atomicMethods();
    static final Map<String, Method> ANY_METHODS = Map.of(
            "equals/1", call -> Arithmetic.bool(call.evaluator().equality().equal(call.target(), call.argument(0))),
            "toString/0", call -> new Value.Text(call.texts().of(call.target())),
            "hashCode/0", call -> Arithmetic.ofInt(hash(call, call.target())),
            "getClass/0",
                    call -> Made.classNamed(
                            call.evaluator().types().lineage(call.target()).get(0)));
    static final Map<String, Method> OPTIONAL_METHODS = optionalMethods();
    static final Map<String, Method> ENUM_METHODS = Map.of(
            "name/0", call -> call.evaluator().fields().of(call.target(), "java.lang.Enum", "name"),
            "ordinal/0", call -> call.evaluator().fields().of(call.target(), "java.lang.Enum", "ordinal"),
            "getDeclaringClass/0", ObjectMethods::declaringClass,
            "compareTo/1",
                    call -> Arithmetic.ofInt(call.evaluator().ordering().compare(call.target(), call.argument(0))));
    static final Map<String, Method> THROWABLE_METHODS = Map.of(
            "getMessage/0", ObjectMethods::message,
            "getLocalizedMessage/0", ObjectMethods::message,
            "getCause/0", ObjectMethods::cause,
            "getSuppressed/0", ObjectMethods::suppressed,
            "getStackTrace/0", call -> field(call, "stackTrace"));
    static final Map<String, Method> CLASS_METHODS = Map.of(
            "getName/0", call -> new Value.Text(binaryName(className(call))),
            "getTypeName/0", call -> new Value.Text(className(call)),
            "getSimpleName/0", call -> new Value.Text(LogicalViews.simpleName(className(call))),
            "getPackageName/0", ObjectMethods::packageName,
            "isArray/0", call -> Arithmetic.bool(className(call).endsWith("[]")),
            "isInstance/1", ObjectMethods::isInstance,
            "toString/0", call -> new Value.Text(call.texts().of(call.target())));
    static final Map<String, Method> REFERENCE_METHODS = Map.of("get/0", ObjectMethods::referent);
    static final Map<String, Method> THREAD_METHODS = Map.of(
            "getName/0", call -> field(call, "name"),
            "getId/0", call -> field(call, "tid"),
            "threadId/0", call -> field(call, "tid"));
    static final Map<String, Method> TRACE_METHODS = Map.of(
            "getClassName/0", call -> field(call, "declaringClass"),
            "getMethodName/0", call -> field(call, "methodName"),
            "getFileName/0", call -> field(call, "fileName"),
            "getLineNumber/0", call -> field(call, "lineNumber"),
            "getModuleName/0", call -> field(call, "moduleName"));

    private ObjectMethods() {}

    private static Map<String, Method> boxMethods() {
        Map<String, Method> methods = new HashMap<>();
        for (PrimitiveType type : PrimitiveType.values()) {
            methods.put(type.javaName + "Value/0", call -> Arithmetic.cast(number(call), type));
        }
        methods.put("compareTo/1", ObjectMethods::compareTo);
        return Map.copyOf(methods);
    }

    private static Map<String, Method> atomicMethods() {
        Map<String, Method> methods = new HashMap<>();
        for (PrimitiveType type : PrimitiveType.values()) {
            methods.put(type.javaName + "Value/0", call -> Arithmetic.cast(number(call), type));
        }
        for (String get : new String[] {"get/0", "getPlain/0", "getAcquire/0", "getOpaque/0", "sum/0"}) {
            methods.put(get, call -> call.views().resolve(call.target()));
        }
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

    /** As {@code hashCode()}; {@link EvaluationException} where that is the identity's or of the program. */
    static int hash(Invocation call, Value value) {
        if (value instanceof Value.Null) {
            return 0;
        }
        Evaluator evaluator = call.evaluator();
        if (evaluator.views().viewOf(value) instanceof View.Pair pair) {
            return hash(call, pair.key()) ^ hash(call, pair.value());
        }
        List<String> lineage = evaluator.types().lineage(value);
        String declaring = evaluator.program().declaring(lineage, "hashCode", "()I");
        Object host = evaluator.equality().isByValue(value) ? evaluator.views().host(value) : null;
        if (host != null && !(host instanceof Enum<?>)) {
            return host.hashCode();
        }
        if (declaring != null && !ProgramClasses.isOfJdk(declaring) && !lineage.contains("java.lang.Record")) {
            Value hash = evaluator.methods().run(value, declaring, "hashCode", List.of());
            return (int) ((Value.Primitive) hash).bits();
        }
        if (evaluator.equality().isListOrSet(value) || evaluator.equality().isMap(value)) {
            return (int) ((Value.Primitive) evaluator.call(value, "hashCode", List.of())).bits();
        }
        throw new EvaluationException("jpm runs no code, so it does not call hashCode() of " + lineage.get(0));
    }

    private static Map<String, Method> optionalMethods() {
        Map<String, Method> methods = new HashMap<>();
        methods.put("isPresent/0", call -> Arithmetic.bool(held(call) != null));
        methods.put("isEmpty/0", call -> Arithmetic.bool(held(call) == null));
        methods.put("orElse/1", call -> held(call) == null ? call.argument(0) : present(call));
        methods.put("orElseGet/1", call -> held(call) == null ? call.lambda(0).apply() : present(call));
        methods.put("or/1", call -> held(call) == null ? call.lambda(0).apply() : call.target());
        methods.put("filter/1", ObjectMethods::filtered);
        methods.put("map/1", ObjectMethods::mapped);
        methods.put("flatMap/1", call -> {
            Value held = held(call);
            return held == null ? call.target() : call.lambda(0).apply(held);
        });
        methods.put("stream/0", call -> {
            Value held = held(call);
            return Made.stream(Made.STREAM, held == null ? List.of() : List.of(held));
        });
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

    private static Value filtered(Invocation call) {
        Value held = held(call);
        return held == null || call.test(0, held) ? call.target() : Made.optional(Made.OPTIONAL, null);
    }

    private static Value mapped(Invocation call) {
        Value held = held(call);
        if (held == null) {
            return call.target();
        }
        Value mapped = call.lambda(0).apply(held);
        return Made.optional(Made.OPTIONAL, mapped instanceof Value.Null ? null : mapped);
    }

    private static Value field(Invocation call, String name) {
        return call.evaluator().fields().of(call.target(), name);
    }

    private static Value declaringClass(Invocation call) {
        List<String> lineage = call.evaluator().types().lineage(call.target());
        return Made.classNamed(lineage.get(Math.max(0, lineage.indexOf("java.lang.Enum") - 1)));
    }

    /** The JVM makes the message of its own null pointer exceptions when it is asked for. */
    private static Value message(Invocation call) {
        Value message = field(call, "detailMessage");
        boolean isNullPointer =
                call.evaluator().types().lineage(call.target()).get(0).equals("java.lang.NullPointerException");
        if (!(message instanceof Value.Null) || !isNullPointer) {
            return message;
        }
        Value extended = call.target() instanceof Value.Reference exception
                ? call.views().model().field(exception.id(), "extendedMessage")
                : null;
        if (extended == null || extended instanceof Value.Null) {
            throw new EvaluationException("the JVM makes this message when it is asked for it, and jpm runs no code");
        }
        return extended;
    }

    /** A throwable that is its own cause has none. */
    private static Value cause(Invocation call) {
        Value cause = field(call, "cause");
        return cause.equals(call.target()) ? Value.NULL : cause;
    }

    private static Value suppressed(Invocation call) {
        Value list = field(call, "suppressedExceptions");
        List<Value> all = list instanceof Value.Null ? new ArrayList<>() : Invocation.all(call.iterator(list));
        return Made.array("java.lang.Throwable", all);
    }

    private static Value referent(Invocation call) {
        return held(call) == null ? Value.NULL : present(call);
    }

    private static Value isInstance(Invocation call) {
        String name = className(call);
        int dimensions = (name.length() - name.replace("[]", "").length()) / 2;
        Node.TypeName type = new Node.TypeName(name.replace("[]", ""), dimensions, 0);
        return Arithmetic.bool(call.evaluator().types().isInstance(call.argument(0), type));
    }

    private static Value packageName(Invocation call) {
        String name = className(call).replace("[]", "");
        int end = name.lastIndexOf('.');
        return new Value.Text(Types.isPrimitiveName(name) ? "java.lang" : name.substring(0, Math.max(0, end)));
    }

    private static String className(Invocation call) {
        String name = call.evaluator().identity().classNameOfClass(call.target());
        if (name == null) {
            throw new EvaluationException("no class");
        }
        return name;
    }

    /** {@code [I} for {@code int[]}. */
    private static String binaryName(String sourceName) {
        if (!sourceName.endsWith("[]")) {
            return sourceName;
        }
        String element = sourceName.replace("[]", "");
        String prefix = "[".repeat((sourceName.length() - element.length()) / 2);
        for (PrimitiveType type : PrimitiveType.values()) {
            if (type.javaName.equals(element)) {
                return prefix + type.descriptor;
            }
        }
        return prefix + "L" + element + ";";
    }
}
