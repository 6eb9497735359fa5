package jpm.doctor;

import java.util.ArrayList;
import java.util.List;
import jpm.doctor.ControlGroup.Limit;
import jpm.io.ByteCount;

/** Who kills first when memory gives out: the JVM, which leaves a dump, or the kernel, which leaves nothing. */
final class MemoryChecks {
    private static final String LIMIT = "memory-limit";
    /** Classes, compiled code, threads' stacks, the collector's tables: what a small server takes besides its heap. */
    private static final long LEAST_BESIDES_BYTES = 160L << 20;

    private static final double LEAST_BESIDES_SHARE = 0.15;
    private static final int ALWAYS_FIRST = 1000;

    private MemoryChecks() {}

    static List<Finding> limit(Patient patient) {
        HeapSize heap = HeapSize.of(patient);
        Limit limit = patient.controlGroup().memory();
        long installed = HeapSize.installedBytes(patient);
        if (limit == null) {
            return withoutLimit(heap, installed, patient);
        }
        String evidence = "limit " + ByteCount.text(limit.value()) + " (" + limit.file() + "), heap up to "
                + ByteCount.text(heap.maxBytes()) + " (" + heap.why() + ")";
        long besides = limit.value() - heap.maxBytes();
        if (besides <= 0) {
            return List.of(Finding.problem(
                    LIMIT,
                    "The kernel kills the process before its heap is full: no OutOfMemoryError, no dump.",
                    evidence,
                    "lower -Xmx, or raise the limit"));
        }
        long least = Math.max(LEAST_BESIDES_BYTES, (long) (limit.value() * LEAST_BESIDES_SHARE));
        return List.of(
                besides < least
                        ? Finding.problem(
                                LIMIT,
                                "The heap leaves " + ByteCount.text(besides)
                                        + " for classes, code, threads and buffers: the kernel probably kills the process before its heap is full.",
                                evidence,
                                "leave " + ByteCount.text(least)
                                        + " or more beside the heap, as with -XX:MaxRAMPercentage=75")
                        : Finding.fine(LIMIT, "The heap fits into the memory limit.", evidence));
    }

    private static List<Finding> withoutLimit(HeapSize heap, long installed, Patient patient) {
        String evidence = "machine " + ByteCount.text(installed) + ", heap up to " + ByteCount.text(heap.maxBytes())
                + " (" + heap.why() + ")";
        if (installed > 0 && heap.maxBytes() >= installed) {
            return List.of(Finding.problem(
                    LIMIT,
                    "The machine is out of memory before the heap is full: the kernel kills some process.",
                    evidence,
                    "lower -Xmx"));
        }
        return patient.isInContainer()
                ? List.of(Finding.advice(
                        LIMIT,
                        "The container has no memory limit: the machine's other programs decide when the kernel kills.",
                        evidence,
                        "give the container a limit above -Xmx"))
                : List.of(Finding.fine(LIMIT, "The heap fits into memory.", evidence));
    }

    static List<Finding> kernel(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        String adjusted = patient.processFile("oom_score_adj").trim();
        if (adjusted.matches("\\d{1,4}") && Integer.parseInt(adjusted) >= ALWAYS_FIRST) {
            findings.add(Finding.advice(
                    "oom-score",
                    "The kernel kills this process before any other.",
                    "oom_score_adj: " + adjusted,
                    "requests equal to limits in Kubernetes, or OOMScoreAdjust= in the unit"));
        }
        if (patient.hostFile("sys/vm/panic_on_oom").trim().matches("[12]")) {
            findings.add(Finding.advice(
                    "panic-on-oom",
                    "The whole machine goes down when memory gives out.",
                    "vm.panic_on_oom is not 0",
                    "sysctl vm.panic_on_oom=0"));
        }
        return findings;
    }

    static List<Finding> tasks(Patient patient) {
        Limit limit = patient.controlGroup().tasks();
        if (limit == null) {
            return List.of();
        }
        long used = ControlGroup.tasksIn(limit);
        return used >= 0 && used > limit.value() * 4 / 5
                ? List.of(Finding.advice(
                        "tasks",
                        "The control group soon allows no more threads.",
                        used + " of " + limit.value() + " (" + limit.file() + ")",
                        "raise pids.max"))
                : List.of();
    }
}
