package jpm.index;

import java.nio.file.Path;

/**
 * The layout of an index file: a header, then columns at offsets that are multiples of 8, all little-endian.
 *
 * <pre>
 * u8 magic, u4 version, u4 number of columns
 * u8 x 3 fingerprint of the dump: size, time of modification, checksum of samples
 * for each column: u8 offset, u8 length in bytes, u8 checksum (CRC-32C)
 * u8 checksum of the header so far
 * </pre>
 */
final class IndexFormat {
    static final long MAGIC = 0x5844_4e49_4d50_4aL;
    /** To be raised whenever the meaning of any column changes. */
    static final int VERSION = 1;

    static final int MAX_COLUMNS = 32;
    static final int HEADER_BYTES = 16 + 3 * Long.BYTES + MAX_COLUMNS * 3 * Long.BYTES + Long.BYTES;

    private IndexFormat() {}

    static Path pathOf(Path directory, Path dump, String kind) {
        Path absolute = dump.toAbsolutePath().normalize();
        String place = Integer.toHexString(absolute.toString().hashCode());
        return directory.resolve(absolute.getFileName() + "-" + place + "." + kind);
    }
}
