package jpm.cli;

import java.util.ArrayList;
import java.util.List;
import jpm.analysis.NamedReference;
import jpm.graph.Heap;
import jpm.graph.HeapObject;
import org.jspecify.annotations.Nullable;

/** {@code jpm refs}: what an object refers to, and what refers to it. */
final class RefsCommand {
    static final Command COMMAND = new Command(
            "refs",
            List.of("references"),
            HeapArgument.USAGE + " OBJECT",
            "print what an object refers to, or what refers to it",
            "Prints an object's references with the fields or elements that hold them; with --in those of other objects to it. Objects out of reach and the "
                    + "instances of a class of the boot loader are not shown as referring.",
            HeapCommand.flags(
                    Flag.of(null, "in", "what refers to the object"),
                    Flag.of(null, "out", "what the object refers to; the default"),
                    Flag.taking("n", "top", "N", "only the first N")),
            List.of(
                    new Command.Example("jpm refs heap.hprof 0x7f001234", "its fields or elements"),
                    new Command.Example("jpm refs heap.hprof 0x7f001234 --in", "who refers to it")),
            RefsCommand::run);

    /** A reference as a row: the other end and the name of the reference. */
    private record Row(String reference, long id, @Nullable HeapObject object) {}

    private static final Listing<Row> LISTING = new Listing<>(List.of(
            ListingColumn.text("reference", "REFERENCE", Row::reference),
            ListingColumn.address("object", "OBJECT", Row::id),
            ListingColumn.text(
                    "class",
                    "CLASS",
                    r -> r.object == null ? null : r.object.heapClass().name()),
            ListingColumn.bytes("shallowBytes", "SHALLOW", r -> r.object == null ? null : r.object.shallowBytes()),
            ListingColumn.text("detail", "DETAIL", r -> r.object == null ? null : ObjectText.detail(r.object))));

    private RefsCommand() {}

    private static int run(Invocation invocation) {
        if (invocation.has("in") && invocation.has("out")) {
            throw new UsageException("cannot use --in with --out: they exclude each other", "only one");
        }
        if (invocation.words().size() != 2) {
            throw new UsageException("cannot show references: a heap and one object are needed", COMMAND.usage());
        }
        HeapCommand.HeapWork work = heap -> print(heap, invocation);
        return invocation.has("in")
                ? HeapCommand.withGraph(HeapArgument.firstHeap(invocation), invocation, work)
                : HeapCommand.withHeap(HeapArgument.firstHeap(invocation), invocation, work);
    }

    private static int print(Heap heap, Invocation invocation) {
        HeapObject object = ObjectArgument.object(invocation.words().get(1), heap);
        long top = HeapCommand.top(invocation);
        int code = LISTING.of(heap.coverage())
                .print((invocation.has("in") ? in(object, heap, top) : out(object, heap, top)), invocation);
        HeapNotice.print(heap.coverage(), invocation);
        return code;
    }

    private static List<Row> out(HeapObject object, Heap heap, long top) {
        return NamedReference.of(object).stream()
                .limit(top)
                .map(r -> new Row(r.name(), r.toId(), heap.findObject(r.toId())))
                .toList();
    }

    private static List<Row> in(HeapObject object, Heap heap, long top) {
        List<Row> rows = new ArrayList<>();
        for (int referrer : heap.graph().referrers((int) object.index())) {
            if (rows.size() >= top) {
                break;
            }
            HeapObject from = heap.objectAt(referrer);
            rows.add(new Row(NamedReference.nameOf(from, object.id()), from.id(), from));
        }
        return rows;
    }
}
