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
                    + "very long ones text shows the ends; JSON has all steps, and CSV a row for each. For a class, paths of its instances over the same classes and fields are merged, the most frequent first (of many instances a "
                    + "thousand are looked at). Weak, soft and phantom references do not count unless --weak is given.",
            HeapCommand.flags(
                    Flag.taking("n", "top", "N", "the first N paths instead of 5"),
                    Flag.of(null, "weak", "follow weak, soft and phantom references too")),
            List.of(
                    new Command.Example("jpm path heap.hprof 0x7f001234", "why this object is alive"),
                    new Command.Example("jpm path heap.hprof com.acme.Order", "what holds the orders")),
            PathCommand::run);

    /**
     * A path with how many instances it stands for.
     *
     * @param sampled how many instances were looked at
     * @param reachable how many there are
     */
    private record Row(RootPaths.RootPath path, long instances, long sampled, long reachable) {}

    private static final Listing<Row> PATHS = new Listing<>(List.of(
            ListingColumn.count("instances", "INSTANCES", Row::instances),
            ListingColumn.count("sampledInstances", "SAMPLED", Row::sampled),
            ListingColumn.count("reachableInstances", "REACHABLE", Row::reachable),
            ListingColumn.text("roots", "ROOTS", r -> roots(r.path)),
            ListingColumn.count("length", "LENGTH", r -> r.path.steps().size()),
            ListingColumn.text("steps", "STEPS", r -> steps(r.path))));

    /** An object of a path. Numbers begin at 1. */
    private record StepRow(Row row, int pathNumber, int stepNumber, RootPaths.Step step) {}

    private static final Listing<StepRow> STEPS = new Listing<>(List.of(
            ListingColumn.count("path", "PATH", StepRow::pathNumber),
            ListingColumn.count("instances", "INSTANCES", r -> r.row.instances),
            ListingColumn.count("sampledInstances", "SAMPLED", r -> r.row.sampled),
            ListingColumn.count("reachableInstances", "REACHABLE", r -> r.row.reachable),
            ListingColumn.text("roots", "ROOTS", r -> roots(r.row.path)),
            ListingColumn.count("step", "STEP", StepRow::stepNumber),
            ListingColumn.address("object", "OBJECT", r -> r.step.object().id()),
            ListingColumn.text(
                    "class", "CLASS", r -> r.step.object().heapClass().name()),
            ListingColumn.text("detail", "DETAIL", r -> ObjectText.detail(r.step.object())),
            ListingColumn.text("reference", "REFERENCE", r -> r.step.reference())));

    private PathCommand() {}

    private static int run(Invocation invocation) {
        List<String> words = invocation.words();
        if (words.size() != 2) {
            throw new UsageException("cannot find a path: a heap and an object or class are needed", COMMAND.usage());
        }
        long top = invocation.has("top") ? HeapCommand.top(invocation) : USUAL_TOP;
        return HeapCommand.withGraph(HeapArgument.firstHeap(invocation), invocation, heap -> {
            List<Row> rows = rows(words.get(1), heap, invocation.has("weak"), top);
            int code = switch (OutputFormat.of(invocation)) {
                case TEXT -> print(rows, invocation);
                case JSON -> PATHS.of(heap.coverage()).print(rows, invocation);
                case CSV -> printSteps(rows, STEPS.of(heap.coverage()), invocation);
            };
            HeapNotice.print(heap.coverage(), invocation);
            return code;
        });
    }

    private static int printSteps(List<Row> rows, Listing<StepRow> listing, Invocation invocation) {
        try (Listing.Printer<StepRow> printer = listing.printer(invocation)) {
            for (int path = 0; path < rows.size(); path++) {
                List<RootPaths.Step> steps = rows.get(path).path.steps();
                for (int i = 0; i < steps.size(); i++) {
                    printer.add(new StepRow(rows.get(path), path + 1, i + 1, steps.get(i)));
                }
            }
            return printer.rows() == 0 ? ExitCode.NOTHING_FOUND : ExitCode.DONE;
        }
    }

    private static List<Row> rows(String word, Heap heap, boolean weak, long top) {
        RootPaths paths = new RootPaths(heap, weak);
        if (ObjectArgument.isAddress(word)) {
            int max = (int) Math.min(top, 1000);
            return paths.to(ObjectArgument.object(word, heap), max).stream()
                    .map(p -> new Row(p, 1, 1, 1))
                    .toList();
        }
        RootPaths.MergedPaths found = paths.toInstancesOf(ObjectArgument.classes(word, heap));
        return found.paths().stream()
                .limit(top)
                .map(p -> new Row(p.example(), p.instances(), found.sampled(), found.instances()))
                .toList();
    }

    private static int print(List<Row> rows, Invocation invocation) {
        if (rows.isEmpty()) {
            invocation.console().message("No path: nothing but weak references leads there, or nothing at all.");
            return ExitCode.NOTHING_FOUND;
        }
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            if (row.sampled > 1) {
                lines.add(frequency(row));
            }
            lines.addAll(lines(row.path));
            lines.add("");
        }
        lines.remove(lines.size() - 1);
        Pager.print(lines, invocation);
        return ExitCode.DONE;
    }

    private static String frequency(Row row) {
        boolean isAll = row.sampled == row.reachable;
        String of = Quantity.count(row.sampled)
                + (isAll ? " objects" : " objects looked at, " + Quantity.count(row.reachable) + " in all");
        return Quantity.count(row.instances) + " of " + of + ", for example:";
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

    /** Read one by one, as they may be millions. */
    private static Iterable<Map<String, @Nullable Object>> steps(RootPaths.RootPath path) {
        return () -> path.steps().stream().map(PathCommand::fields).iterator();
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
