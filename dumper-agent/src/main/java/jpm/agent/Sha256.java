package jpm.agent;

/**
 * SHA-256 (FIPS 180-4) of short texts.
 *
 * <p>The platform's own goes through security providers, which may be the program's, and loads a hundred classes in a process that
 * is out of memory.
 */
public final class Sha256 {
    private static final int BLOCK_BYTES = 64;
    private static final int[] ROUND = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
    };

    private final int[] state = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
    };
    private final int[] schedule = new int[BLOCK_BYTES];

    private Sha256() {}

    /** The first 8 bytes of the digest, big-endian. */
    public static long first8Bytes(byte[] message) {
        Sha256 digest = new Sha256();
        byte[] padded = padded(message);
        for (int block = 0; block < padded.length; block += BLOCK_BYTES) {
            digest.compress(padded, block);
        }
        return ((long) digest.state[0] << Integer.SIZE) | (digest.state[1] & 0xffffffffL);
    }

    private static byte[] padded(byte[] message) {
        int blocks = (message.length + Long.BYTES) / BLOCK_BYTES + 1;
        byte[] padded = new byte[blocks * BLOCK_BYTES];
        System.arraycopy(message, 0, padded, 0, message.length);
        padded[message.length] = (byte) 0x80;
        long bits = (long) message.length * Byte.SIZE;
        for (int i = 0; i < Long.BYTES; i++) {
            padded[padded.length - 1 - i] = (byte) (bits >>> (i * Byte.SIZE));
        }
        return padded;
    }

    private void compress(byte[] bytes, int offset) {
        expand(bytes, offset);
        int[] s = state.clone();
        for (int i = 0; i < BLOCK_BYTES; i++) {
            int choice = (s[4] & s[5]) ^ (~s[4] & s[6]);
            int majority = (s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]);
            int sum1 = rotated(s[4], 6) ^ rotated(s[4], 11) ^ rotated(s[4], 25);
            int sum0 = rotated(s[0], 2) ^ rotated(s[0], 13) ^ rotated(s[0], 22);
            int first = s[7] + sum1 + choice + ROUND[i] + schedule[i];
            System.arraycopy(s, 0, s, 1, 7);
            s[4] += first;
            s[0] = first + sum0 + majority;
        }
        for (int i = 0; i < s.length; i++) {
            state[i] += s[i];
        }
    }

    private void expand(byte[] bytes, int offset) {
        for (int i = 0; i < 16; i++) {
            int at = offset + i * Integer.BYTES;
            schedule[i] = (bytes[at] << 24)
                    | ((bytes[at + 1] & 0xff) << 16)
                    | ((bytes[at + 2] & 0xff) << 8)
                    | (bytes[at + 3] & 0xff);
        }
        for (int i = 16; i < BLOCK_BYTES; i++) {
            int a = schedule[i - 15];
            int b = schedule[i - 2];
            int sigma0 = rotated(a, 7) ^ rotated(a, 18) ^ (a >>> 3);
            int sigma1 = rotated(b, 17) ^ rotated(b, 19) ^ (b >>> 10);
            schedule[i] = schedule[i - 16] + sigma0 + schedule[i - 7] + sigma1;
        }
    }

    private static int rotated(int word, int bits) {
        return Integer.rotateRight(word, bits);
    }
}
