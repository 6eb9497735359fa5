package jpm.graph;

import java.nio.file.Path;
import jpm.io.Cancellation;
import jpm.io.Progress;
import org.jspecify.annotations.Nullable;

/**
 * How to open a heap.
 *
 * @param cacheDirectory where indexes are kept, or null to keep none
 * @param ramBytes about how much memory may be taken for computing a graph, beyond what cannot be avoided; more goes to files in the cache directory
 * @param threads how many threads may work at once, at least 1
 */
public record HeapOptions(
        Progress progress,
        Cancellation cancellation,
        @Nullable Path cacheDirectory,
        long ramBytes,
        int threads) {
    /** All processors, three quarters of the JVM's memory, no index on disk, no progress. */
    public static HeapOptions defaults() {
        return new HeapOptions(
                Progress.NONE,
                new Cancellation(),
                null,
                Runtime.getRuntime().maxMemory() / 4 * 3,
                Runtime.getRuntime().availableProcessors());
    }

    public HeapOptions withProgress(Progress newProgress) {
        return new HeapOptions(newProgress, cancellation, cacheDirectory, ramBytes, threads);
    }

    public HeapOptions withCancellation(Cancellation newCancellation) {
        return new HeapOptions(progress, newCancellation, cacheDirectory, ramBytes, threads);
    }

    public HeapOptions withCacheDirectory(@Nullable Path newCacheDirectory) {
        return new HeapOptions(progress, cancellation, newCacheDirectory, ramBytes, threads);
    }

    public HeapOptions withThreads(int newThreads) {
        return new HeapOptions(progress, cancellation, cacheDirectory, ramBytes, newThreads);
    }

    public HeapOptions withRam(long newRamBytes) {
        return new HeapOptions(progress, cancellation, cacheDirectory, newRamBytes, threads);
    }
}
