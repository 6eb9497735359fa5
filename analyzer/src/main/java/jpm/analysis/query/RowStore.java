package jpm.analysis.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;

/** Rows that must all be there before the first can be given away; with a limit only the first ones are kept. */
final class RowStore {
    private static final long BYTES_PER_ROW = 200;

    private final Comparator<Row> order;
    private final long limit;
    private final PriorityQueue<Row> rows;

    RowStore(List<Select.Order> orderBy, long limit) {
        this.order = comparator(orderBy);
        this.limit = limit;
        this.rows = new PriorityQueue<>(order.reversed());
    }

    static Comparator<Row> comparator(List<Select.Order> orderBy) {
        return (a, b) -> {
            for (int i = 0; i < orderBy.size(); i++) {
                int order =
                        compare(a.keys().get(i), b.keys().get(i), orderBy.get(i).descending());
                if (order != 0) {
                    return order;
                }
            }
            return 0;
        };
    }

    /** Nulls come last in both directions. */
    private static int compare(@Nullable Object left, @Nullable Object right, boolean descending) {
        boolean known = left != null && right != null;
        return known && descending ? Operations.sorting(right, left) : Operations.sorting(left, right);
    }

    void add(Row row) {
        rows.add(row);
        if (rows.size() > limit) {
            rows.poll();
        }
        requireRoom(rows.size());
    }

    void addAll(RowStore other) {
        other.rows.forEach(this::add);
    }

    List<Row> sorted() {
        List<Row> sorted = new ArrayList<>(rows);
        sorted.sort(order);
        return sorted;
    }

    /** Throws {@link JpmException} when so many kept rows would not fit into memory. */
    static void requireRoom(long rows) {
        if (rows * BYTES_PER_ROW > Runtime.getRuntime().maxMemory() / 2) {
            throw new JpmException(
                    "cannot sort or group the query's result: it has more than " + rows + " rows",
                    "add a WHERE or a LIMIT, or give more memory: JPM_JAVA_OPTS=-Xmx8g");
        }
    }
}
