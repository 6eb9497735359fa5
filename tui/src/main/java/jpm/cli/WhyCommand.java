package jpm.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jpm.io.Cancellation;
import jpm.verdict.Diagnosis;
import jpm.verdict.Evidence;
import jpm.verdict.Verdict;
import org.jspecify.annotations.Nullable;

/** {@code jpm why}: a verdict with its evidence. */
final class WhyCommand {
    static final Command COMMAND = new Command(
            "why",
            List.of(),
            "[MATCH…|FOLDER|FILE.hprof]",
            "say why a program died, with the evidence",
            "Prints a verdict over the newest dump that fits, a dump's folder, or a heap dump of any JVM: the exception and the variable that explains it; or "
                    + "which memory gave out, who holds it, and which limit it met; and what to do. Each fact behind it is marked: known, when the dump says so; "
                    + "inferred, when it was concluded from what the dump says. A heap that gave out is analysed as jpm leaks does, which takes a while "
                    + "for the first time.",
            CommonFlags.ofReport(
                    List.of(), DebugFlags.CLASS_PATH, CommonFlags.SINCE, CommonFlags.UNTIL, CommonFlags.STORE),
            List.of(
                    new Command.Example("jpm why", "the newest dump"),
                    new Command.Example("jpm why OutOfMemoryError", "the newest of that exception"),
                    new Command.Example("jpm why heap.hprof --json", "a heap dump of any JVM, for a script")),
            WhyCommand::run);

    private WhyCommand() {}

    private static int run(Invocation invocation) {
        Path dump = DumpArgument.of(invocation);
        if (dump == null) {
            return Selection.nothingFound(invocation);
        }
        Verdict verdict;
        try (OpeningProgress progress = new OpeningProgress(invocation.console())) {
            verdict = Diagnosis.of(dump, DebugFlags.options(invocation).watchedBy(progress, new Cancellation()));
        }
        if (OutputFormat.of(invocation) == OutputFormat.JSON) {
            invocation.console().out().println(JsonText.of(fields(dump, verdict)));
        } else {
            Pager.print(lines(dump, verdict, invocation), invocation);
        }
        return ExitCode.DONE;
    }

    private static Map<String, @Nullable Object> fields(Path dump, Verdict verdict) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("dump", name(dump));
        fields.put("kind", verdict.kind().label());
        fields.put("verdict", verdict.summary());
        List<Map<String, Object>> evidence = new ArrayList<>();
        for (Evidence fact : verdict.evidence()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("certainty", word(fact));
            row.put("text", fact.text());
            evidence.add(row);
        }
        fields.put("evidence", evidence);
        fields.put("advice", verdict.advice());
        return fields;
    }

    private static String name(Path dump) {
        return String.valueOf(dump.toAbsolutePath().normalize().getFileName());
    }

    private static String word(Evidence fact) {
        return fact.certainty().name().toLowerCase(Locale.ROOT);
    }

    private static List<String> lines(Path dump, Verdict verdict, Invocation invocation) {
        List<String> lines = new ArrayList<>();
        if (!invocation.quiet()) {
            lines.add("Dump " + Plain.line(name(dump)));
        }
        WrappedText.add(lines, "", Plain.line(verdict.summary()));
        if (!verdict.evidence().isEmpty()) {
            lines.add("");
        }
        for (Evidence fact : verdict.evidence()) {
            WrappedText.add(lines, String.format(Locale.ROOT, "  %-8s  ", word(fact)), Plain.line(fact.text()));
        }
        if (!verdict.advice().isEmpty()) {
            lines.add("");
            lines.add("What to do:");
        }
        verdict.advice().forEach(advice -> WrappedText.add(lines, "  - ", Plain.line(advice)));
        return lines;
    }
}
