package jpm.doctor;

import java.util.ArrayList;
import java.util.List;
import jpm.doctor.Mounts.Mount;
import jpm.io.ByteCount;
import org.jspecify.annotations.Nullable;

/** What the JVM's own options make of an OutOfMemoryError. */
final class OutOfMemoryChecks {
    private static final String OOM = "oom-exit";
    private static final String PATH = "heap-dump-path";

    private OutOfMemoryChecks() {}

    private static boolean dumpsItself(Patient patient) {
        return patient.flags().isOn("HeapDumpOnOutOfMemoryError", false);
    }

    /** Options with which the JVM is gone before anybody sees the error. */
    static List<Finding> exit(Patient patient) {
        JvmFlags flags = patient.flags();
        String option = null;
        for (String name : List.of("ExitOnOutOfMemoryError", "CrashOnOutOfMemoryError")) {
            option = flags.isOn(name, false) ? "-XX:+" + name : option;
        }
        String command = flags.value("OnOutOfMemoryError");
        if (option == null && command != null && command.contains("kill")) {
            option = "-XX:OnOutOfMemoryError=" + command;
        }
        if (option == null) {
            return List.of();
        }
        return List.of(
                dumpsItself(patient)
                        ? Finding.advice(
                                OOM,
                                "The JVM ends at an OutOfMemoryError before the agent sees it; only its own heap dump is left, without names of locals.",
                                option,
                                "jpm collect takes it into the store; without the option the agent's dump has the locals, too")
                        : Finding.problem(
                                OOM,
                                "The JVM ends at an OutOfMemoryError before the agent sees it, and leaves no heap dump.",
                                option,
                                "take it away, or add -XX:+HeapDumpOnOutOfMemoryError"));
    }

    static List<Finding> heapDumpPath(Patient patient) {
        if (!dumpsItself(patient)) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        String told = patient.flags().value("HeapDumpPath");
        Place path = patient.place(told == null ? "" : told);
        boolean isFolder = told == null || path.isFolder();
        Place folder = isFolder ? path : path.parent();
        String option = told == null ? "-XX:+HeapDumpOnOutOfMemoryError, in " + folder : "-XX:HeapDumpPath=" + told;
        String why =
                !folder.isFolder() ? folder + " does not exist, and the JVM makes no folders" : folder.whyUnwritable();
        if (why != null) {
            findings.add(Finding.problem(
                    PATH,
                    "The JVM's own heap dump cannot be written.",
                    option + ": " + why,
                    "name a folder that is there and may be written"));
        } else {
            addIfPresent(fixedName(path, isFolder, option), findings);
            addIfPresent(lasting(folder, option), findings);
            addIfPresent(space(folder, patient), findings);
        }
        return findings.isEmpty()
                ? List.of(Finding.fine(PATH, "The JVM's own heap dump can be written.", option))
                : findings;
    }

    private static void addIfPresent(@Nullable Finding finding, List<Finding> findings) {
        if (finding != null) {
            findings.add(finding);
        }
    }

    private static @Nullable Finding fixedName(Place path, boolean isFolder, String option) {
        if (isFolder || path.toString().contains("%p")) {
            return null;
        }
        return path.exists()
                ? Finding.problem(
                        PATH,
                        "The next heap dump is not written: a file of that name is there.",
                        option,
                        "move the file away: jpm collect --move FILE; name a folder instead")
                : Finding.advice(
                        PATH,
                        "Only the first heap dump is written: the JVM overwrites none.",
                        option + " names a file",
                        "name a folder: the process id is in the file's name then");
    }

    private static @Nullable Finding lasting(Place folder, String option) {
        Mount mount = folder.mount();
        return mount != null && (mount.isOfContainer() || mount.isMemory())
                ? Finding.problem(
                        PATH,
                        "The JVM's own heap dump is gone with the container.",
                        option + " is on " + mount.point() + ", of type " + mount.type(),
                        "name a folder of a volume")
                : null;
    }

    private static @Nullable Finding space(Place folder, Patient patient) {
        HeapSize heap = HeapSize.of(patient);
        long free = folder.freeBytes();
        return free >= 0 && free < heap.maxBytes()
                ? Finding.problem(
                        PATH,
                        "A full heap does not fit where the JVM writes its own dump.",
                        ByteCount.text(free) + " free in " + folder + ", heap up to " + ByteCount.text(heap.maxBytes())
                                + " (" + heap.why() + ")",
                        "name a folder on a larger disk")
                : null;
    }

    /** HotSpot throws exceptions of its own without a stack once a method threw them often. */
    static List<Finding> fastThrow(Patient patient) {
        return patient.flags().isOn("OmitStackTraceInFastThrow", true)
                ? List.of(Finding.advice(
                        "fast-throw",
                        "NullPointerExceptions and their like lose their stack once a method threw them often.",
                        "-XX:+OmitStackTraceInFastThrow, the default",
                        "add -XX:-OmitStackTraceInFastThrow"))
                : List.of();
    }
}
