package jpm.verdict;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jpm.debug.DebugOptions;
import jpm.debug.DebugSession;
import jpm.debug.ThrownException;
import jpm.graph.Heap;
import jpm.graph.HeapThread;
import jpm.store.DumpFiles;
import jpm.store.DumpMetadata;
import jpm.verdict.Verdict.Kind;
import org.jspecify.annotations.Nullable;

/** Finds out why a program died. */
public final class Diagnosis {
    private static final String OUT_OF_MEMORY = "java.lang.OutOfMemoryError";

    private final DebugSession session;
    private final Path folder;
    private final DumpMetadata metadata;

    private Diagnosis(DebugSession session, Path folder, DumpMetadata metadata) {
        this.session = session;
        this.folder = folder;
        this.metadata = metadata;
    }

    /**
     * The verdict over a dump's folder or a heap dump. It takes as long as opening the dump, and where memory gave out as long as computing the
     * dominators of its heap.
     *
     * @throws jpm.io.JpmException when it is neither or cannot be read
     */
    public static Verdict of(Path dumpFolderOrHprof, DebugOptions options) {
        try (DebugSession session = DebugSession.open(dumpFolderOrHprof, options)) {
            Path folder = folder(dumpFolderOrHprof);
            return new Diagnosis(session, folder, DumpMetadata.read(folder)).verdict();
        }
    }

    private static Path folder(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        boolean isHeapOfDump = !Files.isDirectory(path) && path.endsWith(DumpFiles.HEAP);
        return isHeapOfDump ? absolute.resolveSibling("") : absolute;
    }

    private Verdict verdict() {
        if (metadata.value("crash") != null) {
            return new CrashVerdict(session, metadata).verdict();
        }
        if ("breakpoint".equals(metadata.text("reason"))) {
            return ofBreakpoint(metadata.text("message"));
        }
        if ("captured".equals(metadata.text("reason"))) {
            return ofCapture();
        }
        if ("pressure".equals(metadata.text("reason"))) {
            return new PressureVerdict(folder, metadata).verdict();
        }
        if ("hang".equals(metadata.text("reason"))) {
            return new HangVerdict(session, metadata).verdict();
        }
        List<ThrownException> chain = session.exceptions();
        if (chain.isEmpty()) {
            return ofHeapOnly();
        }
        for (int i = chain.size() - 1; i >= 0; i--) {
            if (chain.get(i).className().equals(OUT_OF_MEMORY)) {
                return new MemoryVerdict(session, metadata, i).verdict();
            }
        }
        ThrownException cause = chain.get(chain.size() - 1);
        return cause.className().equals("java.lang.StackOverflowError")
                ? new StackVerdict(cause).verdict()
                : new ExceptionVerdict(session).verdict();
    }

    private static Verdict ofBreakpoint(@Nullable String place) {
        return new Verdict(
                Kind.NONE,
                "Nothing failed: a breakpoint was hit at " + place + ".",
                List.of(),
                List.of("See the variables of the frames: jpm open, then bt full."));
    }

    private static Verdict ofCapture() {
        return new Verdict(
                Kind.NONE,
                "Nothing failed: the program was dumped as it ran.",
                List.of(),
                List.of("See what all threads do: jpm open, then thread apply all bt."));
    }

    private Verdict ofHeapOnly() {
        Heap heap = session.heap();
        if (heap == null) {
            return new Verdict(
                    Kind.NONE, "The dump tells of no failure.", List.of(), List.of("jpm info shows what it has."));
        }
        HeapThread allocating = heap.threads().stream()
                .filter(HeapThread::isOutOfMemory)
                .findFirst()
                .orElse(null);
        return allocating == null ? ofHealthyHeap(heap) : HeapDumpVerdict.of(session, heap, allocating);
    }

    private Verdict ofHealthyHeap(Heap heap) {
        HeapContents contents = new HeapContents(session, heap);
        String holder = contents.mainHolder();
        return new Verdict(
                Kind.NONE,
                "The heap dump tells of no failure." + (holder == null ? "" : " " + Sentences.capital(holder) + "."),
                contents.evidence(),
                List.of("See what fills it: jpm leaks, jpm dominators."));
    }
}
