package jpm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jpm.graph.Heap;
import jpm.graph.HeapGraph;
import jpm.io.JpmException;

/** {@code jpm index}: computes references, dominators and retained sizes ahead of the commands that need them. */
final class IndexCommand {
    static final Command COMMAND = new Command(
            "index",
            List.of(),
            "[" + HeapArgument.USAGE + "]",
            "prepare a heap dump for the commands over its references",
            "Computes the references, dominators and retained sizes of a heap dump and keeps them in $XDG_CACHE_HOME/jpm/index or ~/.cache/jpm/index, never "
                    + "beside the dump. Commands that need them do so themselves the first time. An index is made anew when its dump has changed. What "
                    + "was interrupted or killed is gone on with. The folder may be emptied at any time; indexes not used longest go when all together take "
                    + "more than 32 GB, or a quarter of what the disk has for them.",
            HeapCommand.flags(Flag.taking(
                    null,
                    "ram",
                    "SIZE",
                    "about how much memory to take, as 1g; what needs more is worked on in files in the index's folder (usual: three quarters of the "
                            + "JVM's heap)")),
            List.of(
                    new Command.Example("jpm index heap.hprof", "so that dominators, path and leaks answer at once"),
                    new Command.Example("jpm index --ram=1g huge.hprof", "on a machine with little memory")),
            IndexCommand::run);

    /** What an index holds. */
    private record Row(String file, long objects, long reachable, long reachableBytes, long indexBytes) {}

    private static final Listing<Row> LISTING = new Listing<>(List.of(
            ListingColumn.count("objects", "OBJECTS", Row::objects),
            ListingColumn.count("reachable", "REACHABLE", Row::reachable),
            ListingColumn.bytes("reachableBytes", "BYTES", Row::reachableBytes),
            ListingColumn.bytes("indexBytes", "INDEX", Row::indexBytes),
            ListingColumn.text("index", "FILE", Row::file)));

    private IndexCommand() {}

    private static int run(Invocation invocation) {
        return HeapCommand.withGraph(HeapArgument.onlyHeap(invocation), invocation, heap -> {
            int code = LISTING.of(heap.coverage()).print(List.of(row(heap)), invocation);
            HeapNotice.print(heap.coverage(), invocation);
            return code;
        });
    }

    private static Row row(Heap heap) {
        HeapGraph graph = heap.graph();
        Path index = graph.indexPath();
        if (index == null) {
            throw new JpmException(
                    "cannot keep the index: "
                            + (graph.indexProblem().isEmpty() ? "there is no home for it" : graph.indexProblem()),
                    "set XDG_CACHE_HOME to a folder with room");
        }
        try {
            return new Row(
                    index.toString(),
                    heap.objectCount(),
                    graph.reachableCount(),
                    graph.reachableBytes(),
                    Files.size(index));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
