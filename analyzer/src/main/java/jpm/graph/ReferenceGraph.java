package jpm.graph;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import jpm.index.GrowingInts;
import jpm.index.Ints;
import jpm.index.Scratch;

/**
 * Who refers to whom, as dense indexes: every object's references in a list of its own, all lists in one virtual array that grows. A list ends
 * with an entry whose highest bit is set.
 *
 * <p>Filled by several threads at once, each through an {@link Appender}; complete once they are done.
 */
final class ReferenceGraph {
    /** No list begins there. */
    static final int NO_REFERENCES = 0;

    private static final int CHUNK_SHIFT = 18;
    private static final int CHUNK_ENTRIES = 1 << CHUNK_SHIFT;
    private static final int MAX_CHUNKS = 1 << (Integer.SIZE - 1 - CHUNK_SHIFT);
    /** Little at a time, as threads wait for each other where they need more. */
    private static final int GROWTH_SHIFT = 22;

    private static final int LAST = Integer.MIN_VALUE;

    private final GrowingInts entries;
    private final AtomicInteger nextChunk = new AtomicInteger();
    private final Queue<Appender> appenders = new ConcurrentLinkedQueue<>();
    private final Ints starts;

    /** @param starts by object index, zeros */
    ReferenceGraph(Ints starts, Scratch scratch) {
        this.starts = starts;
        entries = scratch.growing(GROWTH_SHIFT);
    }

    /** The position of an object's first reference, or {@link #NO_REFERENCES}. */
    int first(int object) {
        return starts.get(object);
    }

    /** The position behind {@code position} in the same list, or {@link #NO_REFERENCES}. */
    int next(int position) {
        return entry(position) < 0 ? NO_REFERENCES : position + 1;
    }

    /** The object referred to. */
    int target(int position) {
        return entry(position) & ~LAST;
    }

    int entry(int position) {
        return entries.get(position);
    }

    void giveBack(Scratch scratch) {
        scratch.giveBack(starts);
        scratch.giveBack(entries);
    }

    /** Adds a reference that no record of the dump holds. Not to be called while appenders work. */
    void addReference(int from, int to, Appender appender) {
        int[] targets = new int[8];
        int count = 0;
        for (int at = first(from); at != NO_REFERENCES; at = next(at)) {
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
        Appender added = new Appender();
        appenders.add(added);
        return added;
    }

    /** How many references there are, but for a few that were replaced. */
    long size() {
        return appenders.stream().mapToLong(appender -> appender.added).sum();
    }

    /** Writes lists, one at a time; one thread's. */
    final class Appender {
        private int at;
        private int limit;
        private int object;
        private int begin;
        private int last = -1;
        private long added;

        /** Begins the list of an object that has at most {@code maxReferences} references. */
        void begin(int from, long maxReferences) {
            if (maxReferences > limit - at) {
                reserve(maxReferences);
            }
            object = from;
            begin = at;
            last = -1;
        }

        private void reserve(long count) {
            int chunks = (int) ((count + CHUNK_ENTRIES) >>> CHUNK_SHIFT);
            int first = nextChunk.getAndAdd(chunks);
            if (first + chunks >= MAX_CHUNKS || first < 0) {
                throw new LimitExceededException("the dump has more than " + Integer.MAX_VALUE + " references");
            }
            at = first == 0 ? NO_REFERENCES + 1 : first << CHUNK_SHIFT;
            limit = first + chunks << CHUNK_SHIFT;
            entries.grow(limit);
        }

        /** Adds a reference; the same one twice in a row counts once. */
        void add(int to) {
            if (to != last) {
                entries.set(at++, to);
                last = to;
            }
        }

        void end() {
            if (at > begin) {
                entries.set(at - 1, entries.get(at - 1) | LAST);
                starts.set(object, begin);
                added += at - begin;
            }
        }
    }
}
