package jpm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jpm.analysis.HeapSummary;
import jpm.graph.Coverage;
import jpm.hprof.RootKind;
import org.jspecify.annotations.Nullable;

/** {@code jpm summary}: a heap dump in a few lines. */
final class SummaryCommand {
    static final Command COMMAND = new Command(
            "summary",
            List.of(),
            "[" + HeapArgument.USAGE + "]",
            "show what a heap dump holds in a few lines",
            "Shows how many objects, classes, loaders, threads and roots a heap dump holds, what the objects took in the dumped process and how much of it no root reaches, which JVM it was, "
                    + "and how much of the file could be read. With --properties it lists the system properties that the process had.",
            HeapCommand.flags(Flag.of(null, "properties", "list the system properties, too")),
            List.of(
                    new Command.Example("jpm summary heap.hprof", "a heap dump of any JVM"),
                    new Command.Example("jpm summary --properties", "the newest dump in the store"),
                    new Command.Example("jpm summary heap.hprof --json", "for a script; properties included")),
            SummaryCommand::run);

    private static final int NAME_COLUMNS = 16;

    /** A line of CSV. */
    private record Fact(String name, @Nullable Object value) {}

    private static final Listing<Fact> CSV = new Listing<>(
            List.of(ListingColumn.text("name", "NAME", Fact::name), ListingColumn.text("value", "VALUE", Fact::value)));

    private SummaryCommand() {}

    private static int run(Invocation invocation) {
        Path file = HeapArgument.onlyHeap(invocation);
        HeapSummary summary = HeapCommand.computeIndexed(file, invocation, HeapSummary::of);
        switch (OutputFormat.of(invocation)) {
            case TEXT -> Pager.print(lines(file, summary, invocation), invocation);
            case JSON -> invocation.console().out().println(JsonText.of(fields(file, summary)));
            case CSV -> CSV.print(facts(file, summary), invocation);
        }
        HeapNotice.print(summary.coverage(), invocation);
        return ExitCode.DONE;
    }

    private static Map<String, @Nullable Object> fields(Path file, HeapSummary summary) {
        Map<String, @Nullable Object> fields = numbers(file, summary);
        fields.put("roots", roots(summary));
        fields.put("coverage", HeapNotice.fields(summary.coverage()));
        fields.put("systemProperties", summary.systemProperties());
        return fields;
    }

    private static Map<String, @Nullable Object> numbers(Path file, HeapSummary summary) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("file", file);
        fields.put("format", "HPROF " + summary.header().version());
        fields.put("idBytes", summary.header().idBytes());
        fields.put("time", summary.header().time());
        fields.put("jvm", summary.jvm());
        fields.put("objects", summary.objects());
        fields.put("instances", summary.instances());
        fields.put("objectArrays", summary.objectArrays());
        fields.put("primitiveArrays", summary.primitiveArrays());
        fields.put("classes", summary.classes());
        fields.put("loaders", summary.loaders());
        fields.put("threads", summary.threads());
        fields.put("usedBytes", summary.usedBytes());
        fields.put("unreachableObjects", summary.unreachableObjects());
        fields.put("unreachableBytes", summary.unreachableBytes());
        return fields;
    }

    private static Map<String, Long> roots(HeapSummary summary) {
        Map<String, Long> roots = new LinkedHashMap<>();
        summary.roots().forEach((kind, count) -> roots.put(kind.label, count));
        return roots;
    }

    private static List<Fact> facts(Path file, HeapSummary summary) {
        List<Fact> facts = new ArrayList<>();
        numbers(file, summary).forEach((name, value) -> facts.add(new Fact(name, value)));
        roots(summary).forEach((kind, count) -> facts.add(new Fact("roots: " + kind, count)));
        HeapNotice.fields(summary.coverage()).forEach((name, value) -> facts.add(new Fact(name, value)));
        summary.systemProperties().forEach((name, value) -> facts.add(new Fact("property: " + name, value)));
        return facts;
    }

    private static List<String> lines(Path file, HeapSummary summary, Invocation invocation) {
        List<String> lines = new ArrayList<>();
        add(lines, "File", file.toString());
        add(
                lines,
                "Format",
                "HPROF " + summary.header().version() + ", " + summary.header().idBytes() + "-byte ids");
        add(
                lines,
                "Timestamp",
                Quantity.time(summary.header().time(), invocation.console().zone()));
        add(lines, "JVM", summary.jvm());
        add(lines, "Command", summary.systemProperties().get("sun.java.command"));
        add(lines, "Objects", Quantity.count(summary.objects()) + " (" + kinds(summary) + ")");
        add(lines, "Used", Quantity.size(summary.usedBytes()) + " (" + Quantity.count(summary.usedBytes()) + " bytes)");
        add(
                lines,
                "Unreachable",
                Quantity.size(summary.unreachableBytes()) + " (" + Quantity.of(summary.unreachableObjects(), "object")
                        + ")");
        add(lines, "Class Loaders", Quantity.count(summary.loaders()));
        add(lines, "Threads", Quantity.count(summary.threads()));
        add(lines, "Roots", rootLine(summary.roots()));
        add(lines, "Read", coverage(summary.coverage()));
        if (invocation.has("properties")) {
            lines.add("");
            summary.systemProperties().forEach((name, value) -> lines.add(Plain.line(name + "=" + value)));
        }
        return lines;
    }

    private static String kinds(HeapSummary summary) {
        return Quantity.of(summary.instances(), "instance") + ", " + Quantity.of(summary.objectArrays(), "object array")
                + ", "
                + Quantity.of(summary.primitiveArrays(), "primitive array") + ", "
                + Quantity.count(summary.classes()) + (summary.classes() == 1 ? " class" : " classes");
    }

    private static String rootLine(Map<RootKind, Long> roots) {
        long all = roots.values().stream().mapToLong(Long::longValue).sum();
        List<String> kinds = new ArrayList<>();
        roots.forEach((kind, count) -> kinds.add(Quantity.count(count) + " " + kind.label));
        return Quantity.count(all) + (kinds.isEmpty() ? "" : " (" + String.join(", ", kinds) + ")");
    }

    private static String coverage(Coverage coverage) {
        return coverage.isPartial()
                ? String.format(Locale.ROOT, "%.2f%% of ", 100 * coverage.share())
                        + Quantity.size(coverage.bytesTotal())
                        + (coverage.isCutOff() ? ", behind whose end something is missing" : "")
                : "all of " + Quantity.size(coverage.bytesTotal());
    }

    private static void add(List<String> lines, String name, @Nullable String value) {
        if (value != null) {
            lines.add(" ".repeat(NAME_COLUMNS - name.length()) + name + ": " + Plain.line(value, 2000));
        }
    }
}
