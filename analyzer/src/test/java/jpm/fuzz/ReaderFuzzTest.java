package jpm.fuzz;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A short part of what {@code .ci/fuzz} does for long, and every mutation that once was neither read nor refused. */
class ReaderFuzzTest {
    @TempDir
    Path directory;

    private void exercise(String name, byte[] dump) throws IOException {
        Path file = Files.write(directory.resolve("dump.hprof"), dump);
        assertThatCode(() -> new DumpExercise(file).run()).as(name).doesNotThrowAnyException();
    }

    private static byte[] mutated(long seed) {
        return new DumpMutator(Choices.ofSeed(seed), SeedDumps.all()).mutated();
    }

    @Test
    void validDumpsAreRead() throws IOException {
        List<byte[]> seeds = SeedDumps.all();
        for (int i = 0; i < seeds.size(); i++) {
            exercise("seed dump " + i, seeds.get(i));
        }
    }

    @Test
    void anyMutationIsReadOrRefused() throws IOException {
        for (long seed = 0; seed < 400; seed++) {
            exercise("mutation " + seed, mutated(seed));
        }
    }

    /** A map whose entries are not what its class says: 1, 207, 2271. */
    @ParameterizedTest
    @ValueSource(longs = {1, 207, 2111, 2271})
    void whatFailedOnceIsReadOrRefused(long seed) throws IOException {
        exercise("mutation " + seed, mutated(seed));
    }
}
