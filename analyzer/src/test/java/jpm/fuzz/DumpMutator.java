package jpm.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jpm.testdata.HprofBuilder;

/**
 * Damages a valid dump with knowledge of its structure: single bytes and numbers, whole records left out, doubled, moved or taken from another
 * dump, lengths that lie, addresses that name the wrong object, ends cut off, and packing that is damaged itself.
 */
final class DumpMutator {
    private static final int MAX_MUTATIONS = 6;
    private static final int[] NUMBERS = {
        0, 1, -1, 2, 7, 255, 256, 65_535, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 30, 1 << 28, -9, 0x1c, 0x2c
    };
    private static final int TOP_HEADER_BYTES = 9;

    private final Choices choices;
    private final List<byte[]> seeds;

    DumpMutator(Choices choices, List<byte[]> seeds) {
        this.choices = choices;
        this.seeds = seeds;
    }

    byte[] mutated() {
        byte[] dump = seeds.get(choices.below(seeds.size()));
        for (int left = 1 + choices.below(MAX_MUTATIONS); left > 0 && dump.length > 0; left--) {
            dump = step(dump);
        }
        return choices.below(8) == 0 ? packed(dump) : dump;
    }

    private byte[] step(byte[] dump) {
        return switch (choices.below(10)) {
            case 0 -> flipped(dump);
            case 1, 2 -> withNumber(dump);
            case 3 -> withLyingLength(dump);
            case 4 -> withRecords(dump);
            case 5 -> Arrays.copyOf(dump, choices.below(dump.length));
            case 6 -> withGarbage(dump);
            default -> withWrongId(dump);
        };
    }

    private byte[] flipped(byte[] dump) {
        byte[] bytes = dump.clone();
        bytes[choices.below(bytes.length)] = (byte) choices.below(256);
        return bytes;
    }

    private byte[] withNumber(byte[] dump) {
        byte[] bytes = dump.clone();
        int width = 1 << choices.below(4);
        put(bytes, choices.below(bytes.length), width, NUMBERS[choices.below(NUMBERS.length)]);
        return bytes;
    }

    private static void put(byte[] bytes, int at, int width, long number) {
        for (int i = 0; i < width && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (number >> 8 * (width - 1 - i));
        }
    }

    private static long get(byte[] bytes, int at, int width) {
        long number = 0;
        for (int i = 0; i < width; i++) {
            number = number << 8 | (at + i < bytes.length ? bytes[at + i] & 0xff : 0);
        }
        return number;
    }

    private byte[] withLyingLength(byte[] dump) {
        byte[] bytes = dump.clone();
        List<Integer> records = topLevel(bytes);
        if (!records.isEmpty()) {
            int at = records.get(choices.below(records.size()));
            long length = choices.below(2) == 0
                    ? NUMBERS[choices.below(NUMBERS.length)]
                    : get(bytes, at + 5, 4) + choices.below(41) - 20;
            put(bytes, at + 5, 4, length);
        }
        return bytes;
    }

    /** Leaves a record out, doubles it, or puts it elsewhere; it may come from another dump. */
    private byte[] withRecords(byte[] dump) {
        byte[] donor = choices.below(2) == 0 ? dump : seeds.get(choices.below(seeds.size()));
        List<Integer> places = topLevel(dump);
        List<Integer> given = topLevel(donor);
        if (places.isEmpty() || given.isEmpty()) {
            return dump;
        }
        int at = places.get(choices.below(places.size()));
        int behind = choices.below(2) == 0 ? at : end(dump, at);
        int from = given.get(choices.below(given.size()));
        boolean insert = choices.below(3) != 0;
        byte[] record = insert ? Arrays.copyOfRange(donor, from, end(donor, from)) : new byte[0];
        return joined(Arrays.copyOf(dump, at), record, Arrays.copyOfRange(dump, behind, dump.length));
    }

    private byte[] withGarbage(byte[] dump) {
        byte[] garbage = new byte[1 + choices.below(40)];
        for (int i = 0; i < garbage.length; i++) {
            garbage[i] = (byte) choices.below(256);
        }
        int at = choices.below(dump.length);
        return joined(Arrays.copyOf(dump, at), garbage, Arrays.copyOfRange(dump, at, dump.length));
    }

    /** Puts an address that occurs in the dump where another one stands. */
    private byte[] withWrongId(byte[] dump) {
        byte[] bytes = dump.clone();
        int width = choices.below(2) == 0 ? Integer.BYTES : Long.BYTES;
        List<Integer> places = new ArrayList<>();
        for (int at = 0; at + width <= bytes.length; at++) {
            long number = get(bytes, at, width);
            if (number >= 0x1000_0000L && number < 0x1100_0000L || number >= 0x7000_0000L && number < 0x7001_0000L) {
                places.add(at);
            }
        }
        if (!places.isEmpty()) {
            long id = get(bytes, places.get(choices.below(places.size())), width);
            put(bytes, places.get(choices.below(places.size())), width, id);
        }
        return bytes;
    }

    private byte[] packed(byte[] dump) {
        byte[] bytes = HprofBuilder.gzip(dump, 1 + choices.below(dump.length + 1000));
        return choices.below(2) == 0 || bytes.length == 0 ? bytes : step(bytes);
    }

    /** Where the top-level records begin, as far as lengths can be followed. */
    private static List<Integer> topLevel(byte[] dump) {
        List<Integer> starts = new ArrayList<>();
        int at = 0;
        while (at < dump.length && dump[at] != 0) {
            at++;
        }
        at += 1 + Integer.BYTES + Long.BYTES;
        while (at >= 0 && at + TOP_HEADER_BYTES <= dump.length) {
            starts.add(at);
            at = end(dump, at);
        }
        return starts;
    }

    private static int end(byte[] dump, int recordAt) {
        return (int) Math.min(dump.length, recordAt + TOP_HEADER_BYTES + get(dump, recordAt + 5, 4));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
