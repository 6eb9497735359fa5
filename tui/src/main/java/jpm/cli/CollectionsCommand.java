package jpm.cli;

import java.util.List;
import jpm.analysis.CollectionReport;
import jpm.analysis.CollectionReport.Row;

/** {@code jpm collections}: how well collections are filled. */
final class CollectionsCommand {
    static final Command COMMAND = new Command(
            "collections",
            List.of(),
            "[" + HeapArgument.USAGE + "]",
            "show how well the collections of a heap are filled",
            "Prints, for each class of the JDK's lists, queues and maps with an array behind them and for their subclasses: how many there are, how many are "
                    + "empty or sparse (at most a quarter of the slots in use), their elements, the slots of their arrays and the share of these in use, "
                    + "the share of elements that collide with another in a hash table, and what the arrays and their free slots take. Sets are shown as "
                    + "the maps behind them.",
            HeapCommand.flags(Flag.taking("n", "top", "N", "only the first N classes")),
            List.of(
                    new Command.Example("jpm collections heap.hprof", "the most wasteful classes first"),
                    new Command.Example("jpm collections heap.hprof --json", "for a script")),
            CollectionsCommand::run);

    private static final Listing<Row> LISTING = new Listing<>(List.of(
            ListingColumn.text("class", "CLASS", Row::className),
            ListingColumn.count("collections", "COUNT", Row::collections),
            ListingColumn.count("empty", "EMPTY", Row::empty),
            ListingColumn.count("sparse", "SPARSE", Row::sparse),
            ListingColumn.count("elements", "ELEMENTS", Row::elements),
            ListingColumn.count("capacity", "SLOTS", Row::capacity),
            ListingColumn.share("fill", "FILL", Row::fill),
            ListingColumn.share(
                    "collisions", "COLLIDE", r -> r.elements() == 0 ? null : (double) r.collisions() / r.elements()),
            ListingColumn.bytes("arrayBytes", "ARRAYS", Row::arrayBytes),
            ListingColumn.bytes("wastedBytes", "WASTED", Row::wastedBytes)));

    private CollectionsCommand() {}

    private static int run(Invocation invocation) {
        long top = HeapCommand.top(invocation);
        CollectionReport report =
                HeapCommand.compute(HeapArgument.onlyHeap(invocation), invocation, CollectionReport::of);
        int code = LISTING.of(report.coverage())
                .print(report.rows().stream().limit(top).toList(), invocation);
        HeapNotice.print(report.coverage(), invocation);
        return code;
    }
}
