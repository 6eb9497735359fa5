package jpm.analysis.query;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Gives rows away in the order of the dump, though threads find them out of order. */
final class OrderedRows {
    /** Thrown into the threads when the limit is reached. */
    static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1;

        Enough() {
            super("enough rows", null, false, false);
        }
    }

    private final Consumer<List<@Nullable Object>> to;
    private final long limit;
    private final @Nullable Set<List<@Nullable Object>> given;
    private final Map<Integer, List<Row>> early = new HashMap<>();
    private int next;
    private long count;

    OrderedRows(Consumer<List<@Nullable Object>> to, boolean distinct, long limit) {
        this.to = to;
        this.limit = limit;
        this.given = distinct ? new HashSet<>() : null;
    }

    /** All rows of a region. */
    synchronized void region(int number, List<Row> rows) {
        requireMore();
        early.put(number, rows);
        for (List<Row> ready = early.remove(next); ready != null; ready = early.remove(next)) {
            next++;
            ready.forEach(this::give);
        }
        requireMore();
    }

    /** A row that is in order already; nothing beyond the limit. */
    synchronized void give(Row row) {
        if (count == limit || given != null && !given.add(row.cells())) {
            return;
        }
        if (given != null) {
            RowStore.requireRoom(given.size());
        }
        count++;
        to.accept(row.cells());
    }

    private void requireMore() {
        if (count == limit) {
            throw new Enough();
        }
    }
}
