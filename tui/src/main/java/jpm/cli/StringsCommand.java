package jpm.cli;

import java.util.List;
import jpm.analysis.StringReport;
import jpm.analysis.StringReport.Duplicate;

/** {@code jpm strings}: strings of the same content and what they waste. */
final class StringsCommand {
    private static final long USUAL_TOP = 30;

    static final Command COMMAND = new Command(
            "strings",
            List.of(),
            "[" + HeapArgument.USAGE + "]",
            "find strings that a heap holds several times",
            "Prints texts that several strings of a heap dump hold, the most wasteful first: how many strings there are of each, how many arrays of "
                    + "characters stand behind them, and what would be saved if there were one of each. Reachable and unreachable strings are counted alike.",
            HeapCommand.flags(Flag.taking("n", "top", "N", "the first N texts instead of 30")),
            List.of(
                    new Command.Example("jpm strings heap.hprof", "the thirty most wasteful texts"),
                    new Command.Example(
                            "jpm strings heap.hprof -n 1000 --format=csv", "a thousand of them for a spreadsheet")),
            StringsCommand::run);

    private static final Listing<Duplicate> LISTING = new Listing<>(List.of(
            ListingColumn.bytes("wastedBytes", "WASTED", Duplicate::wastedBytes),
            ListingColumn.count("strings", "STRINGS", Duplicate::strings),
            ListingColumn.count("arrays", "ARRAYS", Duplicate::arrays),
            ListingColumn.bytes("bytes", "BYTES", Duplicate::bytes),
            ListingColumn.count("length", "LENGTH", Duplicate::length),
            ListingColumn.text("text", "TEXT", Duplicate::text)));

    private StringsCommand() {}

    private static int run(Invocation invocation) {
        long top = invocation.has("top") ? HeapCommand.top(invocation) : USUAL_TOP;
        StringReport report = HeapCommand.compute(
                HeapArgument.onlyHeap(invocation), invocation, (file, options) -> StringReport.of(file, top, options));
        int code = LISTING.of(report.coverage()).print(report.duplicates(), invocation);
        if (OutputFormat.of(invocation) == OutputFormat.TEXT && !invocation.quiet()) {
            invocation.console().out().println(total(report));
        }
        HeapNotice.print(report.coverage(), invocation);
        return code;
    }

    private static String total(StringReport report) {
        return Quantity.of(report.strings(), "string") + ", " + Quantity.count(report.different()) + " different, "
                + Quantity.size(report.bytes()) + ", of which " + Quantity.size(report.wastedBytes())
                + " are wasted by duplicates";
    }
}
