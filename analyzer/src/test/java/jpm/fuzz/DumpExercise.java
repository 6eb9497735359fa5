package jpm.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import jpm.analysis.CollectionReport;
import jpm.analysis.DominatorReport;
import jpm.analysis.HeapSummary;
import jpm.analysis.Histogram;
import jpm.analysis.LeakReport;
import jpm.analysis.LoaderReport;
import jpm.analysis.NamedReference;
import jpm.analysis.RetainedHistogram;
import jpm.analysis.RetainedSet;
import jpm.analysis.RootPaths;
import jpm.analysis.StringReport;
import jpm.analysis.ThreadReport;
import jpm.analysis.query.HeapQuery;
import jpm.debug.CommandInterpreter;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapInstance;
import jpm.graph.HeapModel;
import jpm.graph.HeapObject;
import jpm.graph.HeapOptions;
import jpm.io.JpmException;
import jpm.value.LogicalViews;
import jpm.value.PrintLimits;
import jpm.value.Value;
import jpm.value.ValuePrinter;

/** Everything that reads heap dumps, over one file. A file is read or refused; any other outcome is a bug. */
final class DumpExercise {
    private static final int MAX_OBJECTS = 5000;
    private static final List<String> QUERIES = List.of(
            "SELECT * FROM java.lang.String s WHERE toString(s) LIKE '.*a.*'",
            "SELECT o.id, o.next.customer, o.@retained FROM INSTANCEOF java.lang.Object o WHERE o.@shallow > 8 ORDER BY 3 DESC LIMIT 5",
            "SELECT classof(o), count(*), sum(o.@shallow) FROM \".*\" o GROUP BY classof(o)");

    private static final List<String> COMMANDS = List.of(
            "bt full",
            "locals",
            "thread apply all bt full",
            "exception",
            "print java.lang.System.props.size()",
            "print java.lang.System.props.toString()",
            "print java.lang.System.props.get(\"shop.jar\")",
            "print com.acme.Order.last.next.customer",
            "print com.acme.Order.count + 1");

    private final Path file;
    private final HeapOptions options;

    DumpExercise(Path file) {
        this.file = file;
        this.options = HeapOptions.defaults().withThreads(1);
    }

    /** Throws what is no {@link JpmException}. */
    void run() {
        attempt(() -> Histogram.of(file, options));
        attempt(this::openHeap);
        attempt(this::debug);
        attempt(() -> HeapSummary.of(file, options));
        attempt(() -> StringReport.of(file, 10, options));
        attempt(() -> CollectionReport.of(file, options));
        for (String query : QUERIES) {
            attempt(() -> HeapQuery.parse(query).run(file, options, row -> {}));
        }
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (JpmException refused) {
            if (String.valueOf(refused.getMessage()).isEmpty()) {
                throw new IllegalStateException("refused without a word", refused);
            }
        }
    }

    private void openHeap() {
        try (Heap heap = Heap.open(file, options)) {
            LoaderReport.of(heap);
            ThreadReport.of(heap).groups();
            heap.classes().forEach(DumpExercise::touch);
            HeapModel model = new HeapModel(heap);
            ValuePrinter printer = new ValuePrinter(new LogicalViews(model), PrintLimits.DEFAULT);
            forEachObject(heap, object -> {
                touch(object);
                printer.print(new Value.Reference(object.id()));
            });
            readGraph(heap);
        }
    }

    private void debug() {
        try (DebugSession session = DebugSession.open(file, DebugOptions.DEFAULT)) {
            CommandInterpreter debugger = new CommandInterpreter(session);
            debugger.greeting();
            COMMANDS.forEach(debugger::execute);
        }
    }

    private static void readGraph(Heap heap) {
        heap.graph().forEachReachable((index, dominator, bytes) -> {
            if (bytes < 0) {
                throw new IllegalStateException("object " + index + " retains " + bytes);
            }
        });
        new DominatorReport(heap).largest(10);
        for (DominatorReport.Grouping grouping : DominatorReport.Grouping.values()) {
            new DominatorReport(heap).groups(grouping);
        }
        LeakReport.of(heap, 0.1);
        RetainedHistogram.of(heap);
        RootPaths paths = new RootPaths(heap, false);
        forEachObject(heap, object -> {
            heap.graph().referrers((int) object.index());
            paths.to(object, 2);
        });
        if (!heap.classes().isEmpty()) {
            paths.toInstancesOf(heap.classes());
            RetainedSet.ofInstances(heap, heap.classes().subList(0, 1));
        }
    }

    private static void forEachObject(Heap heap, Consumer<HeapObject> consumer) {
        IntStream.range(0, (int) Math.min(MAX_OBJECTS, heap.objectCount()))
                .mapToObj(heap::objectAt)
                .forEach(consumer);
    }

    private static void touch(HeapObject object) {
        object.heapClass().lineage();
        object.shallowBytes();
        NamedReference.of(object);
        if (object instanceof HeapInstance instance) {
            instance.fields();
            instance.asString(1000);
        }
        if (object instanceof HeapClass heapClass) {
            heapClass.statics();
            heapClass.superclass();
        }
    }
}
