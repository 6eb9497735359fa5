package jpm.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import jpm.analysis.RootPaths;
import jpm.io.ByteSource;
import jpm.io.Cancellation;
import jpm.io.Progress;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bounds what work costs in bytes, which unlike time is the same on every machine. */
class WorkPerObjectTest {
    private static final int ORDERS = 60_000;
    private static final int ASKED = 500;

    @TempDir
    Path directory;

    private Path file = Path.of("");
    private final AtomicLong bytesRead = new AtomicLong();
    private List<Long> ids = List.of();

    @BeforeEach
    void write() {
        HprofBuilder dump = new HprofBuilder();
        long order = dump.define("com.acme.Order")
                .field("customer", 'L')
                .field("lines", 'L')
                .field("number", 'J')
                .id();
        long array = dump.define("[Ljava.lang.Object;").id();
        Random random = new Random(7);
        List<Long> made = new ArrayList<>(List.of(dump.array(new byte[10])));
        for (int i = 0; i < ORDERS; i++) {
            long lines = dump.objectArray(array, dump.array(new byte[20]), made.get(random.nextInt(made.size())));
            made.add(dump.instance(order, made.get(random.nextInt(made.size())), lines, (long) i));
        }
        dump.root(
                dump.objectArray(array, made.stream().mapToLong(Long::longValue).toArray()));
        file = dump.write(directory.resolve("dump.hprof"));
        ids = made;
    }

    /** Counts what is read of the dump. */
    private final class CountingSource implements ByteSource {
        private final ByteSource counted = ByteSource.open(file, Progress.NONE, new Cancellation());

        @Override
        public long sizeBytes() {
            return counted.sizeBytes();
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) {
            int read = counted.read(position, into, offset, length);
            bytesRead.addAndGet(read);
            return read;
        }

        @Override
        public void close() {
            counted.close();
        }
    }

    private Heap open(HeapOptions options) {
        return Heap.of(Dump.of(file, new CountingSource(), options));
    }

    private HeapOptions kept() {
        return HeapOptions.defaults().withCacheDirectory(directory.resolve("cache"));
    }

    private long read(Runnable work) {
        long before = bytesRead.get();
        work.run();
        return bytesRead.get() - before;
    }

    @Test
    void theDumpIsReadOnceToOpenItAndTwiceMoreAtMostForItsGraph() throws IOException {
        long size = Files.size(file);
        AtomicLong opening = new AtomicLong();
        long all = read(() -> {
            try (Heap heap = open(kept())) {
                opening.set(bytesRead.get());
                heap.graph();
            }
        });
        assertThat(opening.get()).isBetween(size / 10 * 9, size + (1 << 17));
        // Once for the references, and once more for what is a sample in larger dumps.
        assertThat(all).isLessThan(3 * size + (1 << 18));
    }

    @Test
    void anOpenIndexReadsTheDumpForSingleObjectsOnly() throws IOException {
        try (Heap heap = open(kept())) {
            heap.graph();
        }
        try (Heap heap = open(kept())) {
            bytesRead.set(0);
            HeapGraph graph = heap.graph();
            assertThat(bytesRead).hasValueLessThan(1 << 17);
            Random random = new Random(3);
            RootPaths paths = new RootPaths(heap, false);
            for (int i = 0; i < ASKED; i++) {
                HeapObject object = heap.object(ids.get(random.nextInt(ids.size())));
                int index = (int) object.index();
                // Numbers come from the index alone.
                assertThat(read(() -> {
                            graph.retainedBytes(index);
                            graph.dominatorOf(index);
                            graph.referrers(index);
                        }))
                        .isZero();
                // Blocks of 8 KiB, some for the object's own record and for those on its short way to the root.
                assertThat(read(() -> ((HeapInstance) object).fields())).isLessThanOrEqualTo(2 << 13);
                assertThat(read(() -> paths.to(object, 1))).isLessThan(1 << 20);
            }
        }
    }

    @Test
    void anIndexTakesThirtyBytesPerObject() throws IOException {
        try (Heap heap = open(kept())) {
            heap.graph();
            long bytes = 0;
            try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
                for (Path index : files.toList()) {
                    bytes += Files.size(index);
                }
            }
            assertThat(bytes / (double) heap.objectCount()).isLessThan(30);
            assertThat(heap.objects().memoryBytes() / (double) heap.objectCount())
                    .isLessThan(4);
        }
    }
}
