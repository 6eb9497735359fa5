package jpm.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
    /** With at least so many dumps allowed, half of them are left to failures that were not seen before. */
    private static final int LEAST_SHARED = 20;

    private static final long FIRST_WAIT_NANOS = 60_000_000_000L;
    private static final long LONGEST_WAIT_NANOS = 24 * 60 * FIRST_WAIT_NANOS;
    /** So many heaps of one failure are written without waiting: who repairs a program lets it fail a few times. */
    private static final int FREE_HEAPS = 3;

    private static final long FIRST_HEAP_WAIT_MILLIS = 10 * 60_000L;
    private static final int MAX_DOUBLINGS = 10;

    private final HeapPolicy policy;
    private final int maxDumps;
    private final Store store;
    private final Map<String, Entry> entries = new HashMap<>();
    private int dumps;
    private long untoldOccurrences;
    private @Nullable Path newest;
    private String told = "";
    /** Held while counts are written, so that no older one follows a newer one. */
    private final Object writing = new Object();

    /** What other processes have left. */
    interface Store {
        /** What there is of a failure. */
        Known known(String signature);
    }

    /**
     * The heaps of one failure.
     *
     * @param heaps how many there are
     * @param newestMillis when the last was written
     */
    record Known(int heaps, long newestMillis) {
        static final Known NOTHING = new Known(0, 0);
    }

    SignatureHistory(HeapPolicy policy, int maxDumps, Store store) {
        this.policy = policy;
        this.maxDumps = maxDumps;
        this.store = store;
    }

    /**
     * What is to be done about an occurrence.
     *
     * @param dump whether a dump is due, else the occurrence is only counted
     * @param heap whether with a heap
     * @param first whether it is the first of its signature in this process
     * @param why why with or without a heap, for {@code dump.json}
     */
    record Decision(boolean dump, boolean heap, boolean first, String why) {
        private static final Decision NOTHING = new Decision(false, false, false, "");
    }

    private static final class Entry {
        private int occurrences;
        private int lesserDumps;
        private boolean hasHeap;
        private boolean hasHeapOfDeath;
        private @Nullable Path latest;
        private int inherited;
        private int written = 1;
        private long waitNanos = FIRST_WAIT_NANOS;
        private long nextNanos;
    }

    /** Counts an occurrence and decides; {@code died} when a thread died of it, which outweighs one that was swallowed. */
    synchronized Decision decide(String signature, boolean died) {
        Entry entry = entries.get(signature);
        if (entry == null) {
            if (entries.size() >= MAX_SIGNATURES) {
                untoldOccurrences++;
                return Decision.NOTHING;
            }
            entry = new Entry();
            entries.put(signature, entry);
        }
        entry.occurrences++;
        Decision decision = dumps >= maxDumps ? Decision.NOTHING : decide(signature, entry, died);
        dumps += decision.dump() ? 1 : 0;
        return decision;
    }

    /** As {@link #decide(String, boolean)}, for an occurrence of which the user wants a dump. */
    synchronized Decision decideWanted(String signature) {
        Decision decision = decide(signature, false);
        if (decision.dump() || dumps >= maxDumps || !entries.containsKey(signature)) {
            return decision;
        }
        dumps++;
        return new Decision(true, false, false, "not the first of this signature");
    }

    private Decision decide(String signature, Entry entry, boolean died) {
        boolean first = entry.occurrences == 1;
        if (policy == HeapPolicy.ALWAYS) {
            return new Decision(true, true, first, "always asked for");
        }
        boolean due = died ? !entry.hasHeapOfDeath : !entry.hasHeap;
        if (policy == HeapPolicy.NEVER || !due) {
            String why = policy == HeapPolicy.NEVER ? "never asked for" : "not the first of this signature";
            return new Decision(first || isLesserDue(entry), false, first, why);
        }
        entry.hasHeap = true;
        entry.hasHeapOfDeath |= died;
        Known known = first ? store.known(signature) : Known.NOTHING;
        return isHeapDue(known)
                ? new Decision(true, true, first, "first of this signature")
                : new Decision(
                        true,
                        false,
                        first,
                        "the store has " + known.heaps() + " of this signature, the last written lately");
    }

    /** In a crash loop, each heap of a failure after the first few has to wait twice as long as the one before. */
    private static boolean isHeapDue(Known known) {
        long wait = FIRST_HEAP_WAIT_MILLIS << Math.min(MAX_DOUBLINGS, Math.max(0, known.heaps() - FREE_HEAPS));
        long age = System.currentTimeMillis() - known.newestMillis();
        // A clock that was put back makes files of the future.
        return known.heaps() < FREE_HEAPS || age >= wait || age < -wait;
    }

    private boolean isLesserDue(Entry entry) {
        if (maxDumps >= LEAST_SHARED && dumps >= maxDumps / 2) {
            return false;
        }
        long now = System.nanoTime();
        if (entry.lesserDumps++ < MAX_LESSER_DUMPS) {
            entry.nextNanos = now + entry.waitNanos;
            return true;
        }
        if (now - entry.nextNanos < 0) {
            return false;
        }
        entry.waitNanos = Math.min(2 * entry.waitNanos, LONGEST_WAIT_NANOS);
        entry.nextNanos = now + entry.waitNanos;
        return true;
    }

    /** Tells of a dump that was decided for and could not be written in time. */
    synchronized void passedOver(String signature) {
        Entry entry = entries.get(signature);
        dumps--;
        if (entry != null && entry.lesserDumps > 0) {
            entry.lesserDumps--;
        }
    }

    /**
     * Tells of a dump that was written; the signature's occurrences are counted there from now on.
     *
     * @param inherited how many occurrences stood in dumps that went for this one
     */
    void written(String signature, Path dump, int inherited) {
        synchronized (writing) {
            for (Count each : noted(signature, dump, inherited)) {
                each.write();
            }
        }
    }

    private synchronized List<Count> noted(String signature, Path dump, int inherited) {
        newest = dump;
        List<Count> counts = new ArrayList<>();
        Entry entry = entries.get(signature);
        if (entry != null) {
            entry.latest = dump;
            entry.inherited += inherited;
            entry.written = 1;
            add(entry, counts);
        }
        return counts;
    }

    /** Brings all counts to the disk; failing threads do not wait for that. */
    void flush() {
        synchronized (writing) {
            for (Count each : unwritten()) {
                each.write();
            }
        }
    }

    /** A number that belongs into a file of a dump. */
    private record Count(Path dump, String file, String text) {
        void write() {
            try {
                DumpFolder.replace(dump, file, text);
            } catch (IOException | RuntimeException e) {
                // The dump may have been removed meanwhile; then nobody wants the count.
                Faults.swallow(e);
            }
        }
    }

    private synchronized List<Count> unwritten() {
        List<Count> counts = new ArrayList<>();
        int untoldSignatures = 0;
        long untold = untoldOccurrences;
        for (Entry entry : entries.values()) {
            if (entry.latest == null) {
                untoldSignatures++;
                untold += entry.occurrences;
            } else {
                add(entry, counts);
            }
        }
        String text = untoldSignatures + " " + untold;
        if (newest != null && untold > 0 && !text.equals(told)) {
            counts.add(new Count(newest, "not-kept", text));
            told = text;
        }
        return counts;
    }

    private static void add(Entry entry, List<Count> counts) {
        Path dump = entry.latest;
        int count = entry.occurrences + entry.inherited;
        if (dump != null && entry.written != count) {
            counts.add(new Count(dump, "occurrences", Integer.toString(count)));
            entry.written = count;
        }
    }
}
