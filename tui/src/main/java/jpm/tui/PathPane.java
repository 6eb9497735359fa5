package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import jpm.analysis.RootPaths.RootPath;
import jpm.analysis.RootPaths.Step;
import jpm.debug.HeapBrowser;
import jpm.graph.HeapClass;
import jpm.graph.HeapObject;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;

/** Why an object is alive: shortest paths from roots, each from another one. */
final class PathPane extends LinesPane {
    private static final int MOST_PATHS = 5;
    private static final int MOST_STEPS_AT_END = 100;
    private final Desk desk;
    private final BackgroundJob job;
    private String result = "";

    PathPane(Desk desk) {
        super("Path to root", desk);
        this.desk = desk;
        this.job = desk.newJob();
    }

    /** Finds the paths; needs the graph. */
    void find(HeapBrowser heap, long id) {
        job.start(
                "looking for a path",
                heap.heap().objectCount(),
                "objects",
                (progress, cancellation) -> lines(heap, heap.paths(id, MOST_PATHS, cancellation)),
                lines -> {
                    result = "no root reaches it, or weak references only";
                    show(lines);
                },
                reason -> result = Desk.explain(reason));
    }

    private static List<Line> lines(HeapBrowser heap, List<RootPath> paths) {
        List<Line> lines = new ArrayList<>();
        for (RootPath path : paths) {
            String roots = String.join(
                    ", ", path.roots().stream().map(heap::describe).distinct().toList());
            lines.add(
                    new Line(StyledLine.of(roots.isEmpty() ? "class of the boot loader" : roots, Style.CAUTION), null));
            addSteps(path, "  ", lines);
        }
        return lines;
    }

    /** The objects of a path; a chain may be millions long, and its middle says nothing that its ends do not. */
    static void addSteps(RootPath path, String indent, List<Line> lines) {
        List<Step> steps = path.steps();
        int hidden = steps.size() - 2 * MOST_STEPS_AT_END;
        int head = hidden > 0 ? MOST_STEPS_AT_END : steps.size();
        steps.subList(0, head).forEach(step -> lines.add(line(step, indent)));
        if (hidden > 0) {
            lines.add(new Line(StyledLine.of(indent + "… " + Amount.count(hidden) + " more …", Style.DIM), null));
            steps.subList(head + hidden, steps.size()).forEach(step -> lines.add(line(step, indent)));
        }
    }

    /** An object of a path with how it refers to the next. */
    private static Line line(Step step, String indent) {
        HeapObject object = step.object();
        String name = object instanceof HeapClass c
                ? "class " + c.name()
                : object.heapClass().name() + "@" + Long.toHexString(object.id());
        String reference = step.reference();
        String dot = reference.isEmpty() || reference.startsWith("[") ? "" : ".";
        StyledLine text = StyledLine.builder()
                .add(indent + name, Style.TEXT)
                .add(dot + reference, Style.NAME)
                .build();
        return new Line(text, object.id());
    }

    @Override
    String emptyText() {
        if (!desk.graph().isKnown()) {
            return desk.graph().explanation();
        }
        return job.isRunning() ? job.status() : result;
    }

    @Override
    public String status() {
        return job.isRunning() ? job.status() : super.status();
    }

    @Override
    public boolean stop() {
        return job.stop() || desk.graph().stop();
    }
}
