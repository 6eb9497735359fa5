package jpm.cli;

import java.nio.file.Path;
import java.util.List;
import jpm.analysis.Histogram;
import jpm.analysis.HistogramDiff;
import jpm.analysis.HistogramDiff.Row;

/** {@code jpm diff}: how two heaps differ by class. */
final class DiffCommand {
    static final Command COMMAND = new Command(
            "diff",
            List.of(),
            HeapArgument.USAGE + " " + HeapArgument.USAGE,
            "compare two heaps class by class",
            "Prints the classes whose objects became more, fewer, larger or smaller from the first heap dump to the second, those whose bytes changed most "
                    + "first. Classes are compared by name; objects are not, for they move.",
            HeapCommand.flags(
                    Flag.taking("n", "top", "N", "only the first N classes"),
                    Flag.of(null, "all", "print classes that did not change, too")),
            List.of(
                    new Command.Example("jpm diff monday.hprof friday.hprof -n 20", "what grew in a week"),
                    new Command.Example("jpm diff 4242 4711 --json", "the newest dumps of two processes")),
            DiffCommand::run);

    private static final Listing<Row> LISTING = new Listing<>(List.of(
            ListingColumn.text("class", "CLASS", Row::className),
            ListingColumn.count("instancesBefore", "BEFORE", Row::instancesBefore),
            ListingColumn.count("instancesAfter", "AFTER", Row::instancesAfter),
            ListingColumn.change("instancesMore", "CHANGE", Row::instancesMore),
            ListingColumn.bytes("bytesBefore", "BEFORE", Row::bytesBefore),
            ListingColumn.bytes("bytesAfter", "AFTER", Row::bytesAfter),
            ListingColumn.changeOfBytes("bytesMore", "CHANGE", Row::bytesMore)));

    private DiffCommand() {}

    private static int run(Invocation invocation) {
        if (invocation.words().size() != 2) {
            throw new UsageException("cannot compare: two heaps are expected", "jpm diff before.hprof after.hprof");
        }
        Path before = HeapArgument.heap(invocation.words().get(0), invocation);
        Path after = HeapArgument.heap(invocation.words().get(1), invocation);
        long top = HeapCommand.top(invocation);
        HistogramDiff diff = HistogramDiff.of(
                HeapCommand.compute(before, invocation, Histogram::of),
                HeapCommand.compute(after, invocation, Histogram::of));
        int code = LISTING.print(
                diff.rows().stream()
                        .filter(row -> row.isChanged() || invocation.has("all"))
                        .limit(top)
                        .toList(),
                invocation);
        if (OutputFormat.of(invocation) == OutputFormat.TEXT && !invocation.quiet()) {
            invocation.console().out().println(total(diff));
        }
        HeapNotice.print(diff.before().coverage(), invocation);
        HeapNotice.print(diff.after().coverage(), invocation);
        return code;
    }

    private static String total(HistogramDiff diff) {
        long objects = diff.after().instances() - diff.before().instances();
        long bytes = diff.after().shallowBytes() - diff.before().shallowBytes();
        return Quantity.change(objects) + " objects, " + Quantity.changeOfSize(bytes);
    }
}
