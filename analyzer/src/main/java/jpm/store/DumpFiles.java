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

    private DumpFiles() {}
}
