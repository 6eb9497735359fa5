package jpm.cli;

import java.util.List;
import java.util.Locale;
import jpm.analysis.DominatorReport;
import jpm.graph.Heap;

/** {@code jpm dominators}: the objects that keep most of a heap alive. */
final class DominatorsCommand {
    private static final long USUAL_TOP = 30;

    static final Command COMMAND = new Command(
            "dominators",
            List.of(),
            "[" + HeapArgument.USAGE + "]",
            "print the objects that retain most of a heap",
            "Prints the top of the dominator tree: the objects that no other single object keeps alive, with what would be freed if each were not there. "
                    + "With --by they are summed up by class, class loader or package.",
            HeapCommand.flags(
                    Flag.taking("n", "top", "N", "the first N rows instead of 30"),
                    Flag.choosing("by", "GROUP", "sum up by class, loader or package", "class", "loader", "package")),
            List.of(
                    new Command.Example("jpm dominators heap.hprof", "the thirty largest objects"),
                    new Command.Example("jpm dominators heap.hprof --by package --json", "for a script")),
            DominatorsCommand::run);

    private static final Listing<DominatorReport.Row> OBJECTS = new Listing<>(List.of(
            ListingColumn.address("object", "OBJECT", r -> r.object().id()),
            ListingColumn.text("class", "CLASS", r -> r.object().heapClass().name()),
            ListingColumn.bytes("shallowBytes", "SHALLOW", DominatorReport.Row::shallowBytes),
            ListingColumn.bytes("retainedBytes", "RETAINED", DominatorReport.Row::retainedBytes),
            ListingColumn.text("detail", "DETAIL", r -> ObjectText.detail(r.object()))));

    private DominatorsCommand() {}

    private static int run(Invocation invocation) {
        long top = invocation.has("top") ? HeapCommand.top(invocation) : USUAL_TOP;
        return HeapCommand.withGraph(HeapArgument.onlyHeap(invocation), invocation, heap -> {
            String by = invocation.option("by");
            int code = by == null
                    ? OBJECTS.ofRetained(heap.coverage()).print(new DominatorReport(heap).largest(top), invocation)
                    : groups(by)
                            .ofRetained(heap.coverage())
                            .print(grouped(by, heap).stream().limit(top).toList(), invocation);
            HeapNotice.printRetained(heap.coverage(), invocation);
            return code;
        });
    }

    private static List<DominatorReport.Group> grouped(String by, Heap heap) {
        return new DominatorReport(heap).groups(DominatorReport.Grouping.valueOf(by.toUpperCase(Locale.ROOT)));
    }

    private static Listing<DominatorReport.Group> groups(String by) {
        return new Listing<>(List.of(
                ListingColumn.text(by, by.toUpperCase(Locale.ROOT), DominatorReport.Group::name),
                ListingColumn.count("objects", "OBJECTS", DominatorReport.Group::objects),
                ListingColumn.bytes("shallowBytes", "SHALLOW", DominatorReport.Group::shallowBytes),
                ListingColumn.bytes("retainedBytes", "RETAINED", DominatorReport.Group::retainedBytes)));
    }
}
