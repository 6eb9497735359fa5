package jpm.analysis;

import java.util.Arrays;

/** How often each content occurs, in columns of primitives: 36 bytes for each different content, and half of that free. */
final class ContentTable {
    private static final int FIRST_SIZE = 1 << 12;

    private long[] hashes = new long[FIRST_SIZE];
    private long[] examplesAt = new long[FIRST_SIZE];
    private long[] lengths = new long[FIRST_SIZE];
    private int[] arrays = new int[FIRST_SIZE];
    private long[] strings = new long[FIRST_SIZE];
    private int count;

    /** How many different contents there are. */
    int count() {
        return count;
    }

    /**
     * Adds arrays of one content.
     *
     * @param exampleAt where in the dump one of them is
     * @param moreStrings how many strings they back
     */
    void add(long hash, long exampleAt, long length, int moreArrays, long moreStrings) {
        if (2 * count >= hashes.length) {
            grow();
        }
        int slot = slot(hash);
        if (arrays[slot] == 0) {
            hashes[slot] = hash;
            examplesAt[slot] = exampleAt;
            lengths[slot] = length;
            count++;
        }
        arrays[slot] += moreArrays;
        strings[slot] += moreStrings;
    }

    private int slot(long hash) {
        int mask = hashes.length - 1;
        int slot = (int) (hash >>> 17) & mask;
        while (arrays[slot] != 0 && hashes[slot] != hash) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        ContentTable old = new ContentTable();
        old.take(this);
        int size = 2 * hashes.length;
        hashes = new long[size];
        examplesAt = new long[size];
        lengths = new long[size];
        arrays = new int[size];
        strings = new long[size];
        count = 0;
        addAll(old);
    }

    private void take(ContentTable other) {
        hashes = other.hashes;
        examplesAt = other.examplesAt;
        lengths = other.lengths;
        arrays = other.arrays;
        strings = other.strings;
        count = other.count;
    }

    void addAll(ContentTable other) {
        other.forEach((hash, exampleAt, length, moreArrays, moreStrings) ->
                add(hash, exampleAt, length, moreArrays, moreStrings));
    }

    /** Receives one content. */
    @FunctionalInterface
    interface Visitor {
        void content(long hash, long exampleAt, long length, int arrays, long strings);
    }

    void forEach(Visitor visitor) {
        for (int slot = 0; slot < hashes.length; slot++) {
            if (arrays[slot] != 0) {
                visitor.content(hashes[slot], examplesAt[slot], lengths[slot], arrays[slot], strings[slot]);
            }
        }
    }

    /** A growing list of longs. */
    static final class Longs {
        private long[] values = new long[1 << 10];
        private int size;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, size * 2);
            }
            values[size++] = value;
        }

        /** All values of some lists, sorted. */
        static long[] sorted(Iterable<Longs> lists) {
            int total = 0;
            for (Longs list : lists) {
                total = Math.addExact(total, list.size);
            }
            long[] all = new long[total];
            int at = 0;
            for (Longs list : lists) {
                System.arraycopy(list.values, 0, all, at, list.size);
                at += list.size;
            }
            Arrays.parallelSort(all);
            return all;
        }
    }
}
