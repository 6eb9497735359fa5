package jpm.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import jpm.graph.Coverage;
import org.jspecify.annotations.Nullable;

/** Says which share of a damaged dump a result leaves out. */
final class HeapNotice {
    private HeapNotice() {}

    /** One line behind the result, on standard error where standard output is for a program; nothing when the dump is whole. */
    static void print(Coverage coverage, Invocation invocation) {
        if (coverage.isPartial()) {
            print(text(coverage), invocation);
        }
    }

    /** The same where there are several dumps. */
    static void print(Path file, Coverage coverage, Invocation invocation) {
        if (coverage.isPartial()) {
            print(text(Plain.line(file.toString()), coverage), invocation);
        }
    }

    /** As {@link #print}, behind retained sizes: what is missing may have been retained, too. */
    static void printRetained(Coverage coverage, Invocation invocation) {
        print(coverage, invocation);
        printLowerBound(coverage, invocation);
    }

    /** That retained sizes are no more than lower bounds; nothing when the dump is whole. */
    static void printLowerBound(Coverage coverage, Invocation invocation) {
        if (coverage.isPartial()) {
            print("-- Retained sizes are at least these.", invocation);
        }
    }

    private static void print(String line, Invocation invocation) {
        if (OutputFormat.of(invocation) == OutputFormat.TEXT) {
            invocation.console().out().println(line);
        } else {
            invocation.console().message(line);
        }
    }

    static String text(Coverage coverage) {
        return text("the dump", coverage);
    }

    private static String text(String dump, Coverage coverage) {
        return String.format(
                Locale.ROOT,
                "-- Notice: %s is damaged (%s); %s could not be read and is not counted.",
                dump,
                coverage.damage().isEmpty() ? "cut off" : Plain.line(coverage.damage(), 200),
                lost(coverage));
    }

    private static String lost(Coverage coverage) {
        boolean isKnown = coverage.bytesRead() < coverage.bytesTotal();
        double percent = 100 * (1 - coverage.share());
        String share = percent < 0.005 ? "a little of " : String.format(Locale.ROOT, "%.2f%% of ", percent);
        if (coverage.isCutOff()) {
            return "what stood behind its end" + (isKnown ? ", and " + share + "the rest," : "");
        }
        return isKnown ? share + "it" : "an unknown part of it";
    }

    /** The same as fields of a JSON object. */
    static Map<String, @Nullable Object> fields(Coverage coverage) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("partial", coverage.isPartial());
        fields.put("cutOff", coverage.isCutOff());
        fields.put("bytesRead", coverage.bytesRead());
        fields.put("bytesTotal", coverage.bytesTotal());
        fields.put("damage", coverage.damage().isEmpty() ? null : coverage.damage());
        return fields;
    }
}
