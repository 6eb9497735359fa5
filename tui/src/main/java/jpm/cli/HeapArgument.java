package jpm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jpm.io.JpmException;
import jpm.store.DumpEntry;
import jpm.store.DumpFiles;
import jpm.store.DumpQuery;

/**
 * A heap that a command line names: a heap dump's file, a dump's folder, or a match of the store's dumps, of which the newest is taken. A word
 * with a slash or the ending of a heap dump is always a path.
 */
final class HeapArgument {
    /** How a command's usage writes it. */
    static final String USAGE = "FILE|MATCH";

    private HeapArgument() {}

    /** The heap dump's file. */
    static Path heap(String word, Invocation invocation) {
        if (PathWord.isPath(word)) {
            return ofPath(PathWord.of(word));
        }
        List<DumpEntry> found = invocation.store().findUnambiguous(DumpQuery.of(List.of(word)));
        if (!found.isEmpty()) {
            return ofDump(found, invocation);
        }
        if (Files.exists(PathWord.of(word))) {
            return ofPath(PathWord.of(word));
        }
        throw new JpmException(
                "cannot open " + Plain.line(word, 200) + ": no such file, and no dump of the store fits",
                "jpm list shows the dumps that there are");
    }

    /** The only word of the command line; without one the newest dump of the store is meant. */
    static Path onlyHeap(Invocation invocation) {
        if (invocation.words().size() > 1) {
            throw new UsageException(
                    "cannot read " + invocation.words().size() + " heaps: one is expected",
                    "jpm help " + invocation.command().name());
        }
        return firstHeap(invocation);
    }

    /** The first word of the command line; without one the newest dump of the store is meant. */
    static Path firstHeap(Invocation invocation) {
        return invocation.words().isEmpty()
                ? newest(invocation)
                : heap(invocation.words().get(0), invocation);
    }

    /** The heap of the newest dump of the store. */
    static Path newest(Invocation invocation) {
        List<DumpEntry> all = invocation.store().entries();
        if (all.isEmpty()) {
            throw new UsageException(
                    "no heap is named, and the store has no dumps",
                    invocation.command().usage());
        }
        return ofDump(all.subList(all.size() - 1, all.size()), invocation);
    }

    private static Path ofPath(Path path) {
        if (!Files.isDirectory(path)) {
            return path;
        }
        Path heap = path.resolve(DumpFiles.HEAP);
        if (!Files.exists(heap)) {
            throw new JpmException("cannot open " + path + ": the folder has no " + DumpFiles.HEAP, "name a heap dump");
        }
        return heap;
    }

    private static Path ofDump(List<DumpEntry> found, Invocation invocation) {
        DumpEntry newest = found.get(found.size() - 1);
        if (found.size() > 1 && !invocation.quiet()) {
            invocation.console().message("More than one dump fits, taking the newest: " + newest.id());
        }
        if (!Files.exists(newest.heapFile())) {
            throw new JpmException(
                    "cannot open the heap of " + newest.id() + ": it has none ("
                            + newest.state().label() + ")",
                    "jpm info " + newest.id() + " tells why");
        }
        return newest.heapFile();
    }
}
