package jpm.graph;

import jpm.hprof.RootKind;

/**
 * A reason why an object is alive.
 *
 * @param objectId the object
 * @param threadSerial the thread's number in the dump, 0 where the kind has none
 * @param frameNumber for frame roots the frame's number within the thread's stack, innermost 0, -1 for none; for threads the number of
 *     their stack trace
 */
public record GcRoot(RootKind kind, long objectId, int threadSerial, int frameNumber) {}
