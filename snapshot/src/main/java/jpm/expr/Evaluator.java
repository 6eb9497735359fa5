package jpm.expr;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.PrimitiveType;
import jpm.value.PrintLimits;
import jpm.value.Value;
import jpm.value.ValuePrinter;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** Gives the values of syntax trees in a scope. */
final class Evaluator {
    private final ObjectModel model;
    private final LogicalViews views;
    private final Texts texts;
    private final Equality equality;
    private final Types types;
    private final Names names;
    private final Methods methods;
    private final Statics statics;
    private final Budget budget;
    private final Scope scope;
    private final ProgramClasses program;
    private final Ordering ordering;
    private final Identity identity;
    private final Fields fields;
    private final Operators operators;
    private final Functions functions;
    private final Map<String, Value> parameters = new HashMap<>();
    private int calls;

    Evaluator(Scope scope) {
        this.scope = scope;
        this.model = scope.model();
        this.views = new LogicalViews(model);
        this.budget = new Budget(scope);
        this.program = new ProgramClasses(scope);
        this.types = new Types(scope, program);
        this.texts = new Texts(this);
        this.equality = new Equality(this);
        this.ordering = new Ordering(this);
        this.names = new Names(scope);
        this.methods = new Methods(this);
        this.statics = new Statics(this);
        this.identity = new Identity(model, views);
        this.fields = new Fields(this);
        this.operators = new Operators(this);
        this.functions = new Functions(this, parameters);
    }

    /** The value of a whole expression; a stream's elements are taken out of it. */
    Value result(Node root) {
        budget.reset();
        parameters.clear();
        return Places.at(root, () -> finished(value(root)));
    }

    private Value finished(Value value) {
        if (Made.isStream(value)) {
            return Made.list(Invocation.all(new Invocation(this, value, List.of()).iterator()));
        }
        if (value instanceof Value.Host host && !HostCalls.isValue(host.object())) {
            throw new EvaluationException("a function or iterator is no value that can be shown");
        }
        return value;
    }

    Scope scope() {
        return scope;
    }

    Budget budget() {
        return budget;
    }

    ProgramClasses program() {
        return program;
    }

    Ordering ordering() {
        return ordering;
    }

    Names names() {
        return names;
    }

    Methods methods() {
        return methods;
    }

    Statics statics() {
        return statics;
    }

    /** Counts a call of the program's code within another. */
    void enterCall(int maxCalls) {
        if (calls == maxCalls) {
            throw new EvaluationException("more than " + maxCalls + " calls within each other");
        }
        calls++;
    }

    void leaveCall() {
        calls--;
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

    Identity identity() {
        return identity;
    }

    Fields fields() {
        return fields;
    }

    Types types() {
        return types;
    }

    /** The value of a node; what fails below it is reported where it stands. */
    Value value(Node node) {
        budget.step();
        try {
            return unlocated(node);
        } catch (RuntimeException e) {
            throw Places.at(e, node);
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
            return operators.unary(unary);
        } else if (node instanceof Node.Binary binary) {
            return operators.binary(binary);
        } else if (node instanceof Node.Conditional conditional) {
            return operators.conditional(conditional);
        } else if (node instanceof Node.Cast cast) {
            return operators.cast(cast);
        } else if (node instanceof Node.InstanceOf test) {
            return instanceOf(test);
        } else if (node instanceof Node.ClassLiteral literal) {
            return Made.classNamed(className(literal.type()));
        } else if (node instanceof Node.ObjectAt object) {
            return objectAt(object);
        } else if (node instanceof Node.Lambda lambda) {
            return Lambda.value(functions.lambda(lambda));
        } else if (node instanceof Node.MethodReference reference) {
            return Lambda.value(functions.reference(reference));
        } else if (node instanceof Node.Creation creation) {
            return statics.create(creation.type().name(), known(creation.arguments()));
        } else if (node instanceof Node.ArrayOf array) {
            return Made.array(array.type().toString(), elements(array));
        }
        throw new IllegalStateException("no such node: " + node);
    }

    /** A value that is there: {@link Value.Unavailable} ends here. */
    Value known(Node node) {
        return available(value(node), node);
    }

    private static Value available(Value value, Node node) {
        if (value instanceof Value.Unavailable unavailable) {
            throw new ExpressionException("this value is not available: " + unavailable.why(), node.column());
        }
        return value;
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
                    owner == null ? names.unknown(String.valueOf(path(node))) : fields.noStatic(owner, field.name()));
        }
        throw new EvaluationException(names.unknown(String.valueOf(path(node))));
    }

    /** The value of a name or a field, or null where the node names a class, a package, or nothing. */
    @Nullable
    Value valueOrNull(Node node) {
        if (node instanceof Node.Name name) {
            Value parameter = parameters.get(name.name());
            return parameter != null ? parameter : names.find(name.name());
        }
        if (!(node instanceof Node.Field field)) {
            return value(node);
        }
        Value target = valueOrNull(field.target());
        if (target != null) {
            return Places.at(field, () -> fields.of(target, field.name()));
        }
        String className = className(field.target());
        return className == null ? null : Places.at(field, () -> statics.field(className, field.name()));
    }

    private Value instanceOf(Node.InstanceOf test) {
        Value operand = known(test.operand());
        boolean is = types.isInstance(operand, test.type());
        if (is && test.binding() != null) {
            parameters.put(test.binding(), operand);
        }
        return Arithmetic.bool(is);
    }

    private String className(Node.TypeName type) {
        String resolved = Types.primitive(new Node.TypeName(type.name(), 0, type.column())) == null
                ? types.resolve(type.name())
                : type.name();
        if (resolved == null) {
            throw new EvaluationException("no class is named " + type.name());
        }
        return resolved + "[]".repeat(type.dimensions());
    }

    private Value objectAt(Node.ObjectAt node) {
        if (!scope.hasObject(node.id())) {
            throw new EvaluationException("the dump has no object at " + Long.toHexString(node.id()));
        }
        Value object = new Value.Reference(node.id());
        String written = node.className();
        boolean fits = written == null
                || types.lineage(object).get(0).equals(written)
                || LogicalViews.simpleName(types.lineage(object).get(0)).equals(written);
        if (!fits) {
            throw new EvaluationException("the object at " + Long.toHexString(node.id()) + " is a "
                    + types.lineage(object).get(0));
        }
        return object;
    }

    private List<Value> elements(Node.ArrayOf array) {
        PrimitiveType primitive = Types.primitive(array.type());
        List<Value> elements = known(array.elements());
        return primitive == null
                ? elements
                : elements.stream()
                        .map(element -> Arithmetic.cast(operators.number(element), primitive))
                        .toList();
    }

    @Nullable
    String className(Node node) {
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

    private Value index(Node.Index node) {
        Value target = known(node.target());
        Value index = known(node.index());
        Invocation call = new Invocation(this, target, List.of(index));
        View view = views.viewOf(target);
        if (view instanceof View.Entries) {
            return Places.at(node, () -> MapMethods.meant(call));
        }
        if (view instanceof View.Elements) {
            return Places.at(node, () -> CollectionMethods.element(call));
        }
        throw new EvaluationException(shown(target) + " has no elements");
    }

    private Value call(Node.Call node) {
        Node target = node.target();
        if (target == null) {
            return ownCall(node);
        }
        boolean isName = target instanceof Node.Name || target instanceof Node.Field;
        Value value = isName ? valueOrNull(target) : known(target);
        if (value == null) {
            String owner = className(target);
            return owner == null ? unknownTarget(target) : statics.call(owner, node.method(), known(node.arguments()));
        }
        return call(available(value, target), node.method(), known(node.arguments()));
    }

    /** Ends the evaluation: a name before a dot means nothing. */
    Value unknownTarget(Node target) {
        throw new ExpressionException(names.unknown(String.valueOf(path(target))), target.column());
    }

    /** Without target a method of {@code this}, else a static one of the classes around. */
    private Value ownCall(Node.Call node) {
        List<Value> arguments = known(node.arguments());
        Value self = scope.variable("this");
        if (self instanceof Value.Reference) {
            Method method = methods.find(self, node.method(), arguments);
            if (method != null) {
                return method.call(new Invocation(this, self, arguments));
            }
        }
        for (String owner = scope.className(); owner != null; owner = Types.enclosing(owner)) {
            Method method = statics.find(owner, node.method(), arguments);
            if (method != null) {
                return method.call(new Invocation(this, Value.NULL, arguments));
            }
        }
        throw new EvaluationException(
                self instanceof Value.Reference
                        ? methods.refusal(self, node.method())
                        : "jpm runs no code, so it does not call " + node.method() + "()");
    }

    /** Calls a method of an object. */
    Value call(Value target, String name, List<Value> arguments) {
        if (target instanceof Value.Null) {
            throw new EvaluationException("java.lang.NullPointerException: null has no method " + name + "()");
        } else if (target instanceof Value.Primitive && !methods.hasBoxMethod(name)) {
            throw new EvaluationException("a primitive has no method " + name + "()");
        }
        Method method = methods.find(target, name, arguments);
        if (method == null) {
            throw new EvaluationException(methods.refusal(target, name));
        }
        return method.call(new Invocation(this, target, arguments));
    }

    private List<Value> known(List<Node> nodes) {
        List<Value> values = new ArrayList<>(nodes.size());
        nodes.forEach(node -> values.add(known(node)));
        return values;
    }

    /** A value's text for a message. */
    String shown(Value value) {
        return new ValuePrinter(views, PrintLimits.DEFAULT.withMaxChars(60)).print(value);
    }

    /** The same elements, each of which counts as a step. */
    <T> Iterator<T> counted(Iterator<T> all) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return all.hasNext();
            }

            @Override
            public T next() {
                budget.step();
                return all.next();
            }
        };
    }
}
