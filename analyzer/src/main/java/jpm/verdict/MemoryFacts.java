package jpm.verdict;

import java.util.ArrayList;
import java.util.List;
import jpm.io.ByteCount;
import jpm.store.DumpMetadata;
import org.jspecify.annotations.Nullable;

/** What a dump's metadata tells of memory and its limits; null for what it does not tell. */
final class MemoryFacts {
    private static final double NEARLY_FULL = 0.8;
    /** What a JVM takes beside its heap is seldom less. */
    private static final double SHARE_BESIDE_HEAP = 0.25;

    final @Nullable Long heapUsedBytes;
    final @Nullable Long heapMaxBytes;
    final @Nullable Long limitBytes;

    MemoryFacts(DumpMetadata metadata) {
        this.heapUsedBytes = metadata.number("memory.heapUsedBytes");
        this.heapMaxBytes = metadata.number("memory.heapMaxBytes");
        this.limitBytes = metadata.number("memory.limitBytes");
    }

    boolean isHeapNearlyFull() {
        return heapUsedBytes != null && heapMaxBytes != null && heapUsedBytes > NEARLY_FULL * heapMaxBytes;
    }

    List<Evidence> evidence() {
        List<Evidence> evidence = new ArrayList<>();
        if (heapUsedBytes != null && heapMaxBytes != null) {
            evidence.add(Evidence.known("the heap used " + ByteCount.text(heapUsedBytes) + " of at most "
                    + ByteCount.text(heapMaxBytes) + " when the dump was made"));
        }
        if (limitBytes != null) {
            evidence.add(Evidence.known("the container may use " + ByteCount.text(limitBytes)));
        }
        return evidence;
    }

    /** Where the limit of the container is below what the JVM may take: a sentence; else null. */
    @Nullable
    String tightLimit() {
        if (limitBytes == null || heapMaxBytes == null || limitBytes >= heapMaxBytes * (1 + SHARE_BESIDE_HEAP)) {
            return null;
        }
        String how = limitBytes < heapMaxBytes ? "is below" : "leaves little beside";
        return "The container's limit of " + ByteCount.text(limitBytes) + " " + how + " the heap's maximum of "
                + ByteCount.text(heapMaxBytes) + ": set -XX:MaxRAMPercentage=75 or a smaller -Xmx, or raise the limit.";
    }
}
