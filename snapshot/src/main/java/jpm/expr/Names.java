package jpm.expr;

import java.util.ArrayList;
import java.util.List;
import jpm.value.ObjectModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** What a name means in a frame: a variable, a field of {@code this} or of the objects around it, a captured variable, a static field. */
final class Names {
    private static final int MAX_NESTING = 16;

    private final Scope scope;
    private final ObjectModel model;

    Names(Scope scope) {
        this.scope = scope;
        this.model = scope.model();
    }

    @Nullable
    Value find(String name) {
        Value variable = scope.variable(name);
        if (variable == null) {
            variable = instanceField(name);
        }
        return variable == null ? staticField(name) : variable;
    }

    private @Nullable Value instanceField(String name) {
        Value holder = scope.variable("this");
        for (int i = 0; i < MAX_NESTING && holder instanceof Value.Reference object; i++) {
            Value own = model.field(object.id(), name);
            if (own == null) {
                own = model.field(object.id(), "val$" + name);
            }
            if (own != null) {
                return own;
            }
            holder = outer(object.id());
        }
        return null;
    }

    private @Nullable Value outer(long id) {
        for (ObjectModel.Field field : model.fields(id)) {
            if (field.name().startsWith("this$")) {
                return field.value();
            }
        }
        return null;
    }

    private @Nullable Value staticField(String name) {
        for (String className : classesInScope()) {
            Value value = model.staticField(className, name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private List<String> classesInScope() {
        List<String> classes = new ArrayList<>();
        if (scope.variable("this") instanceof Value.Reference object) {
            classes.addAll(model.classNames(object.id()));
        }
        for (String outer = scope.className(); outer != null; outer = Types.enclosing(outer)) {
            classes.add(outer);
        }
        return classes;
    }

    String unknown(String name) {
        List<String> names = scope.variableNames();
        String variables =
                names.isEmpty() ? "the frame has no known variables" : "variables: " + String.join(", ", names);
        String className = scope.className();
        String what = className == null || model.statics(className) != null
                ? "no variable, field or class is named " + name
                : "no variable or field of an object is named " + name + ", and static fields need the heap";
        return what + "; " + variables;
    }
}
