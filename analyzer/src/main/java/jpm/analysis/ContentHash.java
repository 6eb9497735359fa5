package jpm.analysis;

import jpm.io.BigEndian;

/** A 64-bit hash of bytes that come in pieces; where they are cut makes no difference. */
final class ContentHash {
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;
    private static final long MIXER = 0xbf58476d1ce4e5b9L;

    private long state;
    private long word;
    private int wordBytes;

    void begin(long seed) {
        state = seed;
        word = 0;
        wordBytes = 0;
    }

    void add(byte[] bytes, int from, int count) {
        int at = from;
        int end = from + count;
        while (at < end && wordBytes != 0) {
            addByte(bytes[at++]);
        }
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            addWord(BigEndian.getLong(bytes, at));
        }
        while (at < end) {
            addByte(bytes[at++]);
        }
    }

    private void addByte(byte b) {
        word = word << Byte.SIZE | b & 0xff;
        if (++wordBytes == Long.BYTES) {
            long whole = word;
            word = 0;
            wordBytes = 0;
            addWord(whole);
        }
    }

    private void addWord(long next) {
        state = Long.rotateLeft((state ^ next) * MULTIPLIER, 29) * MIXER;
    }

    /** The hash of all that was added since the beginning. */
    long end() {
        long hash = state;
        hash = (hash ^ word) * MULTIPLIER ^ wordBytes;
        hash = (hash ^ hash >>> 32) * MIXER;
        return hash ^ hash >>> 29;
    }
}
