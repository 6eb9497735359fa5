package jpm.jdwp;

import java.util.ArrayList;
import java.util.List;
import jpm.expr.Expression;
import jpm.expr.ExpressionException;
import jpm.expr.Scope;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.PrintLimits;
import jpm.value.Value;
import jpm.value.ValuePrinter;
import jpm.value.View;
import org.jspecify.annotations.Nullable;

/** Calls that have a meaning without running code, as {@link jpm.expr} gives it. */
final class Evaluation {
    private static final String TARGET = "$target";
    private static final String ARGUMENT = "$argument";
    private static final int MAX_ELEMENTS = 1_000_000;

    private final DeadVm vm;
    private final ObjectModel model;

    Evaluation(DeadVm vm) {
        this.vm = vm;
        this.model = vm.process.model();
    }

    /** What a method of an object gives; fails the command where that cannot be known. */
    Value call(Value target, String method, List<Value> arguments) {
        if (method.equals("toArray") && arguments.size() <= 1) {
            return elements(target);
        }
        return evaluate(TARGET + call(method, arguments), new Variables(target, arguments));
    }

    /** What a static method gives; fails the command where that cannot be known. */
    Value callStatic(ClassMirror mirror, String method, List<Value> arguments) {
        String className = mirror.name.replace('$', '.');
        return evaluate(className + call(method, arguments), new Variables(Value.NULL, arguments));
    }

    private static String call(String method, List<Value> arguments) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            names.add(ARGUMENT + i);
        }
        return "." + method + "(" + String.join(", ", names) + ")";
    }

    private static Value evaluate(String expression, Scope scope) {
        try {
            return Expression.parse(expression).evaluate(scope);
        } catch (ExpressionException noMeaning) {
            throw new CommandFailure(ErrorCode.NOT_IMPLEMENTED);
        }
    }

    private Value elements(Value target) {
        View view = new LogicalViews(model).viewOf(target);
        if (view instanceof View.Elements elements && elements.size() <= MAX_ELEMENTS) {
            return new Value.Sequence(LogicalViews.part(elements.source(), 0, MAX_ELEMENTS));
        }
        throw new CommandFailure(ErrorCode.NOT_IMPLEMENTED);
    }

    /** What clients are given of a value that only an expression made: collections and arrays as arrays, anything else as its text. */
    Value told(Value made) {
        return new LogicalViews(model).viewOf(made) instanceof View.Elements
                ? elements(made)
                : new Value.Text(new ValuePrinter(model, PrintLimits.DEFAULT).print(made));
    }

    /** The value of an expression that names nothing but classes, or null where it has none. */
    @Nullable
    Value find(String expression) {
        try {
            return Expression.parse(expression).evaluate(new Variables(Value.NULL, List.of()));
        } catch (ExpressionException unknown) {
            return null;
        }
    }

    /** A call's target and arguments. */
    private final class Variables implements Scope {
        private final Value target;
        private final List<Value> arguments;

        Variables(Value target, List<Value> arguments) {
            this.target = target;
            this.arguments = arguments;
        }

        @Override
        public ObjectModel model() {
            return model;
        }

        @Override
        public @Nullable Value variable(String name) {
            if (name.equals(TARGET)) {
                return target;
            }
            return name.startsWith(ARGUMENT)
                    ? arguments.get(Integer.parseInt(name.substring(ARGUMENT.length())))
                    : null;
        }

        @Override
        public List<String> variableNames() {
            return List.of();
        }

        @Override
        public @Nullable String className() {
            return null;
        }

        @Override
        public List<String> classesNamed(String simpleName) {
            return vm.process.classNames().stream()
                    .filter(name -> LogicalViews.simpleName(name).equals(simpleName))
                    .distinct()
                    .toList();
        }
    }
}
