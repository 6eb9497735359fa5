package jpm.hprof;

import java.util.Arrays;

/** The dump's strings (names of classes, fields, methods), kept packed and decoded when asked for. */
public final class SymbolTable {
    private static final int INITIAL_SLOTS = 1 << 12;

    private byte[] bytes = new byte[1 << 16];
    private int used;
    /** Triples of an open-addressed table: id, start, length; start is one too high so that 0 is free. */
    private long[] slots = new long[INITIAL_SLOTS * 2];

    private int count;

    void add(long id, byte[] from, int at, int length) {
        if (used + (long) length > Integer.MAX_VALUE - 16) {
            return;
        }
        if (used + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int)
                    Math.min(Integer.MAX_VALUE - 16L, Math.max(bytes.length * 2L, used + (long) length)));
        }
        System.arraycopy(from, at, bytes, used, length);
        put(id, (long) (used + 1) << Integer.SIZE | length);
        used += length;
    }

    private void put(long id, long place) {
        if ((count + 1) * 3L > slots.length) {
            grow();
        }
        int slot = slot(slots, id);
        if (slots[slot + 1] == 0) {
            count++;
        }
        slots[slot] = id;
        slots[slot + 1] = place;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        for (int i = 0; i < old.length; i += 2) {
            if (old[i + 1] != 0) {
                int slot = slot(slots, old[i]);
                slots[slot] = old[i];
                slots[slot + 1] = old[i + 1];
            }
        }
    }

    private static int slot(long[] table, long id) {
        int mask = table.length / 2 - 1;
        int slot = (int) ((id * 0x9E37_79B9_7F4A_7C15L) >>> Integer.SIZE) & mask;
        while (table[2 * slot + 1] != 0 && table[2 * slot] != id) {
            slot = slot + 1 & mask;
        }
        return 2 * slot;
    }

    /** How many strings there are. */
    public int size() {
        return count;
    }

    /** The string of that id; {@code ?} and the id in hexadecimal digits where the dump has none. */
    public String text(long id) {
        long place = slots[slot(slots, id) + 1];
        return place == 0
                ? "?" + Long.toHexString(id)
                : ModifiedUtf8.decode(bytes, (int) (place >>> Integer.SIZE) - 1, (int) place);
    }

    /** Whether the dump has a string of that id. */
    public boolean contains(long id) {
        return slots[slot(slots, id) + 1] != 0;
    }
}
