package jpm.graph;

import java.util.List;

/**
 * A thread that lived when the dump was made.
 *
 * @param serial its number in the dump
 * @param id its {@code java.lang.Thread} object's address
 * @param name empty where it has none, as most virtual threads
 * @param frames innermost first
 * @param otherRoots references of the thread that belong to no frame
 */
public record HeapThread(int serial, long id, String name, List<HeapFrame> frames, List<GcRoot> otherRoots) {
    private static final String OUT_OF_MEMORY = "java.lang.OutOfMemoryError";

    /**
     * Whether the dump was written because this thread was to get an OutOfMemoryError: HotSpot then puts the error's constructor on top of its
     * stack.
     */
    public boolean isOutOfMemory() {
        return !frames.isEmpty()
                && frames.get(0).className().equals(OUT_OF_MEMORY)
                && frames.get(0).methodName().equals("<init>");
    }
}
