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
        Kind kind,
        List<Item> items,
        Source source,
        @Nullable Expression where,
        List<Expression> groupBy,
        List<Order> orderBy,
        long limit,
        @Nullable Select union) {

    /** What a query gives. */
    enum Kind {
        ROWS,
        /** The objects that its one value refers to, each once. */
        OBJECTS,
        /** All that would be freed with these. */
        RETAINED_SET
    }

    /** @param name the column's name */
    record Item(Expression expression, String name) {}

    record Order(Expression by, boolean descending) {}

    /**
     * Where the objects come from.
     *
     * @param className a name or a regular expression; empty for objects that are given otherwise
     * @param areObjects whether classes stand for themselves instead of their instances
     * @param indexes the objects' numbers in the order of their addresses
     * @param inner the query whose objects they are
     */
    record Source(
            String className,
            boolean isPattern,
            boolean withSubclasses,
            boolean areObjects,
            List<Long> addresses,
            List<Long> indexes,
            @Nullable Select inner,
            int column) {
        static Source ofClass(String name, boolean isPattern, boolean withSubclasses, boolean areObjects, int column) {
            return new Source(name, isPattern, withSubclasses, areObjects, List.of(), List.of(), null, column);
        }
    }

    /** How many columns its rows have; 0 stands for the object's own. */
    int width() {
        return kind == Kind.ROWS ? items.size() : 0;
    }

    /** The same with rows of the one value that tells the objects. */
    Select asValues() {
        List<Item> one = items.isEmpty() ? List.of(new Item(new Expression.Self(), "object")) : items;
        return new Select(distinct, Kind.ROWS, one, source, where, groupBy, orderBy, limit, null);
    }

    boolean isGrouped() {
        return !groupBy.isEmpty() || items.stream().anyMatch(item -> hasAggregate(item.expression()));
    }

    static boolean hasAggregate(Expression expression) {
        return expression instanceof Expression.Aggregate
                || expression.parts().stream().anyMatch(Select::hasAggregate);
    }
}
