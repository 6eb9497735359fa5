package jpm.cli;

import java.util.List;
import jpm.analysis.Histogram;
import jpm.analysis.HistogramRow;
import jpm.analysis.RetainedHistogram;

/** {@code jpm histogram}: how many objects of each class a heap dump holds. */
final class HistogramCommand {
    static final Command COMMAND = new Command(
            "histogram",
            List.of("histo"),
            "[" + HeapArgument.USAGE + "]",
            "count the objects of each class in a heap dump",
            "Counts every object of a heap dump and what it took in the dumped process, by class, the largest classes first. Sizes are those of the "
                    + "dumped JVM: its headers, references and alignment are found out from the dump. One pass over the file, without an index.",
            HeapCommand.flags(
                    Flag.taking("n", "top", "N", "only the first N classes"),
                    Flag.of(null, "retained", "only reachable objects, with what each class retains at least")),
            List.of(
                    new Command.Example("jpm histogram", "of the newest dump in the store"),
                    new Command.Example("jpm histogram heap.hprof.gz -n 20", "the twenty largest classes"),
                    new Command.Example("jpm histogram heap.hprof --json", "for a script")),
            HistogramCommand::run);

    private static final Listing<HistogramRow> LISTING = new Listing<>(List.of(
            ListingColumn.text("class", "CLASS", HistogramRow::className),
            ListingColumn.count("instances", "INSTANCES", HistogramRow::instances),
            ListingColumn.bytes("shallowBytes", "SHALLOW", HistogramRow::shallowBytes)));

    private static final Listing<RetainedHistogram.Row> RETAINED = new Listing<>(List.of(
            ListingColumn.text("class", "CLASS", RetainedHistogram.Row::className),
            ListingColumn.count("instances", "INSTANCES", RetainedHistogram.Row::instances),
            ListingColumn.bytes("shallowBytes", "SHALLOW", RetainedHistogram.Row::shallowBytes),
            ListingColumn.bytes("retainedBytes", "RETAINED ≥", RetainedHistogram.Row::retainedBytes)));

    private HistogramCommand() {}

    private static int run(Invocation invocation) {
        long top = HeapCommand.top(invocation);
        if (invocation.has("retained")) {
            return HeapCommand.withGraph(HeapArgument.onlyHeap(invocation), invocation, heap -> {
                int code = RETAINED.ofRetained(heap.coverage())
                        .print(
                                RetainedHistogram.of(heap).rows().stream()
                                        .limit(top)
                                        .toList(),
                                invocation);
                HeapNotice.printRetained(heap.coverage(), invocation);
                return code;
            });
        }
        Histogram histogram = HeapCommand.compute(HeapArgument.onlyHeap(invocation), invocation, Histogram::of);
        int code = LISTING.of(histogram.coverage())
                .print(histogram.rows().stream().limit(top).toList(), invocation);
        if (OutputFormat.of(invocation) == OutputFormat.TEXT && !invocation.quiet()) {
            invocation
                    .console()
                    .out()
                    .println(Quantity.count(histogram.instances()) + " objects of "
                            + Quantity.count(histogram.rows().size()) + " classes, "
                            + Quantity.size(histogram.shallowBytes()));
        }
        HeapNotice.print(histogram.coverage(), invocation);
        return code;
    }
}
