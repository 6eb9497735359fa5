package jpm.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {
    private static final int VECTORS = 2_000;

    @TempDir
    Path folder;

    /** Who prepares the folder removes files without content, which those of vectors are at first. */
    @Test
    void vectorsAreMadeInFilesWhileOthersPrepareTheFolder() throws IOException {
        Path directory = folder.resolve("cache");
        AtomicBoolean isDone = new AtomicBoolean();
        CompletableFuture<Void> others = CompletableFuture.runAsync(() -> prepareUntil(directory, isDone));
        Scratch scratch = new Scratch(0, directory);
        try {
            for (int i = 0; i < VECTORS; i++) {
                assertThat(scratch.ints(1).length()).isEqualTo(1);
            }
        } finally {
            isDone.set(true);
            others.join();
        }
        assertThat(scratch.isInFiles()).isTrue();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    private static void prepareUntil(Path directory, AtomicBoolean isDone) {
        try {
            do {
                IndexDirectory.prepare(directory);
            } while (!isDone.get());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
