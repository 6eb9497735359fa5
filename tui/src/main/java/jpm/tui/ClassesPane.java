package jpm.tui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import jpm.analysis.Histogram;
import jpm.analysis.HistogramRow;
import jpm.analysis.RetainedHistogram;
import jpm.debug.HeapBrowser;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;
import org.jspecify.annotations.Nullable;

/** How many objects of each class there are, what they take, and what each class retains. */
final class ClassesPane extends ListPane {
    private static final Table.Column OBJECTS = new Table.Column("objects", 12);
    private static final Table.Column SHALLOW = new Table.Column("shallow", 9);
    private static final Table.Column RETAINED = new Table.Column("retained≥", 11);
    private static final Table WITHOUT_RETAINED = new Table(List.of(OBJECTS, SHALLOW));
    private static final Table WHOLE = new Table(List.of(OBJECTS, SHALLOW, RETAINED));
    private static final String TITLE = "class";
    private static final int COLUMNS = 4;
    private static final int BY_SHALLOW = 2;
    private static final int BY_RETAINED = 3;

    private final Desk desk;
    private final Consumer<String> listObjects;
    private final BackgroundJob job;
    private final Map<String, Long> retained = new HashMap<>();
    private List<HistogramRow> rows = List.of();
    private int sortedBy = BY_SHALLOW;
    private boolean reversed;
    private boolean asked;
    private String failure = "";
    private String summary = "";

    /** @param listObjects shows the objects of a class */
    ClassesPane(Desk desk, Consumer<String> listObjects) {
        this.desk = desk;
        this.listObjects = listObjects;
        this.job = desk.newJob();
        desk.graph().whenKnown(this::countRetained);
    }

    /** Counts the objects, once; what a stop or a failure left undone is done when the pane is shown again. */
    void count() {
        HeapBrowser heap = desk.heap();
        if (heap == null || asked) {
            return;
        }
        asked = true;
        failure = "";
        job.start(
                "counting objects",
                heap.heap().objectCount(),
                "objects",
                heap::histogram,
                histogram -> {
                    desk.graph().counted(job.seconds());
                    show(histogram);
                    countRetained();
                },
                this::fail);
    }

    private void show(Histogram histogram) {
        rows = new ArrayList<>(histogram.rows());
        summary = Amount.count(histogram.instances()) + " objects, " + Amount.bytes(histogram.shallowBytes());
        if (histogram.coverage().isPartial()) {
            summary += String.format(
                    Locale.ROOT,
                    " of %.1f %% of the dump",
                    100 * histogram.coverage().share());
        }
        sort();
        select(0);
    }

    private void fail(Throwable reason) {
        failure = Desk.explain(reason);
    }

    /** Needs the histogram and the graph, whichever comes last. */
    private void countRetained() {
        HeapBrowser heap = desk.heap();
        if (heap == null || rows.isEmpty() || !desk.graph().isKnown() || !retained.isEmpty()) {
            return;
        }
        job.start(
                "adding up what classes retain",
                heap.heap().objectCount(),
                "objects",
                (progress, cancellation) -> heap.retainedHistogram(cancellation),
                this::showRetained,
                desk::complain);
    }

    private void showRetained(RetainedHistogram histogram) {
        histogram.rows().forEach(row -> retained.put(row.className(), row.retainedBytes()));
        if (sortedBy == BY_RETAINED) {
            sort();
        }
    }

    private long retained(HistogramRow row) {
        return retained.isEmpty() ? -1 : retained.getOrDefault(row.className(), 0L);
    }

    /** The selected class stays selected. */
    private void sort() {
        HistogramRow selected = rows.isEmpty() ? null : rows.get(cursor());
        List<Comparator<HistogramRow>> orders = List.of(
                Comparator.comparing(HistogramRow::className),
                Comparator.comparingLong(HistogramRow::instances).reversed(),
                Comparator.comparingLong(HistogramRow::shallowBytes).reversed(),
                Comparator.<HistogramRow>comparingLong(this::retained).reversed());
        Comparator<HistogramRow> order = orders.get(sortedBy).thenComparing(HistogramRow::className);
        rows.sort(reversed ? order.reversed() : order);
        if (selected != null) {
            reveal(rows.indexOf(selected));
        }
    }

    private void sortByNext() {
        sortedBy = (sortedBy + 1) % (retained.isEmpty() ? COLUMNS - 1 : COLUMNS);
        reversed = false;
        sort();
    }

    private void reverse() {
        reversed = !reversed;
        sort();
    }

    private Table table() {
        return retained.isEmpty() ? WITHOUT_RETAINED : WHOLE;
    }

    @Override
    int size() {
        return rows.size();
    }

    @Override
    StyledLine row(int index) {
        HistogramRow row = rows.get(index);
        Table table = table();
        int room = table.textColumns(columns()) - 2;
        return table.row(
                StyledLine.of("  " + Table.shortened(row.className(), room), Style.TEXT),
                List.of(Amount.count(row.instances()), Amount.bytes(row.shallowBytes()), Amount.bytes(retained(row))),
                Style.NUMBER,
                columns());
    }

    @Override
    StyledLine heading() {
        return table().heading(TITLE, sortedBy, reversed, columns());
    }

    @Override
    String searchText(int index) {
        return rows.get(index).className();
    }

    @Override
    String emptyText() {
        String why = desk.whyNoHeap();
        if (why != null) {
            return why;
        }
        return job.isRunning() ? job.status() : failure.isEmpty() ? "not counted; Enter counts" : failure;
    }

    @Override
    public String name() {
        return "Classes";
    }

    @Override
    public String status() {
        String[] parts = {job.status(), desk.graph().status(), size() == 0 ? "" : position() + " · " + summary};
        for (String part : parts) {
            if (!part.isEmpty()) {
                return part;
            }
        }
        return "";
    }

    @Override
    public boolean stop() {
        boolean stopped = job.stop();
        asked &= !stopped || !rows.isEmpty();
        return stopped || desk.graph().stop();
    }

    @Override
    public List<Binding> bindings() {
        List<Binding> bindings = new ArrayList<>();
        bindings.add(Binding.of("Enter", "objects", "list the objects of the class", this::choose)
                .disabledWhen(desk::whyNoHeap));
        bindings.add(Binding.of("s", "sort", "sort by the next column", this::sortByNext)
                .disabledWhen(this::whyNothingToSort));
        bindings.add(Binding.of("r", "", "reverse the order", this::reverse).disabledWhen(this::whyNothingToSort));
        bindings.addAll(movementBindings());
        return bindings;
    }

    private @Nullable String whyNothingToSort() {
        return rows.isEmpty() ? "there are no classes yet" : null;
    }

    private void choose() {
        if (rows.isEmpty()) {
            count();
        } else {
            listObjects.accept(rows.get(cursor()).className());
        }
    }
}
