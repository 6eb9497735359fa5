package jpm.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import jpm.agent.start.Faults;
import jpm.agent.start.HeapPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What happened in this process so far, per signature, and therefore what is due for the next occurrence.
 *
 * <p>Thread-safe. A storm of equal failures costs a few dumps and then one small file that is counted up at most once a second.
 */
final class SignatureHistory {
    private static final int MAX_SIGNATURES = 1000;
    private static final int MAX_LESSER_DUMPS = 3;
    private static final long COUNT_INTERVAL_NANOS = 1_000_000_000L;

    private final HeapPolicy policy;
    private final int maxDumps;
    private final Map<String, Entry> entries = new HashMap<>();
    private int dumps;

    SignatureHistory(HeapPolicy policy, int maxDumps) {
        this.policy = policy;
        this.maxDumps = maxDumps;
    }

    /**
     * What is to be done about an occurrence.
     *
     * @param dump whether a dump is due, else the occurrence is only counted
     * @param heap whether with a heap
     * @param why why with or without one, for {@code dump.json}
     */
    record Decision(boolean dump, boolean heap, String why) {}

    private static final class Entry {
        private int occurrences;
        private int lesserDumps;
        private boolean hasHeap;
        private boolean hasHeapOfDeath;
        private @Nullable Path latest;
        private int written = 1;
        private long writtenNanos;
    }

    /** Counts an occurrence and decides; {@code died} when a thread died of it, which outweighs one that was swallowed. */
    synchronized Decision decide(String signature, boolean died) {
        Entry entry = entries.get(signature);
        if (entry == null) {
            if (entries.size() >= MAX_SIGNATURES) {
                return new Decision(false, false, "");
            }
            entry = new Entry();
            entries.put(signature, entry);
        }
        entry.occurrences++;
        Decision decision = dumps >= maxDumps ? new Decision(false, false, "") : decide(entry, died);
        dumps += decision.dump() ? 1 : 0;
        return decision;
    }

    private Decision decide(Entry entry, boolean died) {
        if (policy == HeapPolicy.ALWAYS) {
            return new Decision(true, true, "always asked for");
        }
        boolean first = died ? !entry.hasHeapOfDeath : !entry.hasHeap;
        if (policy == HeapPolicy.FIRST && first) {
            entry.hasHeap = true;
            entry.hasHeapOfDeath |= died;
            return new Decision(true, true, "first of this signature");
        }
        boolean dump = entry.lesserDumps++ < MAX_LESSER_DUMPS;
        String why = policy == HeapPolicy.NEVER ? "never asked for" : "not the first of this signature";
        return new Decision(dump, false, why);
    }

    /** Tells of a dump that was written; the signature's occurrences are counted there from now on. */
    synchronized void written(String signature, Path dump) {
        Entry entry = entries.get(signature);
        if (entry != null) {
            entry.latest = dump;
            entry.written = 1;
            writeCount(entry);
        }
    }

    /** Brings the count of a signature to the disk, where the last time is a second ago. */
    synchronized void count(String signature) {
        Entry entry = entries.get(signature);
        if (entry != null && System.nanoTime() - entry.writtenNanos >= COUNT_INTERVAL_NANOS) {
            writeCount(entry);
        }
    }

    /** Brings all counts to the disk. */
    synchronized void flush() {
        for (Entry entry : entries.values()) {
            writeCount(entry);
        }
    }

    private static void writeCount(Entry entry) {
        if (entry.latest == null || entry.written == entry.occurrences) {
            return;
        }
        try {
            DumpFolder.replace(entry.latest, "occurrences", Integer.toString(entry.occurrences));
        } catch (IOException | RuntimeException e) {
            // The dump may have been removed meanwhile; then nobody wants the count.
            Faults.swallow(e);
        }
        entry.written = entry.occurrences;
        entry.writtenNanos = System.nanoTime();
    }
}
