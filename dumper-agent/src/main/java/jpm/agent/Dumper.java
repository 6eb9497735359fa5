package jpm.agent;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import jpm.agent.start.AgentOptions;
import jpm.agent.start.AgentSetup;
import jpm.agent.start.Faults;
import jpm.agent.start.HeapPolicy;
import jpm.agent.start.Stderr;
import jpm.snapshot.PrivacyRules;
import jpm.snapshot.Redaction;
import jpm.snapshot.Snapshot;
import jpm.snapshot.SnapshotJson;
import org.jspecify.annotations.Nullable;

/**
 * Writes one dump, smallest file first, so that each file written only adds to what is there.
 *
 * <p>Only {@code dump.json} is indispensable: without it there is no dump, without any other there is a lesser one.
 */
public final class Dumper {
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final AgentSetup setup;
    private final Internals internals;
    private final Path store;
    private final HeapBudget budget;
    private final PrivacyRules rules;

    public Dumper(AgentSetup setup, Internals internals) {
        this.setup = setup;
        this.internals = internals;
        AgentOptions options = setup.options();
        this.store = StoreFolder.locate(options.store());
        this.budget = new HeapBudget(options.limits(), new StoredDumps(store), options.heap());
        this.rules = PrivacyFile.read(options.privacy());
        if (options.heap() == HeapPolicy.REDACTED) {
            RedactedHeap.removeOrphans(store);
        }
    }

    /** Whether the limits leave no room for any dump. */
    private boolean isFull() throws IOException {
        return Files.isDirectory(store) && budget.isFull(store);
    }

    /**
     * Writes the dump and tells the user in one line.
     *
     * @return the dump's folder, or null where none could be written
     */
    @Nullable
    Path tryWrite(Crash crash) {
        return tryWrite(crash, new OfCrash());
    }

    /**
     * As {@link #tryWrite(Crash)} for a caller who wants to know why there is no dump.
     *
     * @throws IOException with the reason
     */
    Path write(Crash crash) throws IOException {
        Path written = write(crash, new OfCrash());
        if (written == null) {
            throw new IOException("the dump is incomplete");
        }
        return written;
    }

    /** Makes what goes into {@code snapshot.json}. */
    public interface SnapshotSource {
        /** The snapshot of the dump of that id. */
        Snapshot snapshot(Crash crash, String id);
    }

    /** As {@link #tryWrite(Crash)}, with a snapshot of the caller's. */
    public @Nullable Path tryWrite(Crash crash, SnapshotSource source) {
        try {
            return write(crash, source);
        } catch (IOException | RuntimeException | Error e) {
            Stderr.line("no dump: " + store + ": " + reasonOf(e));
            leaveMessage(crash, "no dump: " + store + ": " + reasonOf(e));
            return null;
        }
    }

    private @Nullable Path write(Crash crash, SnapshotSource source) throws IOException {
        // What is in the heap says of one dump only what it is about.
        ONE_AT_A_TIME.lock();
        try {
            if (isFull()) {
                throw new IOException(
                        "the limit for all its dumps is reached: remove some (jpm vacuum), or raise max-use or keep-free");
            }
            DumpFolder folder = begin(crash, store);
            // Before the heap, as whoever ends the container does not wait for that; but what is short goes to the dump
            // first.
            boolean isShort = crash.reason().equals("oom");
            if (!isShort) {
                leaveMessage(crash, "dump " + folder.id() + " in " + store);
            }
            Path written = finish(folder, store, fill(folder, crash, source));
            if (isShort) {
                leaveMessage(crash, "dump " + folder.id() + " in " + store);
            }
            return written;
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private void leaveMessage(Crash crash, String whatBecameOfTheDump) {
        try {
            new TerminationMessage(setup.classes(), internals).leave(crash, whatBecameOfTheDump);
        } catch (RuntimeException | Error e) {
            Faults.swallow(e);
        }
    }

    /** Writes the dump into another store without a word, and gets all ready for a heap. */
    void rehearse(Crash crash, Path store) throws IOException {
        DumpFolder folder = begin(crash, store);
        HeapFile heap = fill(folder, crash, new OfCrash());
        ClassFiles.rehearse(folder);
        new TerminationMessage(setup.classes(), internals);
        internals.rehearse(crash);
        HeapFile.rehearse(folder.path("."), budget);
        folder.writePart("end.json", new End(heap, folder.bytesExcept("heap.hprof")));
        folder.publish();
        DumpFolder.replace(folder.published(), "occurrences", "2");
    }

    private DumpFolder begin(Crash crash, Path store) throws IOException {
        DumpFolder folder = DumpFolder.create(store, crash.epochMillis(), HostFacts.pid());
        try {
            folder.write("dump.json", new Metadata(crash, folder.id()));
            PrivateFiles.sync(folder.path("."));
        } catch (IOException | RuntimeException | Error e) {
            folder.remove();
            throw e;
        }
        return folder;
    }

    private HeapFile fill(DumpFolder folder, Crash crash, SnapshotSource source) {
        setup.runtime().mark(crash.thrown(), crash.thread(), crash.trigger(), folder.id(), leftAlone(crash));
        try {
            folder.writePart("snapshot.json", new SnapshotPart(crash, folder.id(), source));
            folder.writePart("threads.txt", new Threads(crash.thread()));
            if (crash.reason().equals(Crash.PRESSURE)) {
                folder.writePart("memory.txt", new BlackBox.Memory());
                folder.writePart("histogram.txt", new BlackBox.Histogram());
            }
            writeClasses(folder, crash);
            return crash.heapWanted() ? heap(folder, crash) : HeapFile.none();
        } finally {
            setup.runtime().unmark();
        }
    }

    private HeapFile heap(DumpFolder folder, Crash crash) {
        RedactedHeap redacted =
                setup.options().heap() == HeapPolicy.REDACTED ? new RedactedHeap(kept(crash, folder.id())) : null;
        return HeapFile.write(folder.path("."), budget, crash.isHeapWorthThePause(), redacted);
    }

    /** The agent's own data in the heap, without which no reader finds the frames' variables. */
    private List<byte[]> kept(Crash crash, String id) {
        List<byte[]> kept = setup.runtime().siteTables();
        kept.add(crash.trigger().getBytes(StandardCharsets.ISO_8859_1));
        kept.add(id.getBytes(StandardCharsets.ISO_8859_1));
        for (String text : leftAlone(crash)) {
            kept.add(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return kept;
    }

    private List<String> leftAlone(Crash crash) {
        Map<String, String> reasons = new LinkedHashMap<>();
        for (Throwable each : ExceptionChain.of(crash.thrown(), internals).shown()) {
            for (StackTraceElement frame : internals.stackTrace(each)) {
                String why = setup.classes().whyLeftAlone(frame.getClassName());
                if (why != null) {
                    reasons.put(frame.getClassName(), why);
                }
            }
        }
        List<String> pairs = new ArrayList<>();
        for (Map.Entry<String, String> reason : reasons.entrySet()) {
            pairs.add(reason.getKey());
            pairs.add(reason.getValue());
        }
        return pairs;
    }

    private void writeClasses(DumpFolder folder, Crash crash) {
        try {
            List<Throwable> chain = ExceptionChain.of(crash.thrown(), internals).shown();
            new ClassFiles(setup.instrumentation(), setup.classes()).write(chain, internals, folder);
        } catch (IOException | RuntimeException | Error e) {
            folder.lacks("classes", e);
        }
    }

    // Classes instead of lambdas: linking a lambda takes memory that a process may be out of.

    private final class Metadata implements DumpFolder.Content {
        private final Crash crash;
        private final String id;

        Metadata(Crash crash, String id) {
            this.crash = crash;
            this.id = id;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            new MetadataJson(setup, internals, rules).write(crash, id, out);
        }
    }

    private final class SnapshotPart implements DumpFolder.Content {
        private final Crash crash;
        private final String id;
        private final SnapshotSource source;

        SnapshotPart(Crash crash, String id, SnapshotSource source) {
            this.crash = crash;
            this.id = id;
            this.source = source;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            Snapshot snapshot = source.snapshot(crash, id);
            SnapshotJson.write(rules == PrivacyRules.STANDARD ? snapshot : new Redaction(rules).of(snapshot), out);
        }
    }

    private final class OfCrash implements SnapshotSource {
        @Override
        public Snapshot snapshot(Crash crash, String id) {
            return new SnapshotBuilder(internals, setup).build(crash, id);
        }
    }

    private final class Threads implements DumpFolder.Content {
        private final Thread first;

        Threads(Thread first) {
            this.first = first;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            new ThreadsText(internals).write(first, out);
        }
    }

    private static final class End implements DumpFolder.Content {
        private final HeapFile heap;
        private final long otherBytes;

        End(HeapFile heap, long otherBytes) {
            this.heap = heap;
            this.otherBytes = otherBytes;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(endJson(heap, otherBytes).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static @Nullable Path finish(DumpFolder folder, Path store, HeapFile heap) throws IOException {
        if (!Files.exists(folder.path("dump.json"))) {
            folder.remove();
            throw new IOException("somebody removed it while it was written");
        }
        folder.writePart("end.json", new End(heap, folder.bytesExcept("heap.hprof")));
        try {
            folder.publish();
        } catch (IOException e) {
            Stderr.line("dump " + folder.id() + " is incomplete: " + store + ": " + reasonOf(e));
            return null;
        }
        Stderr.line("dump " + folder.id() + " written to " + store + lack(folder, heap));
        return folder.published();
    }

    private static String lack(DumpFolder folder, HeapFile heap) {
        String parts = folder.lack();
        if (heap.error() == null) {
            return parts == null ? "" : " (" + parts + ")";
        }
        return " (no heap: " + heap.error() + (parts == null ? "" : "; " + parts) + ")";
    }

    private static String endJson(HeapFile heap, long otherBytes) {
        return "{\"heapBytes\":" + heap.bytes() + ",\"heapMillis\":" + heap.millis() + ",\"heapError\":"
                + quoted(heap.error()) + ",\"otherBytes\":" + otherBytes + "}\n";
    }

    private static String quoted(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else {
                quoted.append(c < ' ' ? ' ' : c);
            }
        }
        return quoted.append('"').toString();
    }

    private static String reasonOf(Throwable e) {
        String what = e.getClass().getSimpleName();
        String message = e.getMessage();
        return message == null ? what : what + ": " + message;
    }
}
