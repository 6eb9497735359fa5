package jpm.snapshot;

/** SipHash-2-4: 64 bits that nobody can tell from chance, or make by intent, who does not know the key. */
final class SipHash {
    private final long k0;
    private final long k1;

    private long v0;
    private long v1;
    private long v2;
    private long v3;

    /** @param key 16 bytes */
    SipHash(byte[] key) {
        k0 = word(key, 0);
        k1 = word(key, Long.BYTES);
    }

    /** The hash of a range of bytes. Not for several threads at a time. */
    long of(byte[] bytes, int from, int length) {
        v0 = k0 ^ 0x736f6d6570736575L;
        v1 = k1 ^ 0x646f72616e646f6dL;
        v2 = k0 ^ 0x6c7967656e657261L;
        v3 = k1 ^ 0x7465646279746573L;
        int at = from;
        for (int left = length; left >= Long.BYTES; left -= Long.BYTES) {
            take(word(bytes, at));
            at += Long.BYTES;
        }
        long last = (long) length << 56;
        for (int i = 0; at + i < from + length; i++) {
            last |= (bytes[at + i] & 0xFFL) << (8 * i);
        }
        take(last);
        v2 ^= 0xFF;
        for (int i = 0; i < 4; i++) {
            round();
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long word(byte[] bytes, int at) {
        long word = 0;
        for (int i = Long.BYTES - 1; i >= 0; i--) {
            word = word << 8 | (bytes[at + i] & 0xFF);
        }
        return word;
    }

    private void take(long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }

    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
