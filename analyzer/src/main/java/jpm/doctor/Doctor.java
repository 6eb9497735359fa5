package jpm.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks at a JVM for what will lose its next dump. */
public final class Doctor {
    private static final List<Check> CHECKS = List.of(
            AgentChecks::presence,
            AgentChecks::jar,
            AgentChecks::jdk,
            AgentChecks::archives,
            AgentChecks::heapPolicy,
            StoreChecks::writable,
            StoreChecks::lasting,
            StoreChecks::space,
            StoreChecks::fileSize,
            OutOfMemoryChecks::exit,
            OutOfMemoryChecks::heapDumpPath,
            OutOfMemoryChecks::fastThrow,
            MemoryChecks::limit,
            MemoryChecks::kernel,
            MemoryChecks::tasks,
            CrashChecks::crashLog,
            CrashChecks::core,
            AttachChecks::attach,
            AttachChecks::lateAgent,
            AttachChecks::signals,
            AttachChecks::firstProcess);

    private Doctor() {}

    /** All that was found, the worst first. */
    public static List<Finding> examine(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        CHECKS.forEach(check -> findings.addAll(check.examine(patient)));
        findings.sort(Comparator.comparing(Finding::level));
        return findings;
    }
}
