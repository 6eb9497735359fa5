package jpm.cli;

import java.util.ArrayList;
import java.util.List;
import jpm.analysis.LeakReport;
import jpm.analysis.RootPaths;

/** {@code jpm leaks}: what probably leaks. */
final class LeaksCommand {
    static final Command COMMAND = new Command(
            "leaks",
            List.of(),
            "[" + HeapArgument.USAGE + "]",
            "name what probably leaks",
            "Names objects, and classes whose objects together, keep more than a share of the heap alive, where what they hold accumulates, and why that place is "
                    + "alive. The rules are those of Eclipse MAT's leak suspects.",
            HeapCommand.flags(Flag.taking(
                    "t", "threshold", "PERCENT", "suspect what keeps more than PERCENT alive, instead of 20")),
            List.of(
                    new Command.Example("jpm leaks heap.hprof", "the suspects"),
                    new Command.Example("jpm leaks heap.hprof -t 5", "also smaller ones")),
            LeaksCommand::run);

    private static final Listing<LeakReport.Suspect> LISTING = new Listing<>(List.of(
            ListingColumn.address("object", "OBJECT", s -> s.object().id()),
            ListingColumn.text("class", "CLASS", LeakReport.Suspect::className),
            ListingColumn.count("instances", "INSTANCES", LeakReport.Suspect::instances),
            ListingColumn.bytes("retainedBytes", "RETAINED", LeakReport.Suspect::retainedBytes),
            ListingColumn.share("share", "SHARE", LeakReport.Suspect::share),
            ListingColumn.address(
                    "accumulatesAt", "ACCUMULATES AT", s -> s.accumulatesAt().id()),
            ListingColumn.text(
                    "accumulatesAtClass",
                    "CLASS",
                    s -> s.accumulatesAt().heapClass().name()),
            ListingColumn.text("sentence", "SENTENCE", LeakReport.Suspect::sentence)));

    private LeaksCommand() {}

    private static int run(Invocation invocation) {
        double threshold = threshold(invocation);
        return HeapCommand.withGraph(HeapArgument.onlyHeap(invocation), invocation, heap -> {
            LeakReport report = LeakReport.of(heap, threshold);
            int code = OutputFormat.of(invocation) == OutputFormat.TEXT
                    ? print(report, threshold, invocation)
                    : LISTING.ofRetained(report.coverage()).print(report.suspects(), invocation);
            HeapNotice.printRetained(report.coverage(), invocation);
            return code;
        });
    }

    private static double threshold(Invocation invocation) {
        String percent = invocation.option("threshold");
        if (percent == null) {
            return LeakReport.USUAL_THRESHOLD;
        }
        try {
            double value = Double.parseDouble(percent);
            if (value > 0 && value <= 100) {
                return value / 100;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same complaint.
        }
        throw new UsageException(
                "cannot use the threshold " + Plain.line(percent, 40) + ": it is no percentage", "-t 20");
    }

    private static int print(LeakReport report, double threshold, Invocation invocation) {
        if (report.suspects().isEmpty()) {
            invocation
                    .console()
                    .message("No suspect: nothing keeps more than " + Math.round(threshold * 100)
                            + " % of the heap alive.");
            return ExitCode.NOTHING_FOUND;
        }
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (LeakReport.Suspect suspect : report.suspects()) {
            lines.add((++number) + ". " + Plain.line(suspect.sentence(), 1000));
            RootPaths.RootPath path = suspect.path();
            if (path != null) {
                lines.add("   It is alive by:");
                PathCommand.lines(path).forEach(line -> lines.add("     " + line));
            }
            lines.add("");
        }
        lines.remove(lines.size() - 1);
        Pager.print(lines, invocation);
        return ExitCode.DONE;
    }
}
