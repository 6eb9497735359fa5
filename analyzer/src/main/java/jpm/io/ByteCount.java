package jpm.io;

/** A number of bytes as people read it. */
public final class ByteCount {
    private static final String UNITS = "BKMGTPE";

    private ByteCount() {}

    /** As 512B, 1.5K or 3.2G; a K is 1024 bytes. */
    public static String text(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
        long tenths = Math.round(bytes * 10.0 / (1L << 10 * unit));
        if (tenths >= 10240 && unit < UNITS.length() - 1) {
            unit++;
            tenths = 10;
        }
        return tenths / 10 + "." + tenths % 10 + UNITS.charAt(unit);
    }
}
