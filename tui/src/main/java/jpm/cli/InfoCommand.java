package jpm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.debug.HitResults;
import jpm.store.DumpEntry;
import jpm.store.DumpQuery;
import jpm.store.DumpStore;
import org.jspecify.annotations.Nullable;

/** {@code jpm info}: everything that dump.json tells. */
final class InfoCommand {
    static final Command COMMAND = new Command(
            "info",
            List.of("show"),
            "[MATCH…]",
            "show all that is known about dumps",
            "Shows what is known of each dump that fits, or of the newest when there is no MATCH: the process, its JVM and memory, the exception with "
                    + "its causes and stacks, and what is on disk. What a MATCH may be is told by jpm help list.",
            CommonFlags.with(
                    List.of(
                            CommonFlags.NEWEST,
                            CommonFlags.LINES,
                            CommonFlags.REVERSE,
                            CommonFlags.SINCE,
                            CommonFlags.UNTIL,
                            Flag.of(
                                    null,
                                    "json",
                                    "print JSON: the row of jpm list, what a breakpoint asked, and dump.json as metadata")),
                    CommonFlags.STORE,
                    CommonFlags.QUIET,
                    CommonFlags.NO_PAGER,
                    CommonFlags.COLOR),
            List.of(
                    new Command.Example("jpm info", "the newest dump"),
                    new Command.Example("jpm info 4242", "the dumps of process 4242")),
            InfoCommand::run);

    private InfoCommand() {}

    private static int run(Invocation invocation) {
        DumpStore store = invocation.store();
        DumpQuery query = Selection.query(invocation);
        List<DumpEntry> found = store.find(query);
        boolean all = !query.matches().isEmpty()
                || invocation.has("lines")
                || invocation.has("since")
                || invocation.has("until");
        List<DumpEntry> shown = Selection.limited(
                all || found.isEmpty() ? found : found.subList(found.size() - 1, found.size()), invocation);
        if (shown.isEmpty()) {
            return Selection.nothingFound(invocation);
        }
        Pager.print(invocation.has("json") ? jsonLines(shown) : textLines(shown, invocation), invocation);
        Selection.noticeInFlight(shown, invocation);
        return ExitCode.DONE;
    }

    private static List<String> textLines(List<DumpEntry> dumps, Invocation invocation) {
        List<String> lines = new ArrayList<>();
        for (DumpEntry dump : dumps) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(new DumpDescription(dump, invocation.console(), invocation.palette()).lines());
        }
        return lines;
    }

    private static Map<String, @Nullable Object> hit(HitResults results) {
        List<Map<String, Object>> expressions = new ArrayList<>();
        for (HitResults.Result each : results.expressions()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("expression", each.expression());
            result.put("value", each.value());
            expressions.add(result);
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("condition", results.condition());
        fields.put("expressions", expressions);
        return fields;
    }

    private static List<String> jsonLines(List<DumpEntry> dumps) {
        List<String> lines = new ArrayList<>();
        lines.add("[");
        for (int i = 0; i < dumps.size(); i++) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>(DumpRow.of(dumps.get(i)));
            if ("breakpoint".equals(dumps.get(i).reason())) {
                row.put("breakpoint", hit(HitResults.of(dumps.get(i).path())));
            }
            row.put("metadata", dumps.get(i).metadata().fields());
            lines.add(JsonText.of(row) + (i < dumps.size() - 1 ? "," : ""));
        }
        lines.add("]");
        return lines;
    }
}
