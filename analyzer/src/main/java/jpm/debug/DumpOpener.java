package jpm.debug;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import jpm.graph.Heap;
import jpm.graph.HeapOptions;
import jpm.io.JpmException;
import jpm.io.MalformedDumpException;
import jpm.io.UnsupportedDumpException;
import jpm.store.DumpFiles;
import jpm.store.DumpMetadata;

/** Finds out what kind of dump a path is, and reads it. */
final class DumpOpener {
    private static final String NO_HEAP = "without the heap, objects are known as far as they fitted into the snapshot";

    private final DebugOptions options;

    DumpOpener(DebugOptions options) {
        this.options = options;
    }

    DeadProcess open(Path path) {
        if (!Files.exists(path)) {
            throw new JpmException("cannot open " + path + ": no such file", "jpm list shows the dumps that there are");
        }
        return Files.isDirectory(path) ? openFolder(path) : openHeap(path, heap -> factsBeside(path, heap));
    }

    private DeadProcess openFolder(Path folder) {
        boolean described = Files.exists(folder.resolve(DumpFiles.METADATA));
        Path heap = folder.resolve(DumpFiles.HEAP);
        if (!described && !Files.exists(heap)) {
            throw new JpmException(
                    "cannot open " + folder + ": it is not a dump's folder",
                    "name a dump of the store, or a heap dump (.hprof)");
        }
        if (!Files.exists(heap)) {
            requireAnything(folder);
            return new SnapshotProcess(folder, DumpFacts.ofFolder(folder, options), NO_HEAP);
        }
        return described
                ? openHeapOrRest(folder)
                : openHeap(
                        heap, opened -> DumpFacts.ofHeap(folder.toAbsolutePath().normalize(), opened, options));
    }

    private static void requireAnything(Path folder) {
        if (!Files.exists(folder.resolve(DumpFiles.SNAPSHOT))
                && DumpMetadata.read(folder).text("exception") == null) {
            throw new JpmException(
                    "cannot open " + folder + ": its dump.json is damaged, and there is nothing else",
                    "jpm list shows other dumps");
        }
    }

    /** A heap dump that is damaged, or cut off before what the agent recorded, leaves the dump's small files to be read. */
    private DeadProcess openHeapOrRest(Path folder) {
        String why;
        try {
            HeapProcess process = openHeap(folder.resolve(DumpFiles.HEAP), heap -> DumpFacts.ofFolder(folder, options));
            if (!process.exceptions().isEmpty()
                    || DumpMetadata.read(folder).list("chain").isEmpty()) {
                return process;
            }
            why = "the heap dump lacks what the agent recorded";
            process.close();
        } catch (JpmException unreadable) {
            why = unreadable.getMessage();
        }
        return new SnapshotProcess(folder, DumpFacts.ofFolder(folder, options), why + "; " + NO_HEAP);
    }

    /** A heap dump that lies in its dump's folder is opened with the folder's metadata. */
    private DumpFacts factsBeside(Path file, Heap heap) {
        Path folder = file.toAbsolutePath().normalize().resolveSibling("");
        boolean inDump = file.endsWith(DumpFiles.HEAP) && Files.exists(folder.resolve(DumpFiles.METADATA));
        return inDump ? DumpFacts.ofFolder(folder, options) : DumpFacts.ofHeap(file, heap, options);
    }

    private HeapProcess openHeap(Path file, Function<Heap, DumpFacts> facts) {
        HeapOptions heapOptions = HeapOptions.defaults()
                .withProgress(options.progress())
                .withCancellation(options.cancellation())
                .withCacheDirectory(options.indexCache());
        try {
            Heap heap = Heap.open(file, heapOptions);
            return new HeapProcess(heap, facts.apply(heap));
        } catch (MalformedDumpException | UnsupportedDumpException notHprof) {
            throw naming(file, notHprof);
        }
    }

    /** The reader of the bytes does not know what they are called. */
    private static JpmException naming(Path file, JpmException why) {
        String hint =
                why.hint().isEmpty() ? "jpm opens dumps of its store and heap dumps (.hprof, .hprof.gz)" : why.hint();
        return new JpmException("cannot open " + file + ": " + why.getMessage(), hint, why);
    }
}
