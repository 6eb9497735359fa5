package jpm.tui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import jpm.analysis.ObjectSet;
import jpm.analysis.SizeOrder;
import jpm.debug.HeapBrowser;
import jpm.graph.HeapGraph;
import jpm.tui.Tree.Page;
import jpm.tui.term.StyledLine;
import org.jspecify.annotations.Nullable;

/** All objects of one class, in the order of their addresses or by their sizes. */
final class InstancesPane extends ObjectsPane {
    private final Desk desk;
    private final BackgroundJob job;
    private @Nullable ObjectSet objects;
    private String className = "";
    private Order order = Order.ADDRESS;

    private enum Order {
        ADDRESS,
        SHALLOW,
        RETAINED
    }

    InstancesPane(Desk desk) {
        super("Objects", "Enter on a class lists its objects", desk, false);
        this.desk = desk;
        this.job = desk.newJob();
    }

    /** Lists the objects of a class. */
    void list(String newClassName) {
        HeapBrowser heap = desk.heap();
        if (heap == null || newClassName.equals(className) && objects != null) {
            return;
        }
        className = newClassName;
        objects = null;
        order = Order.ADDRESS;
        show(new Tree<>((parent, from, count) -> new Page<>(0, List.of())));
        loading("finding the objects of " + className);
        job.start(
                "finding objects of " + className,
                heap.heap().objectCount(),
                "objects",
                (progress, cancellation) -> heap.instances(newClassName, progress, cancellation),
                found -> {
                    objects = found;
                    show(treeOf(heap, found.size(), found::indexAt));
                },
                this::fail);
    }

    private void fail(Throwable reason) {
        loaded();
        className = "";
        desk.complain(reason);
    }

    private static Tree<Item> treeOf(HeapBrowser heap, int count, IntUnaryOperator indexAt) {
        return new Tree<>((parent, from, most) -> {
            List<Item> items = new ArrayList<>();
            for (int at = from; at < Math.min(count, from + most); at++) {
                items.add(new Item("", heap.line(indexAt.applyAsInt(at)), false));
            }
            return new Page<>(count, items);
        });
    }

    /** Sizes of all objects are known with the graph only. */
    private void sortByNext() {
        HeapBrowser heap = desk.heap();
        HeapGraph graph = heap == null ? null : heap.graph();
        ObjectSet sorted = objects;
        if (heap == null || graph == null || sorted == null) {
            return;
        }
        order = Order.values()[(order.ordinal() + 1) % Order.values().length];
        if (order == Order.ADDRESS) {
            show(treeOf(heap, sorted.size(), sorted::indexAt));
            return;
        }
        boolean byShallow = order == Order.SHALLOW;
        job.start(
                "sorting",
                sorted.size(),
                "objects",
                (progress, cancellation) -> {
                    int[] indexes = new int[sorted.size()];
                    Arrays.setAll(indexes, sorted::indexAt);
                    int[] places = SizeOrder.largestFirst(
                            indexes.length,
                            i -> byShallow ? graph.shallowBytes(indexes[i]) : graph.retainedBytes(indexes[i]),
                            cancellation);
                    Arrays.setAll(places, i -> indexes[places[i]]);
                    return places;
                },
                indexes -> show(treeOf(heap, indexes.length, i -> indexes[i])),
                desk::complain);
    }

    @Override
    StyledLine heading() {
        return table().heading(className, order.ordinal(), false, columns());
    }

    @Override
    String emptyText() {
        return job.isRunning() ? job.status() : super.emptyText();
    }

    @Override
    public String status() {
        return job.isRunning() ? job.status() : super.status();
    }

    @Override
    public boolean stop() {
        if (!job.stop()) {
            return super.stop();
        }
        loaded();
        className = objects == null ? "" : className;
        return true;
    }

    @Override
    public List<Binding> bindings() {
        List<Binding> bindings = new ArrayList<>(super.bindings());
        bindings.add(
                1,
                Binding.of("s", "sort", "sort by address, shallow or retained size", this::sortByNext)
                        .disabledWhen(this::whyNotSorted));
        return bindings;
    }

    private @Nullable String whyNotSorted() {
        return objects == null
                ? "there are no objects yet"
                : desk.graph().isKnown() ? null : "sizes of all objects need the index; x builds it";
    }
}
