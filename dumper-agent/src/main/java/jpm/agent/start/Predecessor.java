package jpm.agent.start;

import java.io.File;

/**
 * What a JVM with the same process id left before: in a container, where the id is always 1, the next crash would overwrite its log, and no second
 * heap dump is written. Renamed, both wait for {@code jpm collect}.
 */
final class Predecessor {
    private static final String ERROR_FILE = "-XX:ErrorFile=";
    private static final String HEAP_DUMP_PATH = "-XX:HeapDumpPath=";
    private static final int MILLIS_PER_SECOND = 1000;

    private final String[] vmArguments;
    private final long startMillis;

    /** @param startMillis when this JVM started; what is younger is its own */
    Predecessor(String[] vmArguments, long startMillis) {
        this.vmArguments = vmArguments;
        this.startMillis = startMillis;
    }

    /** Gives the files names that nobody will use again. */
    void keepItsFiles() {
        long pid = ProcessHandle.current().pid();
        String log = "hs_err_pid".concat(Long.toString(pid)).concat(".log");
        String heap = "java_pid".concat(Long.toString(pid)).concat(".hprof");
        File here = new File("").getAbsoluteFile();
        keep(new File(here, log));
        keep(new File(here, heap));
        for (String argument : vmArguments) {
            if (argument.startsWith(ERROR_FILE)) {
                keepNamed(argument.substring(ERROR_FILE.length()), log);
            } else if (argument.startsWith(HEAP_DUMP_PATH)) {
                keepNamed(argument.substring(HEAP_DUMP_PATH.length()), heap);
            }
        }
    }

    /** A folder, or a file that has the name that the JVM gives by itself. */
    private void keepNamed(String path, String name) {
        File file = new File(path);
        File folder = file.isDirectory() ? file : file.getParentFile();
        if (folder != null) {
            keep(new File(folder, name));
        }
    }

    private void keep(File file) {
        long modifiedMillis = file.lastModified();
        if (modifiedMillis != 0 && modifiedMillis < startMillis) {
            String seconds = Long.toString(modifiedMillis / MILLIS_PER_SECOND);
            File kept = new File(file.getPath().concat(".").concat(seconds));
            if (kept.exists() || !file.renameTo(kept)) {
                Faults.swallow(new IllegalStateException("cannot rename ".concat(file.getPath())));
            }
        }
    }
}
