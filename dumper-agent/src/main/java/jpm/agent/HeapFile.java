package jpm.agent;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
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
    private static final String NAME = "heap.hprof";

    /** A heap that was not asked for. */
    static HeapFile none() {
        return new HeapFile(0, 0, null);
    }

    /**
     * Writes the live objects if the budget allows it; a file that is not whole is removed.
     *
     * @param isWorthThePause whether the program may stand still for as long as it takes
     * @param redacted how the heap loses what the program worked on, or null where it keeps it
     */
    static HeapFile write(Path folder, HeapBudget budget, boolean isWorthThePause, @Nullable RedactedHeap redacted) {
        Path file = folder.resolve(NAME);
        long start = System.nanoTime();
        String error = problem(folder, budget, isWorthThePause, redacted);
        if (error != null) {
            DumpFolder.deleteQuietly(file);
            if (redacted != null) {
                redacted.remove(folder);
            }
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        long bytes = error == null ? file.toFile().length() : 0;
        budget.spent(bytes, millis);
        return new HeapFile(bytes, millis, error);
    }

    /** Does all but writing. */
    static void rehearse(Path folder, HeapBudget budget) throws IOException {
        if (budget.refusal(folder, false) == null) {
            Writer.refuse(folder);
        }
    }

    private static @Nullable String problem(
            Path folder, HeapBudget budget, boolean isWorthThePause, @Nullable RedactedHeap redacted) {
        try {
            String refusal = budget.refusal(folder, isWorthThePause);
            if (refusal == null) {
                Path file = folder.resolve(NAME);
                Path written = redacted == null ? file : redacted.raw(folder);
                Writer.write(written);
                PrivateFiles.restrict(written);
                if (redacted != null) {
                    redacted.write(folder, file);
                }
            }
            return refusal;
        } catch (NoClassDefFoundError e) {
            return "this Java runtime has no module jdk.management";
        } catch (OutOfMemoryError e) {
            return "no memory left to write it";
        } catch (IOException | RuntimeException | LinkageError e) {
            Faults.swallow(e);
            return e.getMessage() == null ? e.getClass().getName() : e.getMessage();
        }
    }

    /** Apart, so that a runtime without the module fails when this class is linked and nowhere else. */
    private static final class Writer {
        private Writer() {}

        static void write(Path file) throws IOException {
            bean().dumpHeap(file.toString(), true);
        }

        /** Has the VM refuse to write, which it does for what is there already, when all that is before that is loaded. */
        static void refuse(Path existing) {
            try {
                write(existing);
            } catch (IOException | IllegalArgumentException expected) {
                return;
            }
        }

        static HotSpotDiagnosticMXBean bean() {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        }
    }
}
