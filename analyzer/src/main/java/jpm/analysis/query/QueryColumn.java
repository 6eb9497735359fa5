package jpm.analysis.query;

/** A column of a query's result. */
public record QueryColumn(String name, Kind kind) {
    /** What a column holds, as far as the query tells. */
    public enum Kind {
        ANY,
        NUMBER,
        BYTES,
        OBJECT
    }

    static QueryColumn of(Select.Item item) {
        return new QueryColumn(item.name(), kind(item.expression()));
    }

    private static Kind kind(Expression expression) {
        if (expression instanceof Expression.Self) {
            return Kind.OBJECT;
        } else if (expression instanceof Expression.OfAttribute of) {
            return switch (of.attribute()) {
                case ADDRESS, LOADER -> Kind.OBJECT;
                case SHALLOW, RETAINED -> Kind.BYTES;
                case LENGTH, INDEX -> Kind.NUMBER;
                case CLASS, NAME, DISPLAY_NAME, ROOTS, ELEMENTS -> Kind.ANY;
            };
        } else if (expression instanceof Expression.Aggregate aggregate) {
            boolean counts = aggregate.of() == null || aggregate.kind() == Expression.AggregateKind.COUNT;
            return counts || aggregate.of() == null ? Kind.NUMBER : kind(aggregate.of());
        }
        return expression instanceof Expression.Arithmetic ? Kind.NUMBER : Kind.ANY;
    }
}
