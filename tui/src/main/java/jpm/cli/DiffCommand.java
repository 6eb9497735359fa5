package jpm.cli;

import java.nio.file.Path;
import java.util.List;
import jpm.analysis.DominatorPathDiff;
import jpm.analysis.Histogram;
import jpm.analysis.HistogramDiff;
import jpm.analysis.HistogramDiff.Row;
import jpm.graph.Coverage;

/** {@code jpm diff}: how two heaps differ by class. */
final class DiffCommand {
    static final Command COMMAND = new Command(
            "diff",
            List.of(),
            HeapArgument.USAGE + " " + HeapArgument.USAGE,
            "compare two heaps by class, or by what holds what",
            "Prints the classes whose objects became more, fewer, larger or smaller from the first heap dump to the second, those whose bytes changed most "
                    + "first. Classes are compared by name; objects are not, for they move.\n\n"
                    + "With --by path it prints what is retained more or less, by dominator path: the classes that one passes from the top of the dominator "
                    + "tree down to an object, as in: class com.acme.Cache > java.util.HashMap > java.util.HashMap$Node[] > com.acme.Order. A path is "
                    + "left out where one below it has nearly all of its change.",
            HeapCommand.flags(
                    Flag.choosing("by", "GROUP", "compare by class or path", "class", "path"),
                    Flag.taking("n", "top", "N", "only the first N classes or paths"),
                    Flag.of(null, "all", "print classes that did not change, too")),
            List.of(
                    new Command.Example("jpm diff monday.hprof friday.hprof -n 20", "what grew in a week"),
                    new Command.Example("jpm diff monday.hprof friday.hprof --by path -n 10", "who holds what grew"),
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

    private static final Listing<DominatorPathDiff.Row> PATHS = new Listing<>(List.of(
            ListingColumn.count("objectsBefore", "BEFORE", DominatorPathDiff.Row::objectsBefore),
            ListingColumn.count("objectsAfter", "AFTER", DominatorPathDiff.Row::objectsAfter),
            ListingColumn.change("objectsMore", "CHANGE", DominatorPathDiff.Row::objectsMore),
            ListingColumn.bytes("retainedBefore", "RETAINED BEFORE", DominatorPathDiff.Row::retainedBefore),
            ListingColumn.bytes("retainedAfter", "AFTER", DominatorPathDiff.Row::retainedAfter),
            ListingColumn.changeOfBytes("retainedMore", "CHANGE", DominatorPathDiff.Row::retainedMore),
            ListingColumn.text("path", "PATH", r -> String.join(" > ", r.steps()))));

    private DiffCommand() {}

    private static int run(Invocation invocation) {
        if (invocation.words().size() != 2) {
            throw new UsageException("cannot compare: two heaps are expected", "jpm diff before.hprof after.hprof");
        }
        Path before = HeapArgument.heap(invocation.words().get(0), invocation);
        Path after = HeapArgument.heap(invocation.words().get(1), invocation);
        return "path".equals(invocation.option("by"))
                ? byPath(before, after, invocation)
                : byClass(before, after, invocation);
    }

    private static int byPath(Path before, Path after, Invocation invocation) {
        if (invocation.has("all")) {
            throw new UsageException("cannot use --all with --by path: only changes have paths", "only one");
        }
        long top = HeapCommand.top(invocation);
        return HeapCommand.withGraph(
                before,
                invocation,
                first -> HeapCommand.withGraph(after, invocation, second -> {
                    Coverage worst = worst(first.coverage(), second.coverage());
                    List<DominatorPathDiff.Row> rows = DominatorPathDiff.of(first, second).rows().stream()
                            .limit(top)
                            .toList();
                    int code = PATHS.ofRetained(worst).print(rows, invocation);
                    HeapNotice.print(before, first.coverage(), invocation);
                    HeapNotice.print(after, second.coverage(), invocation);
                    HeapNotice.printLowerBound(worst, invocation);
                    return code;
                }));
    }

    private static Coverage worst(Coverage a, Coverage b) {
        boolean isFirst = a.isPartial() && (!b.isPartial() || a.share() <= b.share());
        return isFirst ? a : b;
    }

    private static int byClass(Path before, Path after, Invocation invocation) {
        long top = HeapCommand.top(invocation);
        HistogramDiff diff = HistogramDiff.of(
                HeapCommand.compute(before, invocation, Histogram::of),
                HeapCommand.compute(after, invocation, Histogram::of));
        Coverage worst = worst(diff.before().coverage(), diff.after().coverage());
        int code = LISTING.of(worst)
                .print(
                        diff.rows().stream()
                                .filter(row -> row.isChanged() || invocation.has("all"))
                                .limit(top)
                                .toList(),
                        invocation);
        if (OutputFormat.of(invocation) == OutputFormat.TEXT && !invocation.quiet()) {
            invocation.console().out().println(total(diff));
        }
        HeapNotice.print(before, diff.before().coverage(), invocation);
        HeapNotice.print(after, diff.after().coverage(), invocation);
        return code;
    }

    private static String total(HistogramDiff diff) {
        if (diff.rows().stream().noneMatch(HistogramDiff.Row::isChanged)) {
            return "No class has more or fewer objects.";
        }
        long objects = diff.after().instances() - diff.before().instances();
        long bytes = diff.after().shallowBytes() - diff.before().shallowBytes();
        return Quantity.change(objects) + " objects, " + Quantity.changeOfSize(bytes);
    }
}
