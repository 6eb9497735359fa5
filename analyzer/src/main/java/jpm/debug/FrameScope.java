package jpm.debug;

import java.util.List;
import java.util.function.Function;
import jpm.classfile.ClassFileFinder.Found;
import jpm.expr.Scope;
import jpm.graph.Heap;
import jpm.io.Cancellation;
import jpm.value.LogicalViews;
import jpm.value.ObjectModel;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** A place in a dump where expressions are evaluated. */
final class FrameScope implements Scope {
    private final DeadProcess process;
    private final Place place;
    private final List<Local> locals;
    private final Function<String, @Nullable Value> conveniences;
    private final Cancellation cancellation;

    /** @param conveniences what names mean that begin with {@code $}; null for nothing */
    FrameScope(
            DeadProcess process,
            Place place,
            Function<String, @Nullable Value> conveniences,
            Cancellation cancellation) {
        this.process = process;
        this.place = place;
        this.locals = place.locals();
        this.conveniences = conveniences;
        this.cancellation = cancellation;
    }

    @Override
    public ObjectModel model() {
        return process.model();
    }

    @Override
    public @Nullable Value variable(String name) {
        for (Local local : locals) {
            if (local.name().equals(name)) {
                return local.value();
            }
        }
        return name.startsWith("$") ? conveniences.apply(name) : null;
    }

    /** Whether a name is one of the frame's variables. */
    boolean isLocal(String name) {
        return locals.stream().anyMatch(local -> local.name().equals(name));
    }

    @Override
    public void checkCancelled() {
        cancellation.check();
    }

    @Override
    public List<String> variableNames() {
        return locals.stream().map(Local::name).toList();
    }

    @Override
    public @Nullable String className() {
        return place.hasFrame() ? place.frame().className() : null;
    }

    @Override
    public byte @Nullable [] classFile(String className) {
        Found found = process.classFile(className);
        return found == null ? null : found.bytes();
    }

    @Override
    public boolean hasObject(long id) {
        Heap heap = process.heap();
        return heap != null && heap.findObject(id) != null;
    }

    @Override
    public List<String> classesNamed(String simpleName) {
        return process.classNames().stream()
                .filter(name -> LogicalViews.simpleName(name).equals(simpleName))
                .distinct()
                .toList();
    }
}
