package jpm.analysis.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed query.
 *
 * @param items what is asked for; empty for the objects themselves
 * @param limit {@link Long#MAX_VALUE} for none
 * @param union the query whose rows follow
 */
record Select(
        boolean distinct,
        List<Item> items,
        Source source,
        @Nullable Expression where,
        List<Expression> groupBy,
        List<Order> orderBy,
        long limit,
        @Nullable Select union) {

    /** @param name the column's name */
    record Item(Expression expression, String name) {}

    record Order(Expression by, boolean descending) {}

    /**
     * Where the objects come from.
     *
     * @param className a name or a regular expression; empty for addresses
     */
    record Source(String className, boolean isPattern, boolean withSubclasses, List<Long> addresses, int column) {}

    boolean isGrouped() {
        return !groupBy.isEmpty() || items.stream().anyMatch(item -> hasAggregate(item.expression()));
    }

    static boolean hasAggregate(Expression expression) {
        return expression instanceof Expression.Aggregate
                || expression.parts().stream().anyMatch(Select::hasAggregate);
    }
}
