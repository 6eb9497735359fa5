package jpm.store;

/** Names of the files in a dump's folder. */
public final class DumpFiles {
    public static final String METADATA = "dump.json";
    public static final String SNAPSHOT = "snapshot.json";
    public static final String THREADS = "threads.txt";
    public static final String CLASSES = "classes";
    /** Sources that were laid beside the dump for whoever opens it elsewhere. */
    public static final String SOURCES = "sources";

    public static final String HEAP = "heap.hprof";
    public static final String END = "end.json";
    public static final String OCCURRENCES = "occurrences";
    /** The fatal error log of a JVM that crashed. */
    public static final String CRASH_LOG = "hs_err.log";

    static final String PART_SUFFIX = ".part";

    /** Locked by the writer as long as it lives. */
    static final String WRITING = "writing";

    private DumpFiles() {}

    /**
     * Whether a file of that name is part of a dump. The others stand in the folder while the dump is written: among them the heap before it is
     * redacted, which nobody may get.
     */
    public static boolean isKept(String name) {
        return !name.startsWith("raw.hprof")
                && !name.startsWith(HEAP + ".")
                && !name.startsWith(WRITING)
                && !name.endsWith(".new");
    }
}
