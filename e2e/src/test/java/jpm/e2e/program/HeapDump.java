package jpm.e2e.program;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;

/** Writes the heap dump that a program is asked for by {@code -Dheap=FILE}. */
final class HeapDump {
    private HeapDump() {}

    static void write(boolean now) {
        String file = System.getProperty("heap");
        if (now && file != null) {
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpHeap(file, false);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
