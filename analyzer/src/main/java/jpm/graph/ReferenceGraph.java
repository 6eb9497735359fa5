package jpm.graph;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who refers to whom, as dense indexes: every object's references in a list of its own, all lists in chunks of one virtual array. A list ends
 * with an entry whose highest bit is set.
 *
 * <p>Filled by several threads at once, each through an {@link Appender}; complete once they are done.
 */
final class ReferenceGraph {
    static final int NO_REFERENCES = -1;

    private static final int CHUNK_SHIFT = 18;
    private static final int CHUNK_ENTRIES = 1 << CHUNK_SHIFT;
    private static final int CHUNK_MASK = CHUNK_ENTRIES - 1;
    private static final int MAX_CHUNKS = 1 << (Integer.SIZE - 1 - CHUNK_SHIFT);
    private static final int LAST = Integer.MIN_VALUE;

    private final @Nullable int[][] chunks = new int[MAX_CHUNKS][];
    private final AtomicInteger nextChunk = new AtomicInteger();
    private final int[] starts;

    ReferenceGraph(int objects) {
        starts = new int[objects];
        Arrays.fill(starts, NO_REFERENCES);
    }

    int objects() {
        return starts.length;
    }

    /** The position of an object's first reference, or {@link #NO_REFERENCES}. */
    int first(int object) {
        return starts[object];
    }

    /** The position behind {@code position} in the same list, or {@link #NO_REFERENCES}. */
    int next(int position) {
        return entry(position) < 0 ? NO_REFERENCES : position + 1;
    }

    /** The object referred to. */
    int target(int position) {
        return entry(position) & ~LAST;
    }

    @SuppressWarnings("NullAway") // Positions only ever point into filled chunks.
    int entry(int position) {
        return chunks[position >>> CHUNK_SHIFT][position & CHUNK_MASK];
    }

    @SuppressWarnings("NullAway") // Positions only ever point into filled chunks.
    void replace(int position, int entry) {
        chunks[position >>> CHUNK_SHIFT][position & CHUNK_MASK] = entry;
    }

    /** Adds a reference that no record of the dump holds. Not to be called while appenders work. */
    void addReference(int from, int to, Appender appender) {
        int[] targets = new int[8];
        int count = 0;
        for (int at = first(from); at >= 0; at = next(at)) {
            if (count == targets.length) {
                targets = Arrays.copyOf(targets, count * 2);
            }
            targets[count++] = target(at);
        }
        appender.begin(from, count + 1);
        for (int i = 0; i < count; i++) {
            appender.add(targets[i]);
        }
        appender.add(to);
        appender.end();
    }

    Appender appender() {
        return new Appender();
    }

    /** Writes lists, one at a time; one thread's. */
    final class Appender {
        private int at;
        private int limit;
        private int object;
        private int begin;
        private int last = -1;

        /** Begins the list of an object that has at most {@code maxReferences} references. */
        void begin(int from, long maxReferences) {
            if (maxReferences > limit - at) {
                reserve(maxReferences);
            }
            object = from;
            begin = at;
            last = -1;
        }

        private void reserve(long entries) {
            int count = (int) ((entries + CHUNK_ENTRIES - 1) >>> CHUNK_SHIFT);
            int first = nextChunk.getAndAdd(count);
            if (first + count > MAX_CHUNKS || first < 0) {
                throw new LimitExceededException("the dump has more than " + Integer.MAX_VALUE + " references");
            }
            for (int i = first; i < first + count; i++) {
                chunks[i] = new int[CHUNK_ENTRIES];
            }
            at = first << CHUNK_SHIFT;
            limit = at + (int) (entries <= CHUNK_ENTRIES ? CHUNK_ENTRIES : (long) count << CHUNK_SHIFT);
        }

        /** Adds a reference; the same one twice in a row counts once. */
        @SuppressWarnings("NullAway") // Positions only ever point into filled chunks.
        void add(int to) {
            if (to != last) {
                chunks[at >>> CHUNK_SHIFT][at & CHUNK_MASK] = to;
                at++;
                last = to;
            }
        }

        @SuppressWarnings("NullAway") // Positions only ever point into filled chunks.
        void end() {
            if (at > begin) {
                chunks[at - 1 >>> CHUNK_SHIFT][at - 1 & CHUNK_MASK] |= LAST;
                starts[object] = begin;
            }
        }
    }
}
