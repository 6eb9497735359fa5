package jpm.expr;

import java.time.DateTimeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private static final int MAX_NAMED_FIELDS = 20;

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
    }

    /** The value of a whole expression; a stream's elements are taken out of it. */
    Value result(Node root) {
        budget.reset();
        parameters.clear();
        return located(root, () -> finished(value(root)));
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

    Types types() {
        return types;
    }

    /** The value of a node; what fails below it is reported where it stands. */
    Value value(Node node) {
        budget.step();
        try {
            return unlocated(node);
        } catch (RuntimeException e) {
            throw located(e, node);
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
            return conditional(conditional);
        } else if (node instanceof Node.Cast cast) {
            return cast(cast);
        } else if (node instanceof Node.InstanceOf test) {
            return instanceOf(test);
        } else if (node instanceof Node.ClassLiteral literal) {
            return Made.classNamed(className(literal.type()));
        } else if (node instanceof Node.ObjectAt object) {
            return objectAt(object);
        } else if (node instanceof Node.Lambda lambda) {
            return Lambda.value(new Written(lambda));
        } else if (node instanceof Node.MethodReference reference) {
            return Lambda.value(methodReference(reference));
        } else if (node instanceof Node.Creation creation) {
            return statics.create(creation.type().name(), known(creation.arguments()));
        } else if (node instanceof Node.ArrayOf array) {
            return Made.array(array.type().toString(), elements(array));
        }
        throw new IllegalStateException("no such node: " + node);
    }

    /** A value that is there: {@link Value.Unavailable} ends here. */
    private Value known(Node node) {
        return available(value(node), node);
    }

    private static Value available(Value value, Node node) {
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
        if (value instanceof Value.Primitive primitive && isNumeric(object)) {
            return primitive;
        }
        String found = value instanceof Value.Null ? "null" : shown(value);
        throw new ExpressionException("a number or boolean expected, not " + found, node.column());
    }

    /** An {@code AtomicInteger} stands for its number where it is printed, not where it is counted with. */
    private boolean isNumeric(Value object) {
        return !(object instanceof Value.Reference)
                || !(views.resolve(object) instanceof Value.Primitive)
                || Types.isBox(types.lineage(object).get(0));
    }

    private Value.Primitive number(Value value) {
        if (views.resolve(value) instanceof Value.Primitive number) {
            return number;
        }
        throw new EvaluationException("a number expected, not " + shown(value));
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
        return className == null ? null : located(field, () -> statics.field(className, field.name()));
    }

    private static <T> T located(Node node, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw located(e, node);
        }
    }

    /** What an evaluation may end in, with its place; a fault of jpm's own as it is. */
    private static RuntimeException located(RuntimeException e, Node node) {
        boolean expected = e instanceof EvaluationException
                || e instanceof UnknownLayoutException
                || e instanceof IndexOutOfBoundsException
                || e instanceof ArithmeticException
                || e instanceof IllegalArgumentException
                || e instanceof DateTimeException;
        return expected ? failure(e, node) : e;
    }

    private static ExpressionException failure(RuntimeException e, Node node) {
        String message = String.valueOf(e.getMessage());
        if (e instanceof UnknownLayoutException) {
            message = "an object is damaged, or of a layout that jpm does not know: " + message;
        } else if (e instanceof IndexOutOfBoundsException) {
            message = "out of bounds: " + message;
        } else if (!(e instanceof EvaluationException)) {
            message = e.toString();
        }
        return new ExpressionException(message, node.column());
    }

    /** Where both branches are numbers the result has the type that both are promoted to (JLS 15.25). */
    private Value conditional(Node.Conditional node) {
        boolean condition = isTrue(node.condition());
        Node taken = condition ? node.yes() : node.no();
        Value value = value(taken);
        Value.Primitive number = numeric(value);
        if (number == null) {
            return value;
        }
        Node other = condition ? node.no() : node.yes();
        PrimitiveType otherType = typeOf(other);
        if (otherType == null || otherType == PrimitiveType.BOOLEAN || otherType == number.type()) {
            return value;
        }
        boolean isLiteral = otherType == PrimitiveType.INT && other instanceof Node.Literal;
        boolean isWidest = number.type() == PrimitiveType.SHORT && otherType == PrimitiveType.BYTE;
        if (number.type() == PrimitiveType.BYTE && otherType == PrimitiveType.SHORT) {
            return Arithmetic.cast(number, PrimitiveType.SHORT);
        }
        boolean keepsType = isLiteral && Arithmetic.isSmall(number) || isWidest;
        return keepsType ? number : Arithmetic.cast(number, Arithmetic.promoted(number.type(), otherType));
    }

    /** The number that a value is or that its box holds, or null. */
    private Value.@Nullable Primitive numeric(Value value) {
        boolean isNumber = isNumeric(value)
                && views.resolve(value) instanceof Value.Primitive number
                && number.type() != PrimitiveType.BOOLEAN;
        return isNumber ? (Value.Primitive) views.resolve(value) : null;
    }

    /** The type of the number that a branch would give, or null where it gives none, or cannot be evaluated. */
    private @Nullable PrimitiveType typeOf(Node node) {
        try {
            Value.Primitive number = numeric(value(node));
            return number == null ? null : number.type();
        } catch (ExpressionException notTaken) {
            return null;
        }
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
        String resolved = primitiveType(new Node.TypeName(type.name(), 0, type.column())) == null
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
        PrimitiveType primitive = primitiveType(array.type());
        List<Value> elements = known(array.elements());
        return primitive == null
                ? elements
                : elements.stream()
                        .map(element -> Arithmetic.cast(number(element), primitive))
                        .toList();
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
            throw new EvaluationException("java.lang.NullPointerException: null has no field " + name);
        } else if (target instanceof Value.Made made && made.className().endsWith("[]") && name.equals("length")) {
            return Arithmetic.ofInt(((View.Elements) made.view()).size());
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

    /** A field that a class declares, which a subclass may have another of the same name of. */
    Value field(Value target, String declaringClass, String name) {
        if (target instanceof Value.Reference reference) {
            for (ObjectModel.Field field : model.fields(reference.id())) {
                if (field.name().equals(name) && field.declaringClass().equals(declaringClass)) {
                    return field.value();
                }
            }
        }
        return field(target, name);
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
        Invocation call = new Invocation(this, target, List.of(index));
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

    private Value unknownTarget(Node target) {
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

    /** A lambda of the expression itself. */
    private final class Written implements Comparators.KeyOrComparator {
        private final Node.Lambda node;

        Written(Node.Lambda node) {
            this.node = node;
        }

        @Override
        public boolean isComparator() {
            return node.parameters().size() == 2;
        }

        @Override
        public Value apply(Value... arguments) {
            return applied(node, arguments);
        }
    }

    private Value applied(Node.Lambda lambda, Value... arguments) {
        List<String> parameterNames = lambda.parameters();
        if (arguments.length != parameterNames.size()) {
            throw new ExpressionException(
                    "a lambda with " + arguments.length + " parameters expected", lambda.column());
        }
        Map<String, Value> hidden = new HashMap<>(parameters);
        for (int i = 0; i < arguments.length; i++) {
            parameters.put(parameterNames.get(i), arguments[i]);
        }
        try {
            return value(lambda.body());
        } finally {
            parameters.clear();
            parameters.putAll(hidden);
        }
    }

    /** {@code Item::price} takes the object first, {@code item::matches} and {@code Integer::parseInt} take arguments only. */
    private Lambda methodReference(Node.MethodReference node) {
        Value bound = node.target() instanceof Node.Name || node.target() instanceof Node.Field
                ? valueOrNull(node.target())
                : known(node.target());
        String owner = bound == null ? className(node.target()) : null;
        if (bound == null && owner == null) {
            unknownTarget(node.target());
        }
        return new Comparators.KeyOrComparator() {
            @Override
            public boolean isComparator() {
                return node.method().startsWith("compare");
            }

            @Override
            public Value apply(Value... arguments) {
                return located(
                        node,
                        () -> bound != null
                                ? call(bound, node.method(), List.of(arguments))
                                : unbound(String.valueOf(owner), node.method(), arguments));
            }
        };
    }

    private Value unbound(String owner, String name, Value... arguments) {
        List<Value> all = List.of(arguments);
        if (name.equals("new")) {
            return statics.create(owner, all);
        }
        Method method = statics.find(owner, name, all);
        if (method != null) {
            return method.call(new Invocation(this, Value.NULL, all));
        }
        return arguments.length == 0
                ? statics.call(owner, name, all)
                : call(all.get(0), name, all.subList(1, all.size()));
    }

    /** A long chain of operators leans to the left: it is gone through without recursion. */
    private Value binary(Node.Binary node) {
        if (isLogical(node)) {
            return logical(node);
        }
        ArrayDeque<Node.Binary> chain = new ArrayDeque<>();
        Node first = node;
        while (first instanceof Node.Binary binary && !isLogical(binary)) {
            chain.push(binary);
            first = binary.left();
        }
        Value value = known(first);
        while (!chain.isEmpty()) {
            Node.Binary next = chain.pop();
            value = located(next, value, known(next.right()));
        }
        return value;
    }

    private Value located(Node.Binary node, Value left, Value right) {
        try {
            return combined(node, left, right);
        } catch (RuntimeException e) {
            throw located(e, node);
        }
    }

    private static boolean isLogical(Node.Binary node) {
        return node.operator().equals("&&") || node.operator().equals("||");
    }

    private Value logical(Node.Binary node) {
        boolean left = isTrue(node.left());
        boolean decided = left == node.operator().equals("||");
        return Arithmetic.bool(decided ? left : isTrue(node.right()));
    }

    private Value combined(Node.Binary node, Value left, Value right) {
        boolean nulls = left instanceof Value.Null && right instanceof Value.Null;
        if (node.operator().equals("+") && (isString(left) || isString(right) || nulls)) {
            return new Value.Text(Texts.bounded(texts.of(left) + texts.of(right)));
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

    boolean identical(Value a, Value b) {
        if (a.equals(b) || a instanceof Value.Null || b instanceof Value.Null) {
            return a.equals(b);
        }
        String left = classNameOfClass(a);
        String right = classNameOfClass(b);
        if (left != null && right != null) {
            return left.equals(right);
        }
        if (isConstant(a) || isConstant(b)) {
            return a.equals(b) || Objects.equals(views.host(a), views.host(b));
        }
        if (a instanceof Value.Reference && b instanceof Value.Reference) {
            return false;
        }
        throw new EvaluationException(
                "== asks for the same object, and what an expression makes is none of the dump's: use equals()");
    }

    /** The JDK's enum constants are the same object wherever they come from. */
    private static boolean isConstant(Value value) {
        return value instanceof Value.Host host && host.object() instanceof Enum<?>;
    }

    /** The name of the class that a class object stands for, or null. */
    @Nullable
    String classNameOfClass(Value value) {
        if (value instanceof Value.Made made && made.className().equals(Made.CLASS)) {
            String text = ((View.Text) made.view()).text();
            return text.substring(0, text.length() - ".class".length());
        }
        return value instanceof Value.Reference reference ? model.representedClass(reference.id()) : null;
    }

    private Value cast(Node.Cast node) {
        PrimitiveType primitive = primitiveType(node.type());
        if (primitive != null) {
            return Arithmetic.cast(primitive(node.operand()), primitive);
        }
        Value value = known(node.operand());
        boolean isFunction = value instanceof Value.Host host && !HostCalls.isValue(host.object());
        if (value instanceof Value.Null || isFunction) {
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

    static boolean isPrimitiveName(String name) {
        return primitiveType(new Node.TypeName(name, 0, 0)) != null;
    }

    static @Nullable PrimitiveType primitiveType(Node.TypeName type) {
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
