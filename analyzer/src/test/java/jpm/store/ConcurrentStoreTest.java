package jpm.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers follow the documented order: fill a {@code .part} folder, dump.json first, end.json last, then rename. */
class ConcurrentStoreTest {
    private static final int WRITERS = 10;
    private static final int DUMPS_EACH = 30;

    @TempDir
    Path root;

    private final Set<String> finished = ConcurrentHashMap.newKeySet();

    @Test
    void readersSeeEveryFinishedDumpWholeAndOnce() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                writers.add(threads.submit(() -> write(number)));
            }
            Callable<Integer> reader = () -> readUntilDone(writers);
            List<Future<Integer>> readers = List.of(threads.submit(reader), threads.submit(reader));
            for (Future<Integer> each : readers) {
                assertThat(each.get()).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(DumpStore.open(root).entries())
                .hasSize(WRITERS * DUMPS_EACH)
                .allMatch(entry -> entry.state() == DumpState.PRESENT);
    }

    private int readUntilDone(List<Future<?>> writers) {
        int readings = 0;
        boolean done;
        do {
            done = writers.stream().allMatch(Future::isDone);
            Set<String> finishedBefore = new HashSet<>(finished);
            List<DumpEntry> entries = DumpStore.open(root).entries();
            assertThat(entries)
                    .extracting(DumpEntry::id)
                    .doesNotHaveDuplicates()
                    .containsAll(finishedBefore);
            for (DumpEntry entry : entries) {
                assertThat(entry.main()).as(entry.id()).isEqualTo("com.acme.Shop");
                assertThat(entry.state()).as(entry.id()).isIn(DumpState.PRESENT, DumpState.INCOMPLETE);
                assertThat(finishedBefore.contains(entry.id()) && entry.part()).isFalse();
            }
            readings++;
        } while (!done);
        return readings;
    }

    private void write(int writer) {
        try {
            for (int i = 0; i < DUMPS_EACH; i++) {
                String id = "20261121T1049%02dZ-%d-%06x".formatted(i, writer + 1, i);
                writeOne(id);
                finished.add(id);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeOne(String id) throws IOException {
        Path making = Files.createTempDirectory(root, ".making");
        Files.writeString(
                making.resolve("dump.json"), "{\"main\":\"com.acme.Shop\",\"time\":\"2026-11-21T10:49:03Z\"}");
        Path part = Files.move(making, root.resolve(id + ".part"), StandardCopyOption.ATOMIC_MOVE);
        Files.writeString(part.resolve("heap.hprof"), "heap");
        Files.writeString(part.resolve("end.json"), "{\"heapBytes\":4}");
        Files.move(part, root.resolve(id), StandardCopyOption.ATOMIC_MOVE);
    }
}
