package jpm.doctor;

import jpm.doctor.ControlGroup.Limit;
import jpm.io.ByteCount;
import org.jspecify.annotations.Nullable;

/**
 * How large a JVM's heap may get, and by which rule.
 *
 * @param maxBytes 0 where nothing tells
 * @param why the option, or the rule
 */
record HeapSize(long maxBytes, String why) {
    private static final double DEFAULT_PERCENT = 25;
    private static final double SMALL_PERCENT = 50;
    private static final long SMALL_BYTES = 126L << 20;
    private static final int PERCENT = 100;

    static HeapSize of(Patient patient) {
        JvmFlags flags = patient.flags();
        String last = null;
        for (String word : flags.words()) {
            last = word.startsWith("-Xmx") || word.startsWith("-XX:MaxHeapSize=") ? word : last;
        }
        if (last != null) {
            Long told = JvmFlags.bytes(last.replaceFirst("-Xmx|.*=", ""));
            return new HeapSize(told == null ? 0 : told, last);
        }
        return byDefault(patient);
    }

    /** The share of the memory that HotSpot takes, more of a small one. */
    private static HeapSize byDefault(Patient patient) {
        JvmFlags flags = patient.flags();
        long memory = memoryBytes(patient);
        String told = flags.value("MaxRAMPercentage");
        double share = JvmFlags.percent(told, DEFAULT_PERCENT);
        double small = JvmFlags.percent(flags.value("MinRAMPercentage"), SMALL_PERCENT);
        long most = (long) (memory * share / PERCENT);
        long least = (long) (memory * small / PERCENT);
        String rule = (told == null ? "the default, 25 %," : "-XX:MaxRAMPercentage=" + told) + " of "
                + ByteCount.text(memory);
        if (least < SMALL_BYTES) {
            return new HeapSize(least, rule);
        }
        return new HeapSize(told == null ? Math.max(most, SMALL_BYTES) : most, rule);
    }

    private static long memoryBytes(Patient patient) {
        Limit limit = patient.flags().isOn("UseContainerSupport", true)
                ? patient.controlGroup().memory()
                : null;
        long installed = installedBytes(patient);
        @Nullable Long told = JvmFlags.bytes(patient.flags().value("MaxRAM"));
        long memory = limit == null ? installed : Math.min(limit.value(), installed);
        return told == null ? memory : Math.min(told, memory);
    }

    /** The machine's memory. */
    static long installedBytes(Patient patient) {
        for (String line : patient.hostFile("meminfo").split("\n", -1)) {
            if (line.startsWith("MemTotal:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        return 0;
    }
}
