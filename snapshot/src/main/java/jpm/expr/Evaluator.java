package jpm.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.PrimitiveType;
import jpm.value.PrintLimits;
import jpm.value.UnknownLayoutException;
import jpm.value.Value;
import jpm.value.ValuePrinter;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** Gives the values of syntax trees in a scope. */
final class Evaluator {
    /** Elements that one evaluation looks at before it gives up. */
    private static final int MAX_ELEMENTS = 10_000_000;

    private static final int MAX_NAMED_FIELDS = 20;

    private final ObjectModel model;
    private final LogicalViews views;
    private final Texts texts;
    private final Equality equality;
    private final Types types;
    private final Names names;
    private final Methods methods;
    private final Map<String, Value> parameters = new HashMap<>();
    private int elementsLeft = MAX_ELEMENTS;

    Evaluator(Scope scope) {
        this.model = scope.model();
        this.views = new LogicalViews(model);
        this.texts = new Texts(views);
        this.equality = new Equality(views, texts);
        this.types = new Types(scope);
        this.names = new Names(scope);
        this.methods = new Methods(this);
    }

    LogicalViews views() {
        return views;
    }

    Texts texts() {
        return texts;
    }

    Equality equality() {
        return equality;
    }

    Types types() {
        return types;
    }

    /** The value of a node; what fails below it is reported where it stands. */
    Value value(Node node) {
        try {
            return unlocated(node);
        } catch (EvaluationException e) {
            throw new ExpressionException(String.valueOf(e.getMessage()), node.column());
        } catch (IndexOutOfBoundsException e) {
            throw new ExpressionException("out of bounds: " + e.getMessage(), node.column());
        } catch (UnknownLayoutException e) {
            throw new ExpressionException("an object is damaged: " + e.getMessage(), node.column());
        }
    }

    private Value unlocated(Node node) {
        if (node instanceof Node.Literal literal) {
            return literal.value();
        } else if (node instanceof Node.Name || node instanceof Node.Field) {
            return named(node);
        } else if (node instanceof Node.Index index) {
            return index(index);
        } else if (node instanceof Node.Call call) {
            return call(call);
        } else if (node instanceof Node.Unary unary) {
            return Arithmetic.unary(unary.operator(), primitive(unary.operand()));
        } else if (node instanceof Node.Binary binary) {
            return binary(binary);
        } else if (node instanceof Node.Conditional conditional) {
            return value(isTrue(conditional.condition()) ? conditional.yes() : conditional.no());
        } else if (node instanceof Node.Cast cast) {
            return cast(cast);
        } else if (node instanceof Node.InstanceOf test) {
            return Arithmetic.bool(types.isInstance(known(test.operand()), test.type()));
        } else if (node instanceof Node.ClassLiteral literal) {
            return new Value.Text("class " + literal.type());
        }
        throw new EvaluationException("a lambda can only be an argument");
    }

    /** A value that is there: {@link Value.Unavailable} ends here. */
    private Value known(Node node) {
        Value value = value(node);
        if (value instanceof Value.Unavailable unavailable) {
            throw new ExpressionException("this value is not available: " + unavailable.why(), node.column());
        }
        return value;
    }

    private Value.Primitive primitive(Node node) {
        return primitive(known(node), node);
    }

    private Value.Primitive primitive(Value object, Node node) {
        Value value = views.resolve(object);
        if (value instanceof Value.Primitive primitive) {
            return primitive;
        }
        String found = value instanceof Value.Null ? "null" : shown(value);
        throw new ExpressionException("a number or boolean expected, not " + found, node.column());
    }

    private boolean isTrue(Node node) {
        Value.Primitive value = primitive(node);
        Arithmetic.requireBoolean(value);
        return value.bits() != 0;
    }

    private Value named(Node node) {
        Value value = valueOrNull(node);
        if (value != null) {
            return value;
        }
        if (className(node) != null) {
            throw new EvaluationException(path(node) + " is a class: name one of its static fields");
        }
        if (node instanceof Node.Field field) {
            String owner = className(field.target());
            throw new EvaluationException(
                    owner == null ? names.unknown(String.valueOf(path(node))) : noStatic(owner, field.name()));
        }
        throw new EvaluationException(names.unknown(String.valueOf(path(node))));
    }

    private String noStatic(String className, String name) {
        List<ObjectModel.Field> statics = model.statics(className);
        return "no static field " + name + " in " + className
                + (statics == null ? "" : listed("; static fields: ", statics));
    }

    private static String listed(String heading, List<ObjectModel.Field> fields) {
        return fields.isEmpty()
                ? ""
                : heading
                        + fields.stream()
                                .map(ObjectModel.Field::name)
                                .filter(name -> !name.startsWith("<"))
                                .distinct()
                                .limit(MAX_NAMED_FIELDS)
                                .collect(Collectors.joining(", "));
    }

    /** The value of a name or a field, or null where the node names a class, a package, or nothing. */
    private @Nullable Value valueOrNull(Node node) {
        if (node instanceof Node.Name name) {
            Value parameter = parameters.get(name.name());
            return parameter != null ? parameter : names.find(name.name());
        }
        if (!(node instanceof Node.Field field)) {
            return value(node);
        }
        Value target = valueOrNull(field.target());
        if (target != null) {
            return located(field, () -> field(target, field.name()));
        }
        String className = className(field.target());
        return className == null ? null : names.staticOf(className, field.name());
    }

    private static <T> T located(Node node, Supplier<T> work) {
        try {
            return work.get();
        } catch (EvaluationException e) {
            throw new ExpressionException(String.valueOf(e.getMessage()), node.column());
        }
    }

    private @Nullable String className(Node node) {
        String path = path(node);
        return path == null ? null : types.resolve(path);
    }

    private static @Nullable String path(Node node) {
        if (node instanceof Node.Name name) {
            return name.name();
        }
        if (node instanceof Node.Field field) {
            String target = path(field.target());
            return target == null ? null : target + "." + field.name();
        }
        return null;
    }

    /** A field of an object, or the length of an array. */
    Value field(Value target, String name) {
        if (target instanceof Value.Null) {
            throw new EvaluationException("null has no field " + name);
        } else if (target instanceof Value.Unavailable unavailable) {
            throw new EvaluationException("its owner is not available: " + unavailable.why());
        } else if (!(target instanceof Value.Reference reference)) {
            throw new EvaluationException(shown(target) + " has no field " + name);
        } else if (model.isArray(reference.id()) && name.equals("length")) {
            return Arithmetic.ofInt(model.arrayLength(reference.id()));
        } else {
            return objectField(reference.id(), name);
        }
    }

    private Value objectField(long id, String name) {
        Value value = model.field(id, name);
        if (value != null) {
            return value;
        }
        for (String className : model.classNames(id)) {
            Value constant = names.staticOf(className, name);
            if (constant != null) {
                return constant;
            }
        }
        throw new EvaluationException(
                "no field " + name + " in " + model.className(id) + listed("; fields: ", model.fields(id)));
    }

    private Value index(Node.Index node) {
        Value target = known(node.target());
        Value index = known(node.index());
        Invocation call = new Invocation(this, target, List.of(index), List.of());
        View view = views.viewOf(target);
        if (view instanceof View.Entries) {
            return located(node, () -> MapMethods.meant(call));
        }
        if (view instanceof View.Elements) {
            return located(node, () -> CollectionMethods.element(call));
        }
        throw new EvaluationException(shown(target) + " has no elements");
    }

    private Value call(Node.Call node) {
        Node targetNode = node.target();
        if (targetNode == null) {
            throw new EvaluationException("jpm runs no code, so it does not call " + node.method() + "()");
        }
        Value target = targetOf(targetNode, node.method());
        if (target instanceof Value.Null) {
            throw new EvaluationException("null has no method " + node.method() + "()");
        } else if (target instanceof Value.Primitive) {
            throw new EvaluationException("a primitive has no method " + node.method() + "()");
        }
        Method method = methods.find(target, node.method(), node.arguments().size());
        if (method == null) {
            throw new EvaluationException(methods.refusal(target, node.method()));
        }
        return method.call(invocation(target, node));
    }

    private Value targetOf(Node target, String method) {
        boolean isName = target instanceof Node.Name || target instanceof Node.Field;
        Value value = isName ? valueOrNull(target) : null;
        if (isName && value == null && className(target) != null) {
            throw new EvaluationException(
                    "jpm runs no code, so it does not call the static method " + path(target) + "." + method + "()");
        }
        return known(target);
    }

    private Invocation invocation(Value target, Node.Call node) {
        List<Value> arguments = new ArrayList<>();
        List<Function<Value, Value>> lambdas = new ArrayList<>();
        for (Node argument : node.arguments()) {
            boolean isLambda = argument instanceof Node.Lambda;
            arguments.add(isLambda ? Value.NULL : known(argument));
            lambdas.add(lambda(argument));
        }
        return new Invocation(this, target, arguments, lambdas);
    }

    private Function<Value, Value> lambda(Node argument) {
        if (argument instanceof Node.Lambda lambda && lambda.parameters().size() == 1) {
            return value -> applied(lambda, value);
        }
        return value -> {
            throw new EvaluationException("a lambda of one parameter expected");
        };
    }

    private Value applied(Node.Lambda lambda, Value argument) {
        String name = lambda.parameters().get(0);
        Value hidden = parameters.put(name, argument);
        try {
            return value(lambda.body());
        } finally {
            if (hidden == null) {
                parameters.remove(name);
            } else {
                parameters.put(name, hidden);
            }
        }
    }

    private Value binary(Node.Binary node) {
        switch (node.operator()) {
            case "&&":
                return Arithmetic.bool(isTrue(node.left()) && isTrue(node.right()));
            case "||":
                return Arithmetic.bool(isTrue(node.left()) || isTrue(node.right()));
            default:
                break;
        }
        Value left = known(node.left());
        Value right = known(node.right());
        boolean nulls = left instanceof Value.Null && right instanceof Value.Null;
        if (node.operator().equals("+") && (isString(left) || isString(right) || nulls)) {
            return new Value.Text(texts.of(left) + texts.of(right));
        }
        boolean compares = node.operator().equals("==") || node.operator().equals("!=");
        if (compares && !(left instanceof Value.Primitive) && !(right instanceof Value.Primitive)) {
            return Arithmetic.bool(identical(left, right) == node.operator().equals("=="));
        }
        return Arithmetic.binary(node.operator(), primitive(left, node.left()), primitive(right, node.right()));
    }

    private boolean isString(Value value) {
        return value instanceof Value.Text
                || value instanceof Value.Reference reference
                        && model.className(reference.id()).equals("java.lang.String");
    }

    private static boolean identical(Value a, Value b) {
        boolean computed = a instanceof Value.Text || b instanceof Value.Text;
        if (isClass(a) && isClass(b)) {
            return a.equals(b);
        }
        if (computed && !(a instanceof Value.Null) && !(b instanceof Value.Null)) {
            throw new EvaluationException(
                    "== asks for the same object, and a literal is none of the dump's: use equals()");
        }
        return a.equals(b);
    }

    private static boolean isClass(Value value) {
        return value instanceof Value.Text text && text.text().startsWith("class ");
    }

    private Value cast(Node.Cast node) {
        PrimitiveType primitive = primitiveType(node.type());
        if (primitive != null) {
            return Arithmetic.cast(primitive(node.operand()), primitive);
        }
        Value value = known(node.operand());
        if (value instanceof Value.Primitive || value instanceof Value.Null) {
            return value;
        }
        if (!mayBe(value, node.type())) {
            throw new EvaluationException(
                    "java.lang.ClassCastException: " + types.lineage(value).get(0) + " is no " + node.type());
        }
        return value;
    }

    /** Casts to interfaces of which the dump does not tell are let pass: they change nothing. */
    private boolean mayBe(Value value, Node.TypeName type) {
        try {
            return types.isInstance(value, type);
        } catch (EvaluationException unknown) {
            return true;
        }
    }

    private static @Nullable PrimitiveType primitiveType(Node.TypeName type) {
        if (type.dimensions() > 0) {
            return null;
        }
        for (PrimitiveType primitive : PrimitiveType.values()) {
            if (primitive.javaName.equals(type.name())) {
                return primitive;
            }
        }
        return null;
    }

    /** A value's text for a message. */
    String shown(Value value) {
        return new ValuePrinter(views, PrintLimits.DEFAULT.withMaxChars(60)).print(value);
    }

    /** The same elements, until too many were looked at. */
    <T> Iterator<T> counted(Iterator<T> all) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public T next() {
                if (elementsLeft-- <= 0) {
                    throw new EvaluationException("gave up after " + MAX_ELEMENTS + " elements");
                }
                return all.next();
            }
        };
    }
}
