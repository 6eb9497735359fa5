package jpm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jpm.analysis.query.HeapQuery;
import jpm.analysis.query.ObjectReference;
import jpm.analysis.query.QueryColumn;
import jpm.analysis.query.QueryException;
import org.jspecify.annotations.Nullable;

/** {@code jpm query}: questions to a heap dump in a language like SQL. */
final class QueryCommand {
    static final Command COMMAND = new Command(
            "query",
            List.of("oql"),
            "[" + HeapArgument.USAGE + "] 'SELECT …'",
            "select objects of a heap dump by their class and fields",
            "Runs a query over the objects of a heap dump:\n\n"
                    + "SELECT [DISTINCT] [AS RETAINED SET] [OBJECTS] *|VALUE [AS NAME],… "
                    + "FROM [OBJECTS] [INSTANCEOF] CLASS|\"REGEX\"|ADDRESS,…|(SELECT …) [ALIAS] [WHERE CONDITION] "
                    + "[GROUP BY VALUE,…] [ORDER BY VALUE [DESC],…] [LIMIT N] [UNION (SELECT …)]\n\n"
                    + "It is Eclipse MAT's OQL without its Java calls, plus grouping, sorting and limits. A CLASS is written as in source "
                    + "(java.util.HashMap$Node, byte[]); INSTANCEOF takes its subclasses, too; with OBJECTS a class stands for its class object. An inner "
                    + "query gives objects to look at, or classes whose instances are looked at; a decimal number instead of an address is an object's "
                    + "number in the order of addresses. SELECT OBJECTS gives the objects to which a VALUE refers, each once, and AS RETAINED SET all that "
                    + "would be freed with them.\n\n"
                    + "A VALUE is a field of the object or of what it refers to (next.key), an element (table[0]), some elements (table[0:10], table[-1:]), "
                    + "a number, a text in quotes, null, true, false, an attribute, a function, count(*), sum, avg, min or max of a VALUE, or arithmetic of "
                    + "these. Attributes: @address, @class, @shallow, @retained, @length, @loader, @index, @name (of a class object), @displayName, "
                    + "@roots (why it is one), @elements (of an array), and MAT's names for these. Functions: toString, toHex, classof, length, size (of a "
                    + "collection), dominatorof, dominators (what it immediately dominates), outbounds and inbounds (what it refers to, and what to it). "
                    + "A CONDITION compares values by =, !=, <, <=, >, >=, LIKE 'REGEX', IN (VALUE,…) or IN (SELECT …), joined by AND, OR and NOT. An object "
                    + "that is compared with a text is compared by what toString gives. MAT's implements is missing: a heap dump does not tell interfaces.\n\n"
                    + "Rows are printed as they are found, in the dump's order unless sorted. References are printed as addresses. A query that only reads "
                    + "fields of the selected objects runs at the speed of reading the file; following references or toString takes an index first. Of a "
                    + "damaged dump the share that was read is told behind the rows.",
            HeapCommand.flags(),
            List.of(
                    new Command.Example(
                            "jpm query heap.hprof 'SELECT * FROM byte[] a WHERE a.@length > 1000000'", "large arrays"),
                    new Command.Example(
                            "jpm query heap.hprof \"SELECT toString(s) AS text, count(*) FROM java.lang.String s GROUP BY toString(s) ORDER BY 2 DESC LIMIT 10\"",
                            "the most frequent strings"),
                    new Command.Example(
                            "jpm query heap.hprof 'SELECT AS RETAINED SET * FROM com.acme.Session s WHERE s.expired'",
                            "what the expired sessions keep alive"),
                    new Command.Example(
                            "jpm query 4242 'SELECT o.id, o.customer.name FROM com.acme.Order o WHERE o.total > 100' --json",
                            "fields and what they refer to, from the newest dump of a process")),
            QueryCommand::run);

    private QueryCommand() {}

    private static int run(Invocation invocation) {
        List<String> words = invocation.words();
        boolean isMissing = words.isEmpty() || words.size() == 1 && PathWord.isPath(words.get(0));
        if (isMissing || words.size() > 2) {
            throw new UsageException(
                    isMissing ? "cannot query: the query is missing" : "cannot query: put the query into quotes",
                    "jpm query heap.hprof 'SELECT * FROM java.lang.Thread'");
        }
        String text = words.get(words.size() - 1);
        try {
            HeapQuery query = HeapQuery.parse(text);
            Path heap =
                    words.size() == 2 ? HeapArgument.heap(words.get(0), invocation) : HeapArgument.newest(invocation);
            return print(query, heap, invocation);
        } catch (QueryException mistake) {
            return point(mistake, text, invocation.console());
        }
    }

    private static int print(HeapQuery query, Path heap, Invocation invocation) {
        try (Listing.Printer<List<@Nullable Object>> printer =
                new Listing<>(columns(query.columns())).printer(invocation)) {
            HeapQuery.Outcome outcome = HeapCommand.computeIndexed(
                    heap, invocation, (file, options) -> query.run(file, options, printer::add));
            printer.close();
            if (!outcome.foundClasses()) {
                invocation.console().message("No class of the dump has that name; jpm histogram lists the classes.");
            }
            HeapNotice.print(outcome.coverage(), invocation);
            return printer.rows() == 0 ? ExitCode.NOTHING_FOUND : ExitCode.DONE;
        }
    }

    private static List<ListingColumn<List<@Nullable Object>>> columns(List<QueryColumn> columns) {
        List<ListingColumn<List<@Nullable Object>>> listed = new ArrayList<>();
        Set<String> used = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            int at = i;
            String name = unused(columns.get(i).name(), used);
            boolean number = columns.get(i).kind() == QueryColumn.Kind.NUMBER
                    || columns.get(i).kind() == QueryColumn.Kind.BYTES;
            listed.add(new ListingColumn<>(
                    name,
                    Plain.line(name, 60),
                    number ? ListingColumn.Kind.COUNT : ListingColumn.Kind.TEXT,
                    row -> row.get(at) instanceof ObjectReference object ? object.toString() : row.get(at)));
        }
        return listed;
    }

    /** A field of a JSON object can be there but once. */
    private static String unused(String name, Set<String> used) {
        String unused = name;
        for (int number = 2; !used.add(unused); number++) {
            unused = name + "_" + number;
        }
        return unused;
    }

    /** The message, the query and a mark below the place. */
    private static int point(QueryException mistake, String query, Console console) {
        console.message("jpm: " + Plain.line(String.valueOf(mistake.getMessage())));
        if (query.indexOf('\n') < 0) {
            String before = Plain.line(query.substring(0, Math.min(query.length(), mistake.column() - 1)));
            console.message("  " + Plain.line(query));
            console.message("  " + " ".repeat(Plain.width(before)) + "^");
        }
        console.message(mistake.hint());
        return ExitCode.WRONG_USE;
    }
}
