package jpm.doctor;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is left when the JVM itself crashes. */
final class CrashChecks {
    private static final long ANONYMOUS_MEMORY = 1;

    private CrashChecks() {}

    static List<Finding> crashLog(Patient patient) {
        String told = patient.flags().value("ErrorFile");
        Place folder =
                told == null ? patient.workingFolder() : patient.place(told).parent();
        String why = folder.isFolder() ? folder.whyUnwritable() : folder + " does not exist";
        String option = told == null ? "in the working folder, " + folder : "-XX:ErrorFile=" + told;
        if (why == null) {
            return List.of(Finding.fine("crash-log", "A crash leaves hs_err_pid*.log.", option));
        }
        Place temporary = patient.place("/tmp");
        boolean goesToTemporary = temporary.isFolder() && temporary.whyUnwritable() == null;
        return List.of(
                goesToTemporary
                        ? Finding.advice(
                                "crash-log",
                                "A crash leaves its log in /tmp alone.",
                                option + ": " + why,
                                "add -XX:ErrorFile=" + AgentSettings.of(patient).store() + "/hs_err_pid%p.log")
                        : Finding.problem(
                                "crash-log",
                                "A crash of the JVM leaves no log.",
                                option + ": " + why + "; nor can /tmp be written",
                                "add -XX:ErrorFile=" + AgentSettings.of(patient).store() + "/hs_err_pid%p.log"));
    }

    static List<Finding> core(Patient patient) {
        String pattern = patient.hostFile("sys/kernel/core_pattern").trim();
        if (pattern.isEmpty()) {
            return List.of();
        }
        boolean isPiped = pattern.startsWith("|");
        boolean isSwitchedOff = !patient.flags().isOn("CreateCoredumpOnCrash", true);
        if (isSwitchedOff) {
            return List.of(Finding.advice(
                    "core",
                    "A crash leaves no core file.",
                    "-XX:-CreateCoredumpOnCrash",
                    "take it away; the log is written all the same"));
        }
        if (!isPiped && Limits.of(patient).softBytes("Max core file size") == 0) {
            return List.of(Finding.advice(
                    "core",
                    "A crash leaves no core file, only its log.",
                    "ulimit -c: 0; core_pattern: " + pattern,
                    "ulimit -c unlimited, LimitCORE=infinity in the unit, or --ulimit core=-1 for a container"));
        }
        String why = isPiped ? null : whyNoFile(pattern, patient);
        if (why != null) {
            return List.of(Finding.advice(
                    "core",
                    "A crash leaves no core file.",
                    "core_pattern: " + pattern + ": " + why,
                    "let kernel.core_pattern name a folder that is there"));
        }
        return List.of(filter(pattern, isPiped, patient));
    }

    private static String folderOf(String pattern) {
        int slash = pattern.lastIndexOf('/');
        return slash < 0 ? "" : pattern.substring(0, slash + 1);
    }

    private static @Nullable String whyNoFile(String pattern, Patient patient) {
        Place folder = patient.place(folderOf(pattern));
        return folder.isFolder() ? folder.whyUnwritable() : folder + " does not exist";
    }

    private static Finding filter(String pattern, boolean isPiped, Patient patient) {
        String filter = patient.processFile("coredump_filter").trim();
        boolean lacksHeap = filter.matches("[0-9a-f]{1,8}") && (Long.parseLong(filter, 16) & ANONYMOUS_MEMORY) == 0;
        if (lacksHeap) {
            return Finding.advice(
                    "core",
                    "A core file has no heap.",
                    "/proc/" + patient.pid() + "/coredump_filter: " + filter,
                    "echo 0x33 >/proc/self/coredump_filter before the start");
        }
        String where = isPiped ? "goes to the host's " + pattern.substring(1).split(" ")[0] : "is named " + pattern;
        return Finding.fine("core", "A crash leaves a core file.", String.format(Locale.ROOT, "it %s", where));
    }
}
