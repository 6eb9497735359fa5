package jpm.analysis.query;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import jpm.analysis.query.Expression.Attribute;
import jpm.graph.Coverage;
import jpm.graph.Dump;
import jpm.graph.HeapOptions;
import org.jspecify.annotations.Nullable;

/**
 * A query over the objects of a heap dump: {@code SELECT … FROM class WHERE … GROUP BY … ORDER BY … LIMIT …}. It reads the dump in one pass on all
 * threads; only a query that asks for the objects behind references reads those at random.
 */
public final class HeapQuery {
    private static final List<Select.Item> WHOLE_OBJECT = List.of(
            item("object", Attribute.ADDRESS), item("class", Attribute.CLASS), item("shallowBytes", Attribute.SHALLOW));

    private final Select select;

    private HeapQuery(Select select) {
        this.select = select;
    }

    /** Throws {@link QueryException} for a text that is no query. */
    public static HeapQuery parse(String query) {
        return new HeapQuery(SelectParser.parse(query));
    }

    private static Select.Item item(String name, Attribute attribute) {
        return new Select.Item(new Expression.OfAttribute(new Expression.Self(), attribute), name);
    }

    /** {@code *} asks for the object itself. */
    static List<Select.Item> items(Select select) {
        return select.width() == 0 ? WHOLE_OBJECT : select.items();
    }

    /** The columns of every row. */
    public List<QueryColumn> columns() {
        return items(select).stream().map(QueryColumn::of).toList();
    }

    /**
     * What a run found besides rows.
     *
     * @param foundClasses whether the dump has a class of the name asked for
     */
    public record Outcome(Coverage coverage, boolean foundClasses) {}

    /**
     * Gives the rows to {@code rows}, one at a time and in the order of the dump unless sorted. A cell is null, a Long, a Double, a Boolean, a String,
     * an {@link ObjectReference} or a list of these.
     */
    public Outcome run(Path file, HeapOptions options, Consumer<List<@Nullable Object>> rows) {
        try (Dump dump = Dump.open(file, options);
                Execution execution = new Execution(dump)) {
            Coverage coverage = execution.rows(select, rows);
            return new Outcome(coverage, execution.foundClasses());
        }
    }
}
