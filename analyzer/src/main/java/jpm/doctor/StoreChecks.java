package jpm.doctor;

import java.util.List;
import jpm.doctor.Mounts.Mount;
import jpm.io.ByteCount;

/** Whether dumps can be written where they are to go, and stay there. */
final class StoreChecks {
    private static final String VOLUME = "set JPM_STORE to a folder of a volume; jpm k8s init does it for Kubernetes";
    private static final String SPACE = "store-space";
    /** What is left of a dump without its heap. */
    private static final long SMALL_DUMP_BYTES = 8 << 20;

    private StoreChecks() {}

    static List<Finding> writable(Patient patient) {
        Place store = AgentSettings.of(patient).store();
        String why = store.whyUnwritable();
        return List.of(
                why == null
                        ? Finding.fine("store", "The store can be written.", store.toString())
                        : Finding.problem(
                                "store",
                                "Dumps cannot be written to " + store + ".",
                                why,
                                "set JPM_STORE to a folder that its user may write"));
    }

    static List<Finding> lasting(Patient patient) {
        Place store = AgentSettings.of(patient).store();
        Mount mount = store.nearestFolder().mount();
        if (mount == null || mount.readOnly()) {
            return List.of();
        }
        String evidence = store + " is on " + mount.point() + ", of type " + mount.type();
        if (mount.isOfContainer()) {
            return List.of(Finding.problem("store-volume", "Dumps go with the container.", evidence, VOLUME));
        }
        if (mount.isMemory()) {
            return List.of(Finding.problem(
                    "store-volume",
                    "Dumps are kept in memory: they take from the program's own, and are gone after a restart.",
                    evidence,
                    VOLUME));
        }
        return List.of(Finding.fine("store-volume", "Dumps stay.", evidence));
    }

    static List<Finding> space(Patient patient) {
        AgentSettings settings = AgentSettings.of(patient);
        Place store = settings.store();
        long free = store.freeBytes();
        if (free < 0 || store.whyUnwritable() != null) {
            return List.of();
        }
        HeapSize heap = HeapSize.of(patient);
        String evidence = ByteCount.text(free) + " free for " + store + ", heap up to "
                + ByteCount.text(heap.maxBytes()) + " (" + heap.why() + ")";
        if (free < SMALL_DUMP_BYTES) {
            return List.of(Finding.problem(
                    SPACE, "The store's disk is full.", evidence, "jpm vacuum --keep-free 15%, or a larger disk"));
        }
        return List.of(
                settings.wantsHeap() && free < heap.maxBytes()
                        ? Finding.problem(
                                SPACE,
                                "A full heap does not fit into the store: its dump will be without.",
                                evidence,
                                "jpm vacuum --keep-free 15%, or a larger disk")
                        : Finding.fine(SPACE, "A full heap fits into the store.", evidence));
    }

    /** The limit of the process on the size of a file. */
    static List<Finding> fileSize(Patient patient) {
        long limit = Limits.of(patient).softBytes("Max file size");
        long heapBytes = HeapSize.of(patient).maxBytes();
        return limit < heapBytes
                ? List.of(Finding.problem(
                        "file-size",
                        "A full heap is larger than a file of this process may be.",
                        "ulimit -f: " + ByteCount.text(limit) + ", heap up to " + ByteCount.text(heapBytes),
                        "ulimit -f unlimited, or LimitFSIZE=infinity in the unit"))
                : List.of();
    }
}
