package jpm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jpm.analysis.RootPaths;
import jpm.graph.Heap;
import org.jspecify.annotations.Nullable;

/** {@code jpm path}: why an object is alive. */
final class PathCommand {
    private static final long USUAL_TOP = 5;
    private static final int MAX_INDENT = 20;
    private static final int MAX_END_STEPS = 100;

    static final Command COMMAND = new Command(
            "path",
            List.of("paths"),
            HeapArgument.USAGE + " " + ObjectArgument.USAGE,
            "print the shortest paths from roots to an object",
            "Prints why an object is alive: chains of references that begin at a root of garbage collection, the shortest first, each from another root; of "
                    + "very long ones text shows the ends. For a class, paths of its instances over the same classes and fields are merged, the most frequent first (of many instances a "
                    + "sample is taken). Weak, soft and phantom references do not count unless --weak is given.",
            HeapCommand.flags(
                    Flag.taking("n", "top", "N", "the first N paths instead of 5"),
                    Flag.of(null, "weak", "follow weak, soft and phantom references too")),
            List.of(
                    new Command.Example("jpm path heap.hprof 0x7f001234", "why this object is alive"),
                    new Command.Example("jpm path heap.hprof com.acme.Order", "what holds the orders")),
            PathCommand::run);

    /** A path with how many instances it stands for. */
    private record Row(RootPaths.RootPath path, long instances) {}

    private static final Listing<Row> LISTING = new Listing<>(List.of(
            ListingColumn.count("instances", "INSTANCES", Row::instances),
            ListingColumn.text("roots", "ROOTS", r -> roots(r.path)),
            ListingColumn.text(
                    "steps",
                    "STEPS",
                    r -> r.path.steps().stream().map(PathCommand::fields).toList())));

    private PathCommand() {}

    private static int run(Invocation invocation) {
        List<String> words = invocation.words();
        if (words.size() != 2) {
            throw new UsageException("cannot find a path: a heap and an object or class are needed", COMMAND.usage());
        }
        long top = invocation.has("top") ? HeapCommand.top(invocation) : USUAL_TOP;
        return HeapCommand.withGraph(HeapArgument.firstHeap(invocation), invocation, heap -> {
            List<Row> rows = rows(words.get(1), heap, invocation.has("weak"), top);
            int code = OutputFormat.of(invocation) == OutputFormat.TEXT
                    ? print(rows, invocation)
                    : LISTING.of(heap.coverage()).print(rows, invocation);
            HeapNotice.print(heap.coverage(), invocation);
            return code;
        });
    }

    private static List<Row> rows(String word, Heap heap, boolean weak, long top) {
        RootPaths paths = new RootPaths(heap, weak);
        if (ObjectArgument.isAddress(word)) {
            int max = (int) Math.min(top, 1000);
            return paths.to(ObjectArgument.object(word, heap), max).stream()
                    .map(p -> new Row(p, 1))
                    .toList();
        }
        return paths.toInstancesOf(ObjectArgument.classes(word, heap)).stream()
                .limit(top)
                .map(p -> new Row(p.example(), p.instances()))
                .toList();
    }

    private static int print(List<Row> rows, Invocation invocation) {
        if (rows.isEmpty()) {
            invocation.console().message("No path: nothing but weak references leads there, or nothing at all.");
            return ExitCode.NOTHING_FOUND;
        }
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            if (row.instances > 1) {
                lines.add(Quantity.count(row.instances) + " objects, for example:");
            }
            lines.addAll(lines(row.path));
            lines.add("");
        }
        lines.remove(lines.size() - 1);
        Pager.print(lines, invocation);
        return ExitCode.DONE;
    }

    /** A path as text, the root first; of a very long one the ends. */
    static List<String> lines(RootPaths.RootPath path) {
        List<String> lines = new ArrayList<>();
        int steps = path.steps().size();
        int hidden = steps > 2 * MAX_END_STEPS ? steps - 2 * MAX_END_STEPS : 0;
        for (int i = 0; i < steps; i++) {
            if (hidden > 0 && i == MAX_END_STEPS) {
                lines.add("  ".repeat(MAX_INDENT) + "… " + Quantity.count(hidden) + " more …");
                i += hidden;
            }
            lines.add(line(path.steps().get(i), i) + (i == 0 ? "   (" + roots(path) + ")" : ""));
        }
        return lines;
    }

    private static String line(RootPaths.Step step, int place) {
        String detail = ObjectText.detail(step.object());
        boolean isShown = !detail.isEmpty() && !detail.startsWith("class ");
        String line = "  ".repeat(Math.min(place, MAX_INDENT))
                + ObjectText.of(step.object())
                + (isShown ? " " + detail : "")
                + (step.reference().isEmpty() ? "" : " ." + step.reference());
        return Plain.line(line.replace(" .[", " [").replace(" .<", " <"), 400);
    }

    private static String roots(RootPaths.RootPath path) {
        String kinds = path.roots().stream().map(r -> r.kind().label).distinct().collect(Collectors.joining(", "));
        return kinds.isEmpty() ? "class of the boot loader" : kinds;
    }

    private static Map<String, @Nullable Object> fields(RootPaths.Step step) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("object", ListingColumn.address(step.object().id()));
        fields.put("class", step.object().heapClass().name());
        fields.put("detail", ObjectText.detail(step.object()));
        fields.put("reference", step.reference());
        return fields;
    }
}
