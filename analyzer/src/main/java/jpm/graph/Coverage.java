package jpm.graph;

/**
 * How much of a dump could be read.
 *
 * @param bytesRead the bytes that belong to whole records
 * @param bytesTotal the bytes of the (unpacked) file
 * @param damage what is wrong with the file, or the empty string
 */
public record Coverage(long bytesRead, long bytesTotal, String damage) {
    /** Whether something of the dump is known to be missing. */
    public boolean isPartial() {
        return !damage.isEmpty() || bytesRead < bytesTotal;
    }

    /** Whether the file ends too early, so that nobody knows how much is missing behind its end. */
    public boolean isCutOff() {
        return damage.contains("cut off");
    }

    /** The share of the file's bytes that could be read, 0 to 1. */
    public double share() {
        return bytesTotal == 0 ? 1 : (double) bytesRead / bytesTotal;
    }
}
