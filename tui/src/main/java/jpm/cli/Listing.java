package jpm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.graph.Coverage;
import org.jspecify.annotations.Nullable;

/**
 * A listing whose columns are declared once and that prints itself as aligned text, as a JSON array of objects, or as CSV. Rows may be many: they
 * are printed as they come, text as soon as the first thousand have shown how wide the columns are.
 */
final class Listing<R> {
    private static final int MEASURED_ROWS = 1000;

    private final List<ListingColumn<R>> columns;
    /** Behind the others, for programs only. */
    private final List<ListingColumn<R>> dataColumns;

    Listing(List<ListingColumn<R>> columns) {
        this(columns, List.of());
    }

    private Listing(List<ListingColumn<R>> columns, List<ListingColumn<R>> dataColumns) {
        this.columns = List.copyOf(columns);
        this.dataColumns = List.copyOf(dataColumns);
    }

    /**
     * The same listing of what could be read of a dump. Of a damaged one every row for programs tells the share of the file that was read, and of one that ends too
     * early that, too, as nobody knows the share then; people are told below the listing.
     */
    Listing<R> of(Coverage coverage) {
        if (!coverage.isPartial()) {
            return this;
        }
        List<ListingColumn<R>> data = new ArrayList<>();
        data.add(ListingColumn.share("readShare", "READ", row -> coverage.share()));
        if (coverage.isCutOff()) {
            data.add(ListingColumn.text("cutOff", "CUT OFF", row -> true));
        }
        return new Listing<>(columns, data);
    }

    /** The same with retained sizes, which of a damaged dump are lower bounds and marked so. */
    Listing<R> ofRetained(Coverage coverage) {
        if (!coverage.isPartial()) {
            return this;
        }
        List<ListingColumn<R>> data = new ArrayList<>(of(coverage).dataColumns);
        data.add(ListingColumn.text("retainedIsAtLeast", "AT LEAST", row -> true));
        return new Listing<>(columns.stream().map(ListingColumn::asLowerBound).toList(), data);
    }

    /** Prints rows that are all there; gives the exit code: 1 when there is none. */
    int print(Iterable<? extends R> rows, Invocation invocation) {
        try (Printer<R> printer = printer(invocation)) {
            rows.forEach(printer::add);
            return printer.rows() == 0 ? ExitCode.NOTHING_FOUND : ExitCode.DONE;
        }
    }

    /** For rows that come one by one; must be closed. */
    Printer<R> printer(Invocation invocation) {
        PagedOutput out = new PagedOutput(invocation);
        boolean titles = !invocation.has("no-legend");
        List<ListingColumn<R>> all = new ArrayList<>(columns);
        all.addAll(dataColumns);
        return switch (OutputFormat.of(invocation)) {
            case TEXT -> new TextPrinter<>(columns, titles, invocation.palette(), out);
            case JSON -> new JsonPrinter<>(all, out);
            case CSV -> new CsvPrinter<>(all, titles, out);
        };
    }

    /** Prints rows in the order in which they are added. Not thread-safe. */
    abstract static class Printer<R> implements AutoCloseable {
        final List<ListingColumn<R>> columns;
        final PagedOutput out;
        private long rows;
        private boolean closed;

        Printer(List<ListingColumn<R>> columns, PagedOutput out) {
            this.columns = columns;
            this.out = out;
        }

        final void add(R row) {
            rows++;
            append(row);
        }

        /** How many rows were added. */
        final long rows() {
            return rows;
        }

        abstract void append(R row);

        abstract void end();

        /** Prints what is held back; closing again does nothing. */
        @Override
        public final void close() {
            if (!closed) {
                closed = true;
                end();
                out.close();
            }
        }
    }

    private static final class TextPrinter<R> extends Printer<R> {
        private final TextTable table;
        private boolean titles;

        TextPrinter(List<ListingColumn<R>> columns, boolean titles, Palette palette, PagedOutput out) {
            super(columns, out);
            this.table = new TextTable(
                    columns.stream().map(ListingColumn::tableColumn).toList(), palette);
            this.titles = titles;
        }

        @Override
        void append(R row) {
            List<TextTable.Cell> cells = new ArrayList<>(columns.size());
            for (ListingColumn<R> column : columns) {
                cells.add(new TextTable.Cell(column.shown(row), Palette.Style.PLAIN));
            }
            table.add(cells);
            if (rows() % MEASURED_ROWS == 0) {
                flush();
            }
        }

        private void flush() {
            table.takeLines(titles).forEach(out::line);
            titles = false;
        }

        @Override
        void end() {
            if (rows() > 0) {
                flush();
            }
        }
    }

    private static final class JsonPrinter<R> extends Printer<R> {
        JsonPrinter(List<ListingColumn<R>> columns, PagedOutput out) {
            super(columns, out);
            out.line("[");
        }

        @Override
        void append(R row) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            for (ListingColumn<R> column : columns) {
                fields.put(column.name(), column.data(row));
            }
            if (rows() > 1) {
                out.line(",");
            }
            JsonText.write(fields, out::part);
        }

        @Override
        void end() {
            if (rows() > 0) {
                out.line("");
            }
            out.line("]");
        }
    }

    private static final class CsvPrinter<R> extends Printer<R> {
        CsvPrinter(List<ListingColumn<R>> columns, boolean titles, PagedOutput out) {
            super(columns, out);
            if (titles) {
                out.line(CsvText.line(columns.stream().map(ListingColumn::name).toList()));
            }
        }

        @Override
        void append(R row) {
            List<@Nullable Object> cells = new ArrayList<>(columns.size());
            columns.forEach(column -> cells.add(column.data(row)));
            out.line(CsvText.line(cells));
        }

        @Override
        void end() {}
    }
}
