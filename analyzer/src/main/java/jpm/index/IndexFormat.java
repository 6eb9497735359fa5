package jpm.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The layout of an index file: a header, then columns at offsets that are multiples of 8, each followed by the checksums (u4, CRC-32C) of its
 * {@link BlockSums#BLOCK_BYTES blocks}, so that what is used can be checked without reading the rest; all little-endian.
 *
 * <pre>
 * u8 magic, u4 version, u2 number of columns, u2 stage (0xffff: whole)
 * u8 x 3 fingerprint of the dump: size, time of modification, checksum of samples
 * for each column: u8 offset, u8 length in bytes, u8 checksum of its checksums (of a column that a stage has not filled yet: -1)
 * u8 checksum of the header so far
 * </pre>
 */
final class IndexFormat {
    static final long MAGIC = 0x5844_4e49_4d50_4aL;
    /** To be raised whenever the meaning of any column changes. */
    static final int VERSION = 6;

    static final int WHOLE = 0xffff;
    static final long UNFILLED = -1;
    static final String PART = ".part";

    static final int MAX_COLUMNS = 32;
    static final int HEADER_BYTES = 16 + 3 * Long.BYTES + MAX_COLUMNS * 3 * Long.BYTES + Long.BYTES;
    private static final int SUM_AT = HEADER_BYTES - Long.BYTES;

    private IndexFormat() {}

    /** Where a column stands. */
    record Place(long offset, long length, long sum) {
        /** Where the checksums of its blocks stand. */
        long sumsAt() {
            return aligned(offset + length);
        }

        long end() {
            return sumsAt() + BlockSums.bytesFor(length);
        }

        /** An empty column may stand behind the end. */
        boolean isWithin(long fileBytes) {
            return length == 0 || end() <= fileBytes;
        }
    }

    /** What a header says. */
    record Header(int stage, List<Place> columns) {}

    static Path pathOf(Path directory, Path dump, String kind) {
        Path absolute = dump.toAbsolutePath().normalize();
        String place = Integer.toHexString(absolute.toString().hashCode());
        return directory.resolve(absolute.getFileName() + "-" + place + "." + kind);
    }

    static ByteBuffer header(int stage, Fingerprint fingerprint, List<Place> columns) {
        ByteBuffer header = buffer();
        header.putLong(MAGIC).putInt(VERSION).putShort((short) columns.size()).putShort((short) stage);
        header.putLong(fingerprint.sizeBytes())
                .putLong(fingerprint.modifiedNanos())
                .putLong(fingerprint.sampleSum());
        columns.forEach(c -> header.putLong(c.offset).putLong(c.length).putLong(c.sum));
        header.putLong(SUM_AT, sum(header));
        return header.rewind();
    }

    static ByteBuffer buffer() {
        return ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Whether a header that was read is one of this version and of that dump. */
    static boolean isValid(ByteBuffer header, Fingerprint expected) {
        return !header.hasRemaining()
                && header.getLong(SUM_AT) == sum(header)
                && header.getLong(0) == MAGIC
                && header.getInt(Long.BYTES) == VERSION
                && expected.isSameAs(new Fingerprint(header.getLong(16), header.getLong(24), header.getLong(32)));
    }

    static Header parse(ByteBuffer header) {
        int count = Short.toUnsignedInt(header.getShort(Long.BYTES + Integer.BYTES));
        int stage = Short.toUnsignedInt(header.getShort(Long.BYTES + Integer.BYTES + Short.BYTES));
        Place[] columns = new Place[count];
        for (int i = 0, at = 16 + 3 * Long.BYTES; i < count; i++, at += 3 * Long.BYTES) {
            columns[i] = new Place(header.getLong(at), header.getLong(at + 8), header.getLong(at + 16));
        }
        return new Header(stage, List.of(columns));
    }

    static long aligned(long position) {
        return (position + Long.BYTES - 1) & -Long.BYTES;
    }

    private static long sum(ByteBuffer header) {
        CRC32C sum = new CRC32C();
        sum.update(header.array(), 0, SUM_AT);
        return sum.getValue();
    }
}
