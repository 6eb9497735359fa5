package jpm.graph;

import java.nio.file.Path;
import jpm.io.Cancellation;
import jpm.io.Progress;
import org.jspecify.annotations.Nullable;

/**
 * How to open a heap.
 *
 * @param cacheDirectory where indexes are kept, or null to keep none
 * @param threads how many threads may work at once, at least 1
 */
public record HeapOptions(
        Progress progress,
        Cancellation cancellation,
        @Nullable Path cacheDirectory,
        int threads) {
    /** All processors, no index on disk, no progress. */
    public static HeapOptions defaults() {
        return new HeapOptions(
                Progress.NONE, new Cancellation(), null, Runtime.getRuntime().availableProcessors());
    }

    public HeapOptions withProgress(Progress newProgress) {
        return new HeapOptions(newProgress, cancellation, cacheDirectory, threads);
    }

    public HeapOptions withCancellation(Cancellation newCancellation) {
        return new HeapOptions(progress, newCancellation, cacheDirectory, threads);
    }

    public HeapOptions withCacheDirectory(@Nullable Path newCacheDirectory) {
        return new HeapOptions(progress, cancellation, newCacheDirectory, threads);
    }

    public HeapOptions withThreads(int newThreads) {
        return new HeapOptions(progress, cancellation, cacheDirectory, newThreads);
    }
}
