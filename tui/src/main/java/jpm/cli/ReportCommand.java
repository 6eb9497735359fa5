package jpm.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import jpm.analysis.HeapSummary;
import jpm.analysis.Histogram;
import jpm.io.JpmException;

/** {@code jpm report}: one page about a heap dump. */
final class ReportCommand {
    static final Command COMMAND = new Command(
            "report",
            List.of(),
            "[" + HeapArgument.USAGE + "]",
            "write a page about a heap dump",
            "Writes one HTML page about a heap dump to FILE or standard output: what was dumped, what may leak and why it is alive, a map of what is retained, "
                    + "the largest objects, the classes, and the threads with their stacks. The page holds everything itself and loads nothing from anywhere.",
            CommonFlags.with(
                    List.of(Flag.taking("o", "output", "FILE", "write to FILE, which only you may read")),
                    CommonFlags.STORE,
                    CommonFlags.QUIET),
            List.of(
                    new Command.Example("jpm report heap.hprof -o report.html", "for the browser"),
                    new Command.Example("jpm report -o report.html", "about the newest dump in the store")),
            ReportCommand::run);

    private ReportCommand() {}

    private static int run(Invocation invocation) throws IOException {
        String output = invocation.option("output");
        if (output == null && invocation.console().stdoutIsTerminal()) {
            throw new UsageException("cannot write a page to a terminal", "jpm report -o report.html");
        }
        Path heapFile = HeapArgument.onlyHeap(invocation);
        Histogram histogram = HeapCommand.compute(heapFile, invocation, Histogram::of);
        String[] page = new String[1];
        HeapCommand.withGraph(heapFile, invocation, heap -> {
            HeapSummary summary = HeapSummary.of(heap, histogram);
            page[0] = HtmlReport.of(heapFile, heap, summary, invocation.console());
            return ExitCode.DONE;
        });
        if (output == null) {
            invocation.console().out().print(page[0]);
        } else {
            write(page[0], Path.of(output));
        }
        return ExitCode.DONE;
    }

    private static void write(String page, Path file) {
        try (OutputStream out = DumpCommand.create(file)) {
            out.write(page.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new JpmException(
                    "cannot write " + file + ": " + DumpCommand.reason(failure), "name another file with -o", failure);
        }
    }
}
