package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import jpm.debug.HeapBrowser;
import jpm.debug.ObjectLine;
import jpm.graph.HeapGraph;
import jpm.io.Cancellation;
import jpm.tui.Tree.Page;

/** The dominator tree, or what hangs on one object in it: below each object what would be freed with it, the largest first. */
final class DominatorsPane extends ObjectsPane {
    DominatorsPane(String textWhenEmpty, Desk desk) {
        super("Dominators", textWhenEmpty, desk, true);
    }

    /** Shows what an object dominates; {@link HeapGraph#NONE} for the top of the tree. Needs the graph. */
    void show(HeapBrowser heap, int index) {
        show(new Tree<>((parent, from, count) -> {
            int of = parent == null ? index : heap.indexOf(parent.line().id());
            return page(heap, heap.dominated(of, new Cancellation()), from, count);
        }));
    }

    private static Page<Item> page(HeapBrowser heap, int[] indexes, int from, int count) {
        List<Item> items = new ArrayList<>();
        for (int at = from; at < Math.min(indexes.length, from + count); at++) {
            ObjectLine line = heap.line(indexes[at]);
            items.add(new Item("", line, line.retainedBytes() > line.shallowBytes()));
        }
        return new Page<>(indexes.length, items);
    }
}
