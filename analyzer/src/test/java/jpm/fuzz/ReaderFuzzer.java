package jpm.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads mutated dumps for as long as asked for, or what Jazzer gives to {@link #fuzzerTestOneInput}. An input that is neither read nor refused within
 * {@value #MAX_SECONDS} seconds and the memory of this JVM is kept as a file.
 */
public final class ReaderFuzzer {
    private static final int MAX_SECONDS = 20;
    private static final List<byte[]> SEEDS = SeedDumps.all();
    /** The first byte of an input that is a dump itself; what begins otherwise tells how to mutate one. */
    private static final byte DUMP = 'J';

    private static final byte GZIP = 0x1f;

    private ReaderFuzzer() {}

    /** Jazzer's entry: a dump, or else the choices of a mutation. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        boolean isDump = data.length > 0 && (data[0] == DUMP || data[0] == GZIP);
        Path file = Files.createTempFile("jpm-fuzz-", ".hprof");
        try {
            Files.write(file, isDump ? data : new DumpMutator(Choices.ofBytes(data), SEEDS).mutated());
            new DumpExercise(file).run();
        } finally {
            Files.delete(file);
        }
    }

    /** {@code seeds FOLDER} writes valid dumps to begin with; {@code SECONDS [SEED [FOLDER]]} reads random mutations and keeps what fails. */
    public static void main(String... arguments) throws IOException {
        if (arguments[0].equals("seeds")) {
            writeSeeds(Files.createDirectories(Path.of(arguments[1])));
            return;
        }
        Instant end = Instant.now().plus(Duration.ofSeconds(Long.parseLong(arguments[0])));
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        Path failures = Files.createDirectories(Path.of(arguments.length > 2 ? arguments[2] : "target/fuzz"));
        long seed = first;
        int failed = 0;
        try (Runner runner = new Runner()) {
            for (; Instant.now().isBefore(end); seed++) {
                failed += runner.reads(seed, failures) ? 0 : 1;
            }
        }
        System.out.println((seed - first) + " dumps from seed " + first + " on, " + failed + " failed");
        System.exit(failed == 0 ? 0 : 1);
    }

    private static void writeSeeds(Path folder) throws IOException {
        for (int i = 0; i < SEEDS.size(); i++) {
            Files.write(folder.resolve("seed-" + i + ".hprof"), SEEDS.get(i));
        }
    }

    /** Runs exercises on a thread of its own, so that one that hangs is seen. */
    private static final class Runner implements AutoCloseable {
        private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
            Thread worker = new Thread(work, "exercise");
            worker.setDaemon(true);
            return worker;
        });
        private final Path file;

        Runner() throws IOException {
            file = Files.createTempFile("jpm-fuzz-", ".hprof");
        }

        boolean reads(long seed, Path failures) throws IOException {
            byte[] dump = new DumpMutator(Choices.ofSeed(seed), SEEDS).mutated();
            Files.write(file, dump);
            try {
                thread.submit(() -> new DumpExercise(file).run()).get(MAX_SECONDS, TimeUnit.SECONDS);
                return true;
            } catch (ExecutionException | TimeoutException e) {
                Throwable why = e.getCause() == null ? e : e.getCause();
                Path kept = Files.write(failures.resolve("seed-" + seed + ".hprof"), dump);
                System.out.println(kept + ": " + why);
                why.printStackTrace(System.out);
                if (e instanceof TimeoutException) {
                    throw new UncheckedIOException(new IOException("stopped at seed " + seed));
                }
                return false;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            thread.shutdownNow();
            Files.deleteIfExists(file);
        }
    }
}
