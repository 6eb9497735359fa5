package jpm.debug;

import java.util.List;
import jpm.expr.Scope;
import jpm.value.ObjectModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** A frame's scope with another {@code this}, whose fields hide the frame's variables. */
final class ObjectScope implements Scope {
    private final Scope outer;
    private Value object = Value.NULL;
    private @Nullable String className;

    ObjectScope(Scope outer) {
        this.outer = outer;
    }

    void object(Value newObject, String newClassName) {
        object = newObject;
        className = newClassName;
    }

    @Override
    public ObjectModel model() {
        return outer.model();
    }

    @Override
    public @Nullable Value variable(String name) {
        if (name.equals("this")) {
            return object;
        }
        boolean isField = object instanceof Value.Reference reference && model().field(reference.id(), name) != null;
        return isField ? null : outer.variable(name);
    }

    @Override
    public List<String> variableNames() {
        return object instanceof Value.Reference reference
                ? model().fields(reference.id()).stream()
                        .map(ObjectModel.Field::name)
                        .toList()
                : outer.variableNames();
    }

    @Override
    public @Nullable String className() {
        return className;
    }

    @Override
    public List<String> classesNamed(String simpleName) {
        return outer.classesNamed(simpleName);
    }

    @Override
    public byte @Nullable [] classFile(String name) {
        return outer.classFile(name);
    }

    @Override
    public void checkCancelled() {
        outer.checkCancelled();
    }

    @Override
    public boolean hasObject(long id) {
        return outer.hasObject(id);
    }
}
