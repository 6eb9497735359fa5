package jpm.graph;

import java.util.function.LongConsumer;

/** Counts and bytes by class address: an open-addressed table for one thread. */
public final class ClassTally {
    private static final int INITIAL_SLOTS = 1 << 10;
    private static final long HASH = 0x9E37_79B9_7F4A_7C15L;

    private long[] ids = new long[INITIAL_SLOTS];
    private long[] counts = new long[INITIAL_SLOTS];
    private long[] bytes = new long[INITIAL_SLOTS];
    private int used;
    private long lastId;
    private int lastSlot = -1;

    /** Counts one object of the class at {@code classId} (not 0). */
    public void add(long classId, long objectBytes) {
        int slot = classId == lastId && lastSlot >= 0 ? lastSlot : slot(classId);
        counts[slot]++;
        bytes[slot] += objectBytes;
    }

    /** Adds all of another tally. */
    public void addAll(ClassTally other) {
        other.forEach(id -> {
            int from = other.slot(id);
            int to = slot(id);
            counts[to] += other.counts[from];
            bytes[to] += other.bytes[from];
        });
    }

    public void forEach(LongConsumer classId) {
        for (int i = 0; i < ids.length; i++) {
            if (counts[i] != 0) {
                classId.accept(ids[i]);
            }
        }
    }

    public long count(long classId) {
        return counts[slot(classId)];
    }

    public long bytes(long classId) {
        return bytes[slot(classId)];
    }

    private int slot(long id) {
        int mask = ids.length - 1;
        int slot = (int) (id * HASH >>> Integer.SIZE) & mask;
        while (ids[slot] != id && ids[slot] != 0) {
            slot = slot + 1 & mask;
        }
        if (ids[slot] == 0) {
            ids[slot] = id;
            if (++used * 2 > ids.length) {
                grow();
                return slot(id);
            }
        }
        lastId = id;
        lastSlot = slot;
        return slot;
    }

    private void grow() {
        long[] oldIds = ids;
        long[] oldCounts = counts;
        long[] oldBytes = bytes;
        ids = new long[oldIds.length * 2];
        counts = new long[ids.length];
        bytes = new long[ids.length];
        used = 0;
        for (int i = 0; i < oldIds.length; i++) {
            if (oldIds[i] != 0) {
                int slot = slot(oldIds[i]);
                counts[slot] = oldCounts[i];
                bytes[slot] = oldBytes[i];
            }
        }
    }
}
