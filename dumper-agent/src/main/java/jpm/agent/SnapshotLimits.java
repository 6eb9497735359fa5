package jpm.agent;

/**
 * How much a snapshot holds.
 *
 * @param bytes of all names and values, as estimated
 * @param stringChars of each string
 * @param elements of each array of references
 * @param primitives of each array of primitives
 */
public record SnapshotLimits(int bytes, int stringChars, int elements, int primitives) {
    /** Of what lies in a dump. */
    public static final SnapshotLimits OF_DUMPS = new SnapshotLimits(64 * 1024, 1024, 100, 100);
    /** What Cloud Debugger's agents capture of frames. */
    public static final SnapshotLimits OF_FRAMES = new SnapshotLimits(64 * 1024, 256, 10, 100);
}
