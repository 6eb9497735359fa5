package jpm.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jpm.store.DumpEntry;
import jpm.store.DumpField;
import jpm.store.DumpState;
import jpm.store.DumpStore;
import jpm.store.Recurrence;
import org.jspecify.annotations.Nullable;

/** {@code jpm list}: one line for each dump. */
final class ListCommand {
    static final Command COMMAND = new Command(
            "list",
            List.of("ls"),
            "[MATCH…]",
            "list the dumps in the store",
            "Prints one line for each failure of a program, the one longest ago first: its newest dump, how often it occurred, and when it occurred last (TIME) and "
                    + "first. What makes dumps the same failure is told by jpm explain; --all prints a line for each dump, as JSON, CSV and --field always do. A MATCH is a process id, a main class or jar, an exception's class (each with or "
                    + "without its package), the beginning of a dump's id or of the last part of it, or FIELD=VALUE for any field that "
                    + "jpm info --json shows, as jvm.version=17.0.15+6. Matches on the same field are alternatives, matches on different fields "
                    + "must all fit.\n\n"
                    + "The column HEAP tells what is left of the heap dump, of a failure with several dumps whether any has one: present; none, when none was wanted or could be written; missing, when it "
                    + "is gone; truncated, when it is shorter than it was; incomplete, when the dump is being written or its writer died; inaccessible, when "
                    + "the dump cannot be read. SIZE is what all files take on disk.\n\n"
                    + "A TIME is a date and time (2026-11-21 10:00), a date, a time of today, yesterday, today, now, or a span before now (2 hours "
                    + "ago, -2h30min).",
            CommonFlags.ofListing(
                    List.of(
                            Flag.of("a", "all", "a line for each dump; dumps of the same failure are not folded"),
                            CommonFlags.NEWEST,
                            CommonFlags.LINES,
                            CommonFlags.REVERSE,
                            CommonFlags.SINCE,
                            CommonFlags.UNTIL,
                            Flag.taking("F", "field", "FIELD", "print only the values of this field, one a line")),
                    Flag.of(null, "version", "print the version of jpm"),
                    CommonFlags.STORE),
            List.of(
                    new Command.Example("jpm list", "all failures"),
                    new Command.Example("jpm list --all signature=9f3a1c0b5d7e2f48", "every dump of one"),
                    new Command.Example("jpm list -1 com.acme.Shop", "the newest failure of a program"),
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
            new TextTable.Column("SIZE", true),
            new TextTable.Column("COUNT", true),
            new TextTable.Column("FIRST", false));
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
        OutputFormat format = OutputFormat.of(invocation);
        // Made even of nothing: a wrong option is refused whatever the store holds.
        List<String> lines = lines(found, format, invocation);
        if (found.isEmpty() && format != OutputFormat.JSON) {
            return Selection.nothingFound(invocation);
        }
        Pager.print(lines, invocation);
        Selection.noticeInFlight(found, invocation);
        return found.isEmpty() ? Selection.nothingFound(invocation) : ExitCode.DONE;
    }

    private static List<String> lines(List<DumpEntry> found, OutputFormat format, Invocation invocation) {
        String field = invocation.option("field");
        if (field != null) {
            return fieldLines(Selection.limited(found, invocation), field);
        }
        return switch (format) {
            case JSON -> jsonLines(Selection.limited(found, invocation));
            case CSV -> csvLines(Selection.limited(found, invocation), !invocation.has("no-legend"));
            case TEXT ->
                table(Selection.limited(folded(found, invocation), invocation), invocation)
                        .lines(!invocation.has("no-legend"));
        };
    }

    private static List<Recurrence> folded(List<DumpEntry> found, Invocation invocation) {
        return invocation.has("all")
                ? found.stream().map(dump -> new Recurrence(List.of(dump))).toList()
                : Recurrence.fold(found);
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

    private static TextTable table(List<Recurrence> failures, Invocation invocation) {
        TextTable table = new TextTable(COLUMNS, invocation.palette());
        ZoneId zone = invocation.console().zone();
        for (Recurrence failure : failures) {
            DumpEntry dump = failure.newest();
            DumpState state = failure.state();
            table.add(List.of(
                    cell(time(invocation.has("all") ? dump.time() : failure.lastTime(), zone)),
                    cell(dump.pid()),
                    cell(dump.uid()),
                    cell(dump.main()),
                    cell(reason(dump)),
                    cell(dump.thread()),
                    new TextTable.Cell(state.label(), STYLES.getOrDefault(state, Palette.Style.PLAIN)),
                    cell(failure.sizeBytes() == null ? null : Quantity.size(failure.sizeBytes())),
                    cell(Quantity.count(failure.count())),
                    cell(failure.count() > 1 ? time(failure.firstTime(), zone) : null)));
        }
        return table;
    }

    private static @Nullable String time(@Nullable Instant time, ZoneId zone) {
        return time == null ? null : Quantity.time(time, zone);
    }

    private static TextTable.Cell cell(@Nullable Object value) {
        return new TextTable.Cell(
                value == null ? "" : Plain.line(value.toString(), MAX_CELL_CHARS), Palette.Style.PLAIN);
    }

    /** The exception's simple class name where there is one. */
    private static @Nullable String reason(DumpEntry dump) {
        String exception = dump.exception();
        return exception == null ? dump.reason() : exception.substring(exception.lastIndexOf('.') + 1);
    }
}
