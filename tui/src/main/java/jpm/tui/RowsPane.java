package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jpm.analysis.query.HeapQuery;
import jpm.analysis.query.ObjectReference;
import jpm.analysis.query.QueryColumn;
import jpm.analysis.query.QueryException;
import jpm.debug.HeapBrowser;
import jpm.debug.ObjectLine;
import jpm.io.JpmException;
import jpm.tui.Tree.Page;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;
import org.jspecify.annotations.Nullable;

/** The rows of a query, shown as they are found. */
final class RowsPane extends TreePane<RowsPane.Row> {
    private static final int MOST_CELL_COLUMNS = 60;
    private static final int SAMPLED_ROWS = 50;
    private static final String HELP = """
            Enter edits a query; Up brings back former ones, Tab completes names of classes.

            SELECT * FROM java.lang.Thread
            SELECT s, s.@retained FROM java.lang.String s WHERE length(s) > 10000
            SELECT o.name, count(*) FROM com.acme.Order o GROUP BY o.name ORDER BY 2 DESC LIMIT 20
            SELECT * FROM INSTANCEOF java.util.Map m WHERE m.size > 1000

            jpm help query has the whole language.""";

    private final Desk desk;
    private final BackgroundJob job;
    private final Runnable edit;
    private String query = "";
    private int orderedBy;
    private List<QueryColumn> columns = List.of();
    private int[] widths = {};
    private @Nullable RowFile rows;
    private String problem = HELP;

    /**
     * A row of the result.
     *
     * @param cells as they are shown
     * @param objectId the first object in it, or null
     */
    record Row(List<String> cells, @Nullable Long objectId) {}

    /** @param edit lets the user change the query */
    RowsPane(Desk desk, Runnable edit) {
        super("Rows", "no row", desk.reader(), desk.newJob(), desk::say, desk::complain);
        this.desk = desk;
        this.edit = edit;
        this.job = desk.newJob();
    }

    /** The query whose rows these are. */
    String query() {
        return query;
    }

    /** Runs a query in place of the last one. */
    void run(String newQuery) {
        query = newQuery;
        orderedBy = 0;
        start(newQuery);
    }

    private void start(String text) {
        HeapBrowser heap = desk.heap();
        if (heap == null) {
            return;
        }
        try {
            start(HeapQuery.parse(text), heap);
        } catch (JpmException mistake) {
            fail(mistake);
        }
    }

    private void start(HeapQuery parsed, HeapBrowser heap) {
        forgetRows();
        RowFile found = new RowFile();
        rows = found;
        columns = parsed.columns();
        widths = columns.stream().mapToInt(column -> column.name().length() + 1).toArray();
        show(Tree.of(List.of(), (parent, from, count) -> page(heap, found, from, count)));
        problem = "";
        job.start(
                "searching",
                heap.heap().objectCount(),
                "objects",
                (progress, cancellation) -> heap.query(
                        parsed,
                        row -> {
                            cancellation.check();
                            found.add(row);
                        },
                        progress,
                        cancellation),
                outcome -> problem = outcome.foundClasses() ? "no object fits" : "no class has that name",
                this::fail);
    }

    private void forgetRows() {
        job.stop();
        RowFile old = rows;
        rows = null;
        if (old != null) {
            desk.reader()
                    .run(
                            () -> {
                                old.close();
                                return old;
                            },
                            closed -> {},
                            desk::complain);
        }
    }

    private static Page<Row> page(HeapBrowser heap, RowFile rows, int from, int count) {
        int size = rows.size();
        List<Row> page =
                rows.rows(from, count).stream().map(cells -> row(heap, cells)).toList();
        return new Page<>(size, page);
    }

    private static Row row(HeapBrowser heap, List<@Nullable Object> cells) {
        List<String> texts = new ArrayList<>();
        Long object = null;
        for (Object cell : cells) {
            if (cell instanceof ObjectReference reference && reference.id() != 0) {
                object = object == null ? (Long) reference.id() : object;
                ObjectLine line = heap.line(reference.id());
                texts.add(line.name().substring(line.name().lastIndexOf('.') + 1) + " " + line.text());
            } else {
                texts.add(cell instanceof ObjectReference || cell == null ? "null" : cell.toString());
            }
        }
        return new Row(texts, object);
    }

    private void fail(Throwable reason) {
        StringBuilder text = new StringBuilder(Desk.explain(reason));
        if (reason instanceof QueryException mistake) {
            text.append("\n\n")
                    .append(query)
                    .append('\n')
                    .append(" ".repeat(Math.max(0, mistake.column() - 1)))
                    .append('^');
        }
        problem = text.toString();
        if (size() > 0) {
            desk.say(Desk.explain(reason));
        }
    }

    @Override
    public List<StyledLine> render(int width, int height, boolean focused) {
        RowFile shown = rows;
        if (shown != null) {
            tree().grow(shown.size());
            fitColumns();
        }
        return super.render(width, height, focused);
    }

    /** By the first rows: all of them would have to be read for more. */
    private void fitColumns() {
        for (int at = 0; at < SAMPLED_ROWS; at++) {
            Row row = tree().root().item(at);
            for (int i = 0; row != null && i < widths.length; i++) {
                int cells = StyledLine.plain(row.cells().get(i)).width();
                widths[i] = Math.max(widths[i], Math.min(MOST_CELL_COLUMNS, cells));
            }
        }
    }

    @Override
    StyledLine heading() {
        StyledLine.Builder heading = StyledLine.builder();
        for (int i = 0; i < widths.length; i++) {
            String name = columns.get(i).name() + (orderedBy == i + 1 ? "▾" : "");
            heading.add(cell(name, i), Style.HEADER).add("  ", Style.TEXT);
        }
        return heading.build().from(left());
    }

    private String cell(String text, int column) {
        StyledLine plain = StyledLine.plain(text);
        QueryColumn.Kind kind = columns.get(column).kind();
        boolean isNumber = kind == QueryColumn.Kind.NUMBER || kind == QueryColumn.Kind.BYTES;
        int missing = Math.max(0, widths[column] - plain.width());
        return isNumber
                ? " ".repeat(missing) + plain.text()
                : plain.fit(widths[column]).text();
    }

    @Override
    boolean canUnfold(Row row) {
        return false;
    }

    @Override
    StyledLine line(Row row, StyledLine indent) {
        StyledLine.Builder line = StyledLine.builder();
        for (int i = 0; i < widths.length; i++) {
            String text = row.cells().get(i);
            line.add(cell(text, i), VariablesPane.previewStyle(text)).add("  ", Style.TEXT);
        }
        return line.build();
    }

    @Override
    String searchText(Row row) {
        return String.join("  ", row.cells());
    }

    @Override
    String emptyText() {
        String why = desk.whyNoHeap();
        return why != null ? why : job.isRunning() ? query + "\n\n" + job.status() : problem;
    }

    @Override
    public String status() {
        return job.isRunning() ? Amount.count(size()) + " rows · " + job.status() : super.status();
    }

    @Override
    public boolean stop() {
        return job.stop() || super.stop();
    }

    @Override
    public List<Binding> bindings() {
        List<Binding> bindings = new ArrayList<>();
        boolean hasRows = size() > 0;
        bindings.add(Binding.of(hasRows ? "e" : "Enter e", "edit", "edit the query", edit)
                .disabledWhen(desk::whyNoHeap));
        if (hasRows) {
            bindings.add(Binding.of("Enter i", "inspect", "inspect the row's first object", this::inspect)
                    .disabledWhen(() -> objectId() == null ? "this row has no object" : null));
            bindings.add(Binding.of("s", "sort", "sort by the next column: the query runs again", this::sort)
                    .disabledWhen(this::whyNotSorted));
        }
        bindings.addAll(movementBindings());
        bindings.addAll(sidewaysBindings());
        return bindings;
    }

    private @Nullable Long objectId() {
        Row row = selected();
        return row == null ? null : row.objectId();
    }

    private void inspect() {
        Long id = objectId();
        if (id != null) {
            desk.inspect(id);
        }
    }

    private @Nullable String whyNotSorted() {
        String upper = query.toUpperCase(Locale.ROOT);
        boolean saysItself = upper.contains("ORDER BY") || upper.contains("LIMIT") || upper.contains("UNION");
        return saysItself ? "the query says its order itself" : null;
    }

    private void sort() {
        orderedBy = (orderedBy + 1) % (columns.size() + 1);
        start(orderedBy == 0 ? query : query + " ORDER BY " + orderedBy + " DESC");
    }
}
