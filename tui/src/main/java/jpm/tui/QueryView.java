package jpm.tui;

import java.util.List;

/** Questions to the heap in a language like SQL. */
final class QueryView extends View {
    private final RowsPane rows;

    /** @param edit lets the user type a query */
    QueryView(Desk desk, Runnable edit) {
        super("Query");
        this.rows = new RowsPane(desk, edit);
    }

    @Override
    List<Pane> panes() {
        return List.of(rows);
    }

    /** The query that was run last. */
    String query() {
        return rows.query();
    }

    void run(String query) {
        rows.run(query);
    }
}
