package jpm.tui;

import java.util.List;
import jpm.debug.HeapBrowser;
import jpm.graph.HeapGraph;

/** What fills the heap: classes with their objects, the dominator tree, what probably leaks. */
final class HeapView extends View {
    private static final int CLASSES = 0;
    private static final int OBJECTS = 1;
    private static final int LEAKS = 3;

    private final Desk desk;
    private final ClassesPane classes;
    private final InstancesPane objects;
    private final DominatorsPane dominators;
    private final LeaksPane leaks;

    HeapView(Desk desk) {
        super("Heap");
        this.desk = desk;
        this.objects = new InstancesPane(desk);
        this.classes = new ClassesPane(desk, this::list);
        this.dominators = new DominatorsPane("nothing is reachable", desk);
        this.leaks = new LeaksPane(desk);
        desk.graph().whenKnown(this::graphKnown);
    }

    private void graphKnown() {
        HeapBrowser heap = desk.heap();
        if (heap != null) {
            dominators.show(heap, HeapGraph.NONE);
            objects.refresh();
            shown();
        }
    }

    private void list(String className) {
        int before = focus();
        objects.list(className);
        focus(OBJECTS);
        desk.wentOn(this, before);
    }

    @Override
    List<Pane> panes() {
        return List.of(classes, objects, dominators, leaks);
    }

    @Override
    void shown() {
        if (focus() == CLASSES) {
            classes.count();
        } else if (focus() == LEAKS) {
            leaks.look();
        }
    }

    @Override
    void focus(int pane) {
        super.focus(pane);
        shown();
    }
}
