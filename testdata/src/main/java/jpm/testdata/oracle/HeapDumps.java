package jpm.testdata.oracle;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Heap dumps of programs while all their frames still stand, as {@code jcmd GC.heap_dump} would write them. */
final class HeapDumps {
    /** The folder for the dumps, which are named after their threads; none are written where it is not set. */
    private static final @Nullable String FOLDER = System.getProperty("jpm.oracle.dumps");

    private HeapDumps() {}

    static void dumpWhereAsked() {
        if (FOLDER != null) {
            try {
                Path file = Path.of(FOLDER, Thread.currentThread().getName() + ".hprof");
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpHeap(file.toString(), false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
