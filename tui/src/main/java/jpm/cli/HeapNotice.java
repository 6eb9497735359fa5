package jpm.cli;

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
        if (!coverage.isPartial()) {
            return;
        }
        if (OutputFormat.of(invocation) == OutputFormat.TEXT) {
            invocation.console().out().println(text(coverage));
        } else {
            invocation.console().message(text(coverage));
        }
    }

    /** As {@link #print}, behind retained sizes: what is missing may have been retained, too. */
    static void printRetained(Coverage coverage, Invocation invocation) {
        print(coverage, invocation);
        if (coverage.isPartial()) {
            String text = "-- Retained sizes are at least these.";
            if (OutputFormat.of(invocation) == OutputFormat.TEXT) {
                invocation.console().out().println(text);
            } else {
                invocation.console().message(text);
            }
        }
    }

    static String text(Coverage coverage) {
        return String.format(
                Locale.ROOT,
                "-- Notice: the dump is damaged (%s); %s could not be read and is not counted.",
                coverage.damage().isEmpty() ? "cut off" : Plain.line(coverage.damage(), 200),
                lost(coverage));
    }

    private static String lost(Coverage coverage) {
        boolean isKnown = coverage.bytesRead() < coverage.bytesTotal();
        String share = String.format(Locale.ROOT, "%.2f%% of ", 100 * (1 - coverage.share()));
        if (coverage.isCutOff()) {
            return "what stood behind its end" + (isKnown ? ", and " + share + "the rest," : "");
        }
        return isKnown ? share + "it" : "an unknown part of it";
    }

    /** The same as fields of a JSON object. */
    static Map<String, @Nullable Object> fields(Coverage coverage) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("partial", coverage.isPartial());
        fields.put("bytesRead", coverage.bytesRead());
        fields.put("bytesTotal", coverage.bytesTotal());
        fields.put("damage", coverage.damage().isEmpty() ? null : coverage.damage());
        return fields;
    }
}
