package jpm.agent;

/**
 * How much a snapshot holds.
 *
 * @param bytes of all names and values, as estimated
 * @param stringChars of each string
 * @param elements of each array of references
 * @param primitives of each array of primitives
 * @param isForOthers whether objects are shown as Cloud Debugger's agents show them, collections by their content, or by their fields, from which jpm
 *     makes more
 */
public record SnapshotLimits(int bytes, int stringChars, int elements, int primitives, boolean isForOthers) {
    /** Of what lies in a dump. */
    public static final SnapshotLimits OF_DUMPS = new SnapshotLimits(64 * 1024, 1024, 100, 100, false);
    /** What Cloud Debugger's agents capture of frames. */
    public static final SnapshotLimits OF_FRAMES = new SnapshotLimits(64 * 1024, 256, 10, 100, true);
    /** What they capture of expressions. */
    public static final SnapshotLimits OF_EXPRESSIONS = new SnapshotLimits(64 * 1024, 2048, 200, 200, true);
}
