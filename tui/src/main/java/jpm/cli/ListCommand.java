package jpm.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jpm.store.DumpEntry;
import jpm.store.DumpField;
import jpm.store.DumpState;
import jpm.store.DumpStore;
import org.jspecify.annotations.Nullable;

/** {@code jpm list}: one line for each dump. */
final class ListCommand {
    static final Command COMMAND = new Command(
            "list",
            List.of("ls"),
            "[MATCH…]",
            "list the dumps in the store",
            "Prints one line for each dump, the oldest first. A MATCH is a process id, a main class or jar, an exception's class (each with or "
                    + "without its package), the beginning of a dump's id or of the last part of it, or FIELD=VALUE for any field that "
                    + "jpm info --json shows, as jvm.version=17.0.15+6. Matches on the same field are alternatives, matches on different fields "
                    + "must all fit.\n\n"
                    + "The column HEAP tells what is left of the heap dump: present; none, when none was wanted or could be written; missing, when it "
                    + "is gone; truncated, when it is shorter than it was; incomplete, when the dump is being written or its writer died; inaccessible, when "
                    + "the dump cannot be read. SIZE is what all the dump's files take on disk.\n\n"
                    + "A TIME is a date and time (2026-11-21 10:00), a date, a time of today, yesterday, today, now, or a span before now (2 hours "
                    + "ago, -2h30min).",
            CommonFlags.with(
                    List.of(
                            CommonFlags.NEWEST,
                            CommonFlags.LINES,
                            CommonFlags.REVERSE,
                            CommonFlags.SINCE,
                            CommonFlags.UNTIL,
                            Flag.taking("F", "field", "FIELD", "print only the values of this field, one a line"),
                            OutputFormat.FLAGS.get(0),
                            OutputFormat.FLAGS.get(1),
                            OutputFormat.FLAGS.get(2),
                            Flag.of(null, "version", "print the version of jpm")),
                    CommonFlags.STORE,
                    CommonFlags.QUIET,
                    CommonFlags.NO_PAGER,
                    CommonFlags.COLOR),
            List.of(
                    new Command.Example("jpm list", "all dumps"),
                    new Command.Example("jpm list -1 com.acme.Shop", "the newest dump of a program"),
                    new Command.Example("jpm list -S yesterday NullPointerException --json", "for a script"),
                    new Command.Example("jpm list user=ann reason=oom reason=uncaught", "by fields")),
            ListCommand::run);

    private static final int MAX_CELL_CHARS = 100;
    private static final List<TextTable.Column> COLUMNS = List.of(
            new TextTable.Column("TIME", false),
            new TextTable.Column("PID", true),
            new TextTable.Column("UID", true),
            new TextTable.Column("MAIN", false),
            new TextTable.Column("REASON", false),
            new TextTable.Column("THREAD", false),
            new TextTable.Column("HEAP", false),
            new TextTable.Column("SIZE", true));
    private static final Map<DumpState, Palette.Style> STYLES = Map.of(
            DumpState.PRESENT, Palette.Style.GREEN,
            DumpState.NONE, Palette.Style.DIM,
            DumpState.MISSING, Palette.Style.DIM,
            DumpState.TRUNCATED, Palette.Style.YELLOW,
            DumpState.INCOMPLETE, Palette.Style.YELLOW,
            DumpState.INACCESSIBLE, Palette.Style.RED);

    private ListCommand() {}

    private static int run(Invocation invocation) {
        DumpStore store = invocation.store();
        List<DumpEntry> found = store.find(Selection.query(invocation));
        List<DumpEntry> shown = Selection.limited(found, invocation);
        OutputFormat format = OutputFormat.of(invocation);
        if (shown.isEmpty() && format != OutputFormat.JSON) {
            return Selection.nothingFound(invocation);
        }
        Pager.print(lines(shown, format, invocation), invocation);
        Selection.noticeInFlight(found, invocation);
        return shown.isEmpty() ? Selection.nothingFound(invocation) : ExitCode.DONE;
    }

    private static List<String> lines(List<DumpEntry> dumps, OutputFormat format, Invocation invocation) {
        String field = invocation.option("field");
        if (field != null) {
            return fieldLines(dumps, field);
        }
        return switch (format) {
            case JSON -> jsonLines(dumps);
            case CSV -> csvLines(dumps, !invocation.has("no-legend"));
            case TEXT -> table(dumps, invocation).lines(!invocation.has("no-legend"));
        };
    }

    private static List<String> fieldLines(List<DumpEntry> dumps, String field) {
        List<String> lines = new ArrayList<>();
        for (DumpEntry dump : dumps) {
            for (String value : DumpField.values(dump, field)) {
                lines.add(Plain.line(value));
            }
        }
        return lines;
    }

    private static List<String> jsonLines(List<DumpEntry> dumps) {
        List<String> lines = new ArrayList<>(dumps.size() + 2);
        lines.add("[");
        for (int i = 0; i < dumps.size(); i++) {
            lines.add(JsonText.of(DumpRow.of(dumps.get(i))) + (i < dumps.size() - 1 ? "," : ""));
        }
        lines.add("]");
        return lines;
    }

    private static List<String> csvLines(List<DumpEntry> dumps, boolean withTitles) {
        List<String> lines = new ArrayList<>(dumps.size() + 1);
        for (DumpEntry dump : dumps) {
            Map<String, @Nullable Object> row = DumpRow.of(dump);
            if (withTitles && lines.isEmpty()) {
                lines.add(String.join(",", row.keySet()));
            }
            lines.add(CsvText.line(new ArrayList<>(row.values())));
        }
        return lines;
    }

    private static TextTable table(List<DumpEntry> dumps, Invocation invocation) {
        TextTable table = new TextTable(COLUMNS, invocation.palette());
        for (DumpEntry dump : dumps) {
            table.add(List.of(
                    cell(
                            dump.time() == null
                                    ? null
                                    : Quantity.time(
                                            dump.time(), invocation.console().zone())),
                    cell(dump.pid()),
                    cell(dump.uid()),
                    cell(dump.main()),
                    cell(reason(dump)),
                    cell(dump.thread()),
                    new TextTable.Cell(dump.state().label(), STYLES.getOrDefault(dump.state(), Palette.Style.PLAIN)),
                    cell(dump.sizeBytes() == null ? null : Quantity.size(dump.sizeBytes()))));
        }
        return table;
    }

    private static TextTable.Cell cell(@Nullable Object value) {
        return new TextTable.Cell(
                value == null ? "" : Plain.line(value.toString(), MAX_CELL_CHARS), Palette.Style.PLAIN);
    }

    /** The exception's simple class name where there is one, with how often it occurred where that is more than once. */
    private static @Nullable String reason(DumpEntry dump) {
        String exception = dump.exception();
        if (exception == null) {
            return dump.reason();
        }
        String simple = exception.substring(exception.lastIndexOf('.') + 1);
        return dump.count() > 1 ? simple + " (" + dump.count() + "x)" : simple;
    }
}
