package jpm.fuzz;

import java.util.Random;

/** What decides how a dump is mutated: a seed, or bytes that a fuzzer chose. */
interface Choices {
    /** The next number from 0 up to, but without, {@code bound}. */
    int below(int bound);

    static Choices ofSeed(long seed) {
        Random random = new Random(seed);
        return random::nextInt;
    }

    /** Reads the bytes from their beginning; behind their end every choice is 0. */
    static Choices ofBytes(byte[] bytes) {
        int[] at = new int[1];
        return bound -> {
            long number = 0;
            for (int range = bound - 1; range > 0; range >>>= Byte.SIZE) {
                number = number << Byte.SIZE | (at[0] < bytes.length ? bytes[at[0]++] & 0xff : 0);
            }
            return (int) (number % bound);
        };
    }
}
