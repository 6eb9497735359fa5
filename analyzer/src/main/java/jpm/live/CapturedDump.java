package jpm.live;

import org.jspecify.annotations.Nullable;

/**
 * A dump that a running JVM made of itself because it was asked to.
 *
 * @param id the dump's
 * @param store the folder that it is in, as the JVM sees it
 * @param heapBytes the heap's size; 0 without one
 * @param heapError why there is no heap though it was wanted, as a clause, or null
 */
public record CapturedDump(
        String id, String store, long heapBytes, @Nullable String heapError) {}
