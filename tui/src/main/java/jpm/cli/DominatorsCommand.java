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
            "[" + HeapArgument.USAGE + " [OBJECT]]",
            "print the objects that retain most of a heap",
            "Prints the top of the dominator tree: the objects that no other single object keeps alive, with what would be freed if each were not there. "
                    + "Of an OBJECT it prints the next step down the tree: the objects that it alone keeps alive, and of these only those that no other of them does. "
                    + "With --by the top is summed up by class, class loader or package.",
            HeapCommand.flags(
                    Flag.taking("n", "top", "N", "the first N rows instead of 30"),
                    Flag.choosing("by", "GROUP", "sum up by class, loader or package", "class", "loader", "package")),
            List.of(
                    new Command.Example("jpm dominators heap.hprof", "the thirty largest objects"),
                    new Command.Example("jpm dominators heap.hprof 0x7f001234", "what this object keeps alive"),
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
        List<String> words = invocation.words();
        String by = invocation.option("by");
        if (words.size() > 2 || words.size() == 2 && by != null) {
            throw new UsageException(
                    "cannot print dominators: a heap, and one object or --by, may be given", COMMAND.usage());
        }
        long top = invocation.has("top") ? HeapCommand.top(invocation) : USUAL_TOP;
        return HeapCommand.withGraph(HeapArgument.firstHeap(invocation), invocation, heap -> {
            int code = by == null
                    ? OBJECTS.ofRetained(heap.coverage()).print(objects(words, heap, top), invocation)
                    : groups(by)
                            .ofRetained(heap.coverage())
                            .print(grouped(by, heap).stream().limit(top).toList(), invocation);
            HeapNotice.printRetained(heap.coverage(), invocation);
            return code;
        });
    }

    private static List<DominatorReport.Row> objects(List<String> words, Heap heap, long top) {
        DominatorReport report = new DominatorReport(heap);
        return words.size() < 2
                ? report.largest(top)
                : report.largestBelow(ObjectArgument.object(words.get(1), heap), top);
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
