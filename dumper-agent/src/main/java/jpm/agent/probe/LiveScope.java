package jpm.agent.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import jpm.agent.LiveObjectModel;
import jpm.agent.probe.HitFrame.HitVariable;
import jpm.expr.Scope;
import jpm.value.ObjectModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** The frame that passes a line, as expressions see it; they end when they take too long. */
final class LiveScope implements Scope {
    private static final long MAX_NANOS = 50_000_000L;

    private final LiveObjectModel model;
    private final Class<?> type;
    private final List<HitVariable> variables;
    private final LoadedClasses classes;
    private final RunningTime time;

    /** @param time how long it has taken already */
    LiveScope(
            LiveObjectModel model,
            Class<?> type,
            List<HitVariable> variables,
            LoadedClasses classes,
            RunningTime time) {
        this.time = time;
        this.model = model;
        this.type = type;
        this.variables = variables;
        this.classes = classes;
    }

    /** The class whose code passes the line. */
    Class<?> type() {
        return type;
    }

    @Override
    public ObjectModel model() {
        return model;
    }

    @Override
    public @Nullable Value variable(String name) {
        for (HitVariable variable : variables) {
            if (variable.variable().name().equals(name)) {
                return variable.value();
            }
        }
        return null;
    }

    @Override
    public List<String> variableNames() {
        List<String> names = new ArrayList<>();
        for (HitVariable variable : variables) {
            names.add(variable.variable().name());
        }
        return names;
    }

    @Override
    public String className() {
        return type.getName();
    }

    @Override
    public List<String> classesNamed(String simpleName) {
        return classes.named(simpleName);
    }

    @Override
    public byte @Nullable [] classFile(String className) {
        Class<?> found = classes.find(className, type);
        return found == null ? null : classes.file(found);
    }

    @Override
    public void checkCancelled() {
        if (time.until(System.nanoTime()) > MAX_NANOS) {
            throw new CancellationException("it takes too long");
        }
    }
}
