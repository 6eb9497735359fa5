package jpm.agent;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import jpm.agent.start.Faults;
import org.jspecify.annotations.Nullable;

/**
 * The heap as {@code heap.hprof}.
 *
 * @param bytes the file's size, 0 where there is none
 * @param millis how long it took
 * @param error why there is no heap, as a clause; null where there is one
 */
record HeapFile(long bytes, long millis, @Nullable String error) {
    private static final long RESERVE_BYTES = 16L << 20;

    /** A heap that was not asked for. */
    static HeapFile none() {
        return new HeapFile(0, 0, null);
    }

    /** Writes the live objects; a file that is not whole is removed. */
    static HeapFile write(Path file) {
        long start = System.nanoTime();
        String error = problem(file);
        if (error != null) {
            DumpFolder.deleteQuietly(file);
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        return new HeapFile(error == null ? file.toFile().length() : 0, millis, error);
    }

    /** Does all but writing. */
    static void rehearse(Path file) throws IOException {
        if (shortage(file) == null) {
            Writer.bean();
        }
    }

    private static @Nullable String problem(Path file) {
        try {
            String shortage = shortage(file);
            if (shortage == null) {
                Writer.write(file);
                PrivateFiles.restrict(file);
            }
            return shortage;
        } catch (NoClassDefFoundError e) {
            return "this Java runtime has no module jdk.management";
        } catch (OutOfMemoryError e) {
            return "no memory left to write it";
        } catch (IOException | RuntimeException | LinkageError e) {
            Faults.swallow(e);
            return e.getMessage() == null ? e.getClass().getName() : e.getMessage();
        }
    }

    private static @Nullable String shortage(Path file) throws IOException {
        long free = Files.getFileStore(file.toAbsolutePath().getParent()).getUsableSpace();
        if (free < neededBytes()) {
            // Garbage counts as used until it is collected, and is not written.
            System.gc();
        }
        long needed = neededBytes();
        return free >= needed
                ? null
                : "not enough space: about " + (needed >> 20) + " MiB needed, " + (free >> 20) + " MiB free";
    }

    private static long neededBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() + RESERVE_BYTES;
    }

    /** Apart, so that a runtime without the module fails when this class is linked and nowhere else. */
    private static final class Writer {
        private Writer() {}

        static void write(Path file) throws IOException {
            bean().dumpHeap(file.toString(), true);
        }

        static HotSpotDiagnosticMXBean bean() {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        }
    }
}
