package jpm.agent;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import jpm.agent.start.AgentOptions;
import jpm.agent.start.HeapPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Whether a heap dump fits: on the disk, in the store's share of it, and in the time for which the program may stand still.
 *
 * <p>Used by one thread at a time.
 */
final class HeapBudget {
    /** Room for the small files of a dump. */
    static final long RESERVE_BYTES = 16L << 20;

    private static final long DEFAULT_MAX_PAUSE_SECONDS = 20;
    private static final long DEFAULT_KEEP_FREE_BYTES = 4L << 30;
    private static final int DEFAULT_KEEP_FREE_SHARE = 20;
    /** What HotSpot writes in a second as long as nothing better is known. */
    private static final double FIRST_BYTES_PER_MILLI = 100_000;
    /** How long the program may stand still for heaps at first, and then of each second. */
    private static final double FIRST_ALLOWANCE_MILLIS = 3_000;

    /** The first JDK that writes a heap into several files beside the wanted one, which it then appends to that. */
    private static final int FIRST_WITH_SEGMENTS = 22;

    private static final double ALLOWANCE_SHARE = 0.02;

    private final AgentOptions.Limits limits;
    private final StoredDumps stored;
    private final HeapPolicy policy;
    private final long startNanos = System.nanoTime();
    private double bytesPerMilli = FIRST_BYTES_PER_MILLI;
    private double spentMillis;

    HeapBudget(AgentOptions.Limits limits, StoredDumps stored, HeapPolicy policy) {
        this.limits = limits;
        this.stored = stored;
        this.policy = policy;
    }

    /**
     * Why there can be no heap, as a clause; null when it fits.
     *
     * @param folder where it is to be written
     * @param isWorthThePause whether the program may stand still for as long as it takes
     */
    @Nullable
    String refusal(Path folder, boolean isWorthThePause) throws IOException {
        String spent = isWorthThePause ? null : spentRefusal();
        if (spent != null) {
            return spent;
        }
        String refusal = refusalNow(folder, isWorthThePause);
        if (refusal == null) {
            return null;
        }
        // Garbage counts as used until it is collected, and is not written.
        System.gc();
        return refusalNow(folder, isWorthThePause);
    }

    private @Nullable String refusalNow(Path folder, boolean isWorthThePause) throws IOException {
        long needed = neededBytes();
        // What is redacted, or put together from segments, is there twice for a while.
        boolean isTwice = policy == HeapPolicy.REDACTED || Runtime.version().feature() >= FIRST_WITH_SEGMENTS;
        String space = spaceRefusal(folder, isTwice ? 2 * needed : needed);
        return space != null || isWorthThePause ? space : pauseRefusal(needed);
    }

    private @Nullable String pauseRefusal(long needed) {
        double pauseMillis = needed / bytesPerMilli;
        long maxSeconds = limits.maxPauseSeconds() < 0 ? DEFAULT_MAX_PAUSE_SECONDS : limits.maxPauseSeconds();
        if (pauseMillis > maxSeconds * 1000.0) {
            return "it would stop the program for about " + (long) (pauseMillis / 1000) + " s, more than max-pause="
                    + maxSeconds;
        }
        return null;
    }

    private @Nullable String spentRefusal() {
        double allowance = FIRST_ALLOWANCE_MILLIS + ALLOWANCE_SHARE * (System.nanoTime() - startNanos) / 1e6;
        return policy == HeapPolicy.ALWAYS || spentMillis < allowance
                ? null
                : "heaps have stopped the program for " + (long) (spentMillis / 1000) + " s already";
    }

    private @Nullable String spaceRefusal(Path folder, long needed) throws IOException {
        FileStore disk = Files.getFileStore(folder);
        long free = disk.getUsableSpace();
        if (free < needed + keepFreeBytes(disk)) {
            return "not enough space: about " + (needed >> 20) + " MiB needed, " + (free >> 20) + " MiB free, of which "
                    + (keepFreeBytes(disk) >> 20) + " are kept free";
        }
        if (limits.maxUseBytes() >= 0 && stored.usedBytes() + needed > limits.maxUseBytes()) {
            return "about " + (needed >> 20) + " MiB needed, which with the other dumps is more than max-use="
                    + (limits.maxUseBytes() >> 20) + "m";
        }
        return null;
    }

    /** Whether there is no room even for a dump without heap. */
    boolean isFull(Path folder) throws IOException {
        return (limits.maxUseBytes() >= 0 && stored.usedBytes() >= limits.maxUseBytes())
                || (limits.keepFreeBytes() >= 0
                        && Files.getFileStore(folder).getUsableSpace() < limits.keepFreeBytes());
    }

    private long keepFreeBytes(FileStore disk) throws IOException {
        return limits.keepFreeBytes() >= 0
                ? limits.keepFreeBytes()
                : Math.min(DEFAULT_KEEP_FREE_BYTES, disk.getTotalSpace() / DEFAULT_KEEP_FREE_SHARE);
    }

    /** Learns from a heap that was written. */
    void spent(long bytes, long millis) {
        spentMillis += millis;
        if (bytes > 0) {
            bytesPerMilli = bytes / (double) Math.max(1, millis);
        }
    }

    private static long neededBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() + RESERVE_BYTES;
    }
}
