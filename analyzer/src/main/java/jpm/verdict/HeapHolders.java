package jpm.verdict;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jpm.analysis.RootPaths.RootPath;
import jpm.analysis.RootPaths.Step;
import jpm.debug.DebugFrame;
import jpm.debug.DebugSession;
import jpm.debug.Local;
import jpm.graph.GcRoot;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapFrame;
import jpm.graph.HeapInstance;
import jpm.graph.HeapObject;
import jpm.graph.HeapThread;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** Says in the program's own words what keeps an object alive: a static field, a local of a frame, a thread. */
final class HeapHolders {
    private static final String CAPTURE = "java.lang.JpmCapture";
    private static final int MAX_FRAMES = 256;
    /** How much of both ends of a path is looked at: chains of millions of links occur. */
    private static final int MAX_END_STEPS = 1000;

    private final Heap heap;
    private final Map<Long, String> locals = new HashMap<>();

    /** @param session over the heap; its place changes */
    HeapHolders(DebugSession session, Heap heap) {
        this.heap = heap;
        for (int i = session.exceptions().size() - 1; i >= 0; i--) {
            session.selectException(i);
            addLocals(session);
        }
    }

    private void addLocals(DebugSession session) {
        List<DebugFrame> frames = session.frames();
        for (DebugFrame frame : frames.subList(0, Math.min(MAX_FRAMES, frames.size()))) {
            for (Local local : session.locals(frame)) {
                if (local.value() instanceof Value.Reference reference) {
                    locals.putIfAbsent(
                            reference.id(),
                            local.name() + " of " + frame.qualifiedMethod() + " (" + frame.place() + ")");
                }
            }
        }
    }

    /**
     * Who holds, and what.
     *
     * @param holder {@code the static field com.acme.Cache.ENTRIES}
     * @param held the object that the holder refers to
     */
    record Held(String holder, HeapObject held) {}

    /** The holder that says most, over several paths to one object; null without any. */
    @Nullable
    Held of(List<RootPath> paths) {
        List<Function<List<Step>, @Nullable Held>> kinds = List.of(HeapHolders::staticField, this::local, this::frame);
        for (Function<List<Step>, @Nullable Held> kind : kinds) {
            for (RootPath path : paths) {
                for (List<Step> end : ends(path.steps())) {
                    Held found = kind.apply(end);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return paths.isEmpty()
                ? null
                : new Held(root(paths.get(0)), paths.get(0).steps().get(0).object());
    }

    /** The end at the object comes first. */
    private static List<List<Step>> ends(List<Step> steps) {
        int size = steps.size();
        return size <= 2 * MAX_END_STEPS
                ? List.of(steps)
                : List.of(steps.subList(size - MAX_END_STEPS, size), steps.subList(0, MAX_END_STEPS));
    }

    private static @Nullable Held staticField(List<Step> steps) {
        for (int i = steps.size() - 2; i >= 0; i--) {
            Step step = steps.get(i);
            boolean isField =
                    step.object() instanceof HeapClass && !step.reference().startsWith("<");
            if (isField && step.object() instanceof HeapClass c && !c.name().equals(CAPTURE)) {
                return new Held(
                        "the static field " + c.name() + "." + step.reference(),
                        steps.get(i + 1).object());
            }
        }
        return null;
    }

    private @Nullable Held local(List<Step> steps) {
        for (Step step : steps) {
            String local = locals.get(step.object().id());
            if (local != null) {
                return new Held("the variable " + local, step.object());
            }
        }
        return null;
    }

    /** A thread's local that no agent named: the frame is known, the name is not. */
    private @Nullable Held frame(List<Step> steps) {
        for (HeapThread thread : heap.threads()) {
            if (thread.id() != steps.get(0).object().id()) {
                continue;
            }
            HeapObject held =
                    steps.size() > 1 ? steps.get(1).object() : steps.get(0).object();
            HeapFrame frame = frameHolding(thread, held.id());
            String name = "the thread \"" + thread.name() + "\"";
            return new Held(
                    frame == null
                            ? name
                            : "a local of " + frame.className() + "." + frame.methodName()
                                    + (frame.line() > 0 ? " (line " + frame.line() + ")" : "") + " in " + name,
                    held);
        }
        return null;
    }

    private static @Nullable HeapFrame frameHolding(HeapThread thread, long id) {
        HeapFrame application = null;
        for (HeapFrame frame : thread.frames()) {
            boolean holds = frame.roots().stream().mapToLong(GcRoot::objectId).anyMatch(root -> root == id);
            if (holds && (application == null || application.className().startsWith("java."))) {
                application = frame;
            }
        }
        return application;
    }

    private static String root(RootPath path) {
        HeapObject first = path.steps().get(0).object();
        String kind = path.roots().isEmpty() ? "class" : path.roots().get(0).kind().label;
        return "a root (" + kind + ") at a "
                + (first instanceof HeapInstance ? first.heapClass().name() : "class or array");
    }
}
