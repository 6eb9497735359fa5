package jpm.tui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import jpm.analysis.StringReport;
import jpm.analysis.StringReport.Duplicate;
import jpm.debug.HeapBrowser;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;
import org.jspecify.annotations.Nullable;

/** Texts that the heap holds more than once, and what that wastes. */
final class StringsPane extends ListPane {
    private static final int MOST_DUPLICATES = 10_000;
    private static final int MOST_QUERIED_CHARS = 200;
    private static final Table TABLE = new Table(
            List.of(new Table.Column("length", 9), new Table.Column("strings", 11), new Table.Column("wasted", 9)));
    private static final List<Comparator<Duplicate>> ORDERS = List.of(
            Comparator.comparing(Duplicate::text),
            Comparator.comparingInt(Duplicate::length).reversed(),
            Comparator.comparingLong(Duplicate::strings).reversed(),
            Comparator.comparingLong(Duplicate::wastedBytes).reversed());

    private final Desk desk;
    private final BackgroundJob job;
    private final Consumer<String> query;
    private List<Duplicate> rows = List.of();
    private int sortedBy = ORDERS.size() - 1;
    private boolean asked;
    private String result = "not searched; Enter searches";
    private String summary = "";

    /** @param query shows what a query finds */
    StringsPane(Desk desk, Consumer<String> query) {
        this.desk = desk;
        this.query = query;
        this.job = desk.newJob();
    }

    /** Compares all strings, once. */
    void look() {
        HeapBrowser heap = desk.heap();
        if (heap == null || asked) {
            return;
        }
        asked = true;
        job.start(
                "comparing strings",
                heap.heap().objectCount(),
                "objects",
                (progress, cancellation) -> heap.strings(MOST_DUPLICATES, progress, cancellation),
                this::show,
                reason -> result = Desk.explain(reason));
    }

    private void show(StringReport report) {
        rows = new ArrayList<>(report.duplicates());
        result = "no text occurs twice";
        summary = String.format(
                Locale.ROOT,
                "%,d strings, %,d different, %s wasted",
                report.strings(),
                report.different(),
                Amount.bytes(report.wastedBytes()));
        sort();
    }

    private void sort() {
        rows.sort(ORDERS.get(sortedBy).thenComparing(Duplicate::text));
        goTo(0);
    }

    private void sortByNext() {
        sortedBy = (sortedBy + 1) % ORDERS.size();
        sort();
    }

    @Override
    int size() {
        return rows.size();
    }

    @Override
    StyledLine row(int index) {
        Duplicate row = rows.get(index);
        return TABLE.row(
                StyledLine.of(
                        "  \"" + row.text() + (row.length() > row.text().length() ? "…" : "") + "\"", Style.STRING),
                List.of(Amount.count(row.length()), Amount.count(row.strings()), Amount.bytes(row.wastedBytes())),
                Style.NUMBER,
                columns());
    }

    @Override
    StyledLine heading() {
        return TABLE.heading("text", sortedBy, false, columns());
    }

    @Override
    String searchText(int index) {
        return rows.get(index).text();
    }

    @Override
    String emptyText() {
        String why = desk.whyNoHeap();
        return why != null ? why : job.isRunning() ? job.status() : result;
    }

    @Override
    public String name() {
        return "Duplicates";
    }

    @Override
    public String status() {
        return job.isRunning() ? job.status() : rows.isEmpty() ? "" : position() + " · " + summary;
    }

    @Override
    public boolean stop() {
        boolean stopped = job.stop();
        asked &= !stopped;
        return stopped;
    }

    @Override
    public List<Binding> bindings() {
        List<Binding> bindings = new ArrayList<>();
        bindings.add(Binding.of("Enter", "strings", "list the strings of this text, by a query", this::choose)
                .disabledWhen(desk::whyNoHeap));
        bindings.add(Binding.of("s", "sort", "sort by the next column", this::sortByNext)
                .disabledWhen(this::whyNotSorted));
        bindings.addAll(movementBindings());
        return bindings;
    }

    private @Nullable String whyNotSorted() {
        return rows.isEmpty() ? "there is nothing to sort" : null;
    }

    private void choose() {
        if (rows.isEmpty()) {
            look();
        } else {
            query.accept(queryFor(rows.get(cursor())));
        }
    }

    /** Of a long text the beginning and the length. */
    static String queryFor(Duplicate text) {
        String known = text.text();
        boolean isWhole = known.length() == text.length() && known.length() <= MOST_QUERIED_CHARS;
        String condition = isWhole && known.indexOf('\\') < 0
                ? "toString(s) = \"" + known.replace("\"", "\\\"") + "\""
                : "toString(s) LIKE \"" + pattern(known) + "\" AND s.@length = " + text.length();
        return "SELECT * FROM java.lang.String s WHERE " + condition;
    }

    private static String pattern(String text) {
        StringBuilder pattern = new StringBuilder("(?s)");
        String head = text.substring(0, Math.min(MOST_QUERIED_CHARS, text.length()));
        for (int i = 0; i < head.length(); i++) {
            char c = head.charAt(i);
            pattern.append(c < 0x80 && !Character.isLetterOrDigit(c) ? String.format("\\x%02x", (int) c) : c);
        }
        return pattern.append(".*").toString();
    }
}
