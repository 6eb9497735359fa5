package jpm.cli;

import java.util.List;
import jpm.analysis.HistogramRow;
import jpm.analysis.RetainedSet;

/** {@code jpm retained}: what would be freed without some objects. */
final class RetainedCommand {
    static final Command COMMAND = new Command(
            "retained",
            List.of(),
            HeapArgument.USAGE + " " + ObjectArgument.USAGE + "…",
            "count what some objects keep alive",
            "Counts by class what would be freed if the objects, or all instances of the classes, were not there: exactly, including what only several of them "
                    + "together keep alive.",
            HeapCommand.flags(Flag.taking("n", "top", "N", "only the first N classes")),
            List.of(
                    new Command.Example("jpm retained heap.hprof 0x7f001234", "what one object keeps alive"),
                    new Command.Example("jpm retained heap.hprof com.acme.Session", "what all sessions together do")),
            RetainedCommand::run);

    private static final Listing<HistogramRow> LISTING = new Listing<>(List.of(
            ListingColumn.text("class", "CLASS", HistogramRow::className),
            ListingColumn.count("instances", "INSTANCES", HistogramRow::instances),
            ListingColumn.bytes("shallowBytes", "SHALLOW", HistogramRow::shallowBytes)));

    private RetainedCommand() {}

    private static int run(Invocation invocation) {
        List<String> words = invocation.words();
        if (words.size() < 2) {
            throw new UsageException("cannot count: a heap and objects or classes are needed", COMMAND.usage());
        }
        long top = HeapCommand.top(invocation);
        return HeapCommand.withGraph(HeapArgument.firstHeap(invocation), invocation, heap -> {
            int[] indexes = ObjectArgument.indexes(words.subList(1, words.size()), heap);
            RetainedSet set = RetainedSet.of(heap, indexes);
            int code = LISTING.ofRetained(heap.coverage())
                    .print(set.rows().stream().limit(top).toList(), invocation);
            if (OutputFormat.of(invocation) == OutputFormat.TEXT && !invocation.quiet()) {
                invocation
                        .console()
                        .out()
                        .println(Quantity.count(set.objects()) + " objects, " + Quantity.size(set.bytes())
                                + (heap.coverage().isPartial() ? " at least" : "") + " would be freed with these "
                                + Quantity.count(indexes.length));
            }
            HeapNotice.printRetained(heap.coverage(), invocation);
            return code;
        });
    }
}
