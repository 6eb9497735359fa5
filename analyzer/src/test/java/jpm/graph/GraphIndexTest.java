package jpm.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import jpm.index.DamagedIndexException;
import jpm.index.IndexReader;
import jpm.index.Scratch;
import jpm.testdata.HprofBuilder;
import jpm.testdata.Jdks;
import jpm.testdata.JvmProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphIndexTest {
    @TempDir
    Path directory;

    private Path file = Path.of("");
    private Path cache = Path.of("");

    @BeforeEach
    void write() {
        file = dump(7).write(directory.resolve("dump.hprof"));
        cache = directory.resolve("cache");
    }

    private static HprofBuilder dump(long seed) {
        Random random = new Random(seed);
        HprofBuilder dump = new HprofBuilder().segmentBytes(3000);
        long array = dump.define("[Ljava.lang.Object;").id();
        List<Long> made = new ArrayList<>(List.of(0L));
        for (int i = 0; i < 3000; i++) {
            long[] targets = random.longs(random.nextInt(6), 0, made.size())
                    .map(t -> made.get((int) t))
                    .toArray();
            made.add(dump.objectArray(array, targets));
        }
        for (int i = 1; i < 20; i++) {
            dump.root(made.get(made.size() - i));
        }
        dump.thread(
                dump.instance(dump.define("java.lang.Thread").id()),
                new HprofBuilder.Frame("com.acme.Shop", "main", "()V", "Shop.java", 3, made.get(5)));
        return dump;
    }

    private String digest(HeapOptions options) {
        StringBuilder all = new StringBuilder();
        try (Heap heap = Heap.open(file, options)) {
            HeapGraph graph = heap.graph();
            for (int i = 0; i < heap.objectCount(); i++) {
                HeapObject object = heap.objectAt(i);
                all.append(object)
                        .append(graph.dominatorOf(i))
                        .append(' ')
                        .append(graph.retainedBytes(i))
                        .append(' ');
                all.append(graph.shallowBytes(i)).append(graph.classNumber(i)).append(graph.isRoot(i));
                for (int referrer : graph.referrers(i)) {
                    all.append(',').append(referrer);
                }
                ReferenceChain path = graph.findPathFromRoot(i);
                for (int step = 0; path != null && step < path.length(); step++) {
                    all.append('<').append(path.objectAt(step));
                }
            }
            all.append(heap.roots())
                    .append(heap.threads())
                    .append(heap.coverage())
                    .append(heap.classes());
            assertThat(graph.indexProblem()).isEmpty();
        }
        return all.toString();
    }

    private HeapOptions cached() {
        return HeapOptions.defaults().withCacheDirectory(cache);
    }

    private List<Path> indexes() throws IOException {
        try (Stream<Path> list = Files.list(cache)) {
            return list.sorted().toList();
        }
    }

    @Test
    void aKeptIndexAnswersAsAFreshOne() throws IOException {
        String fresh = digest(HeapOptions.defaults());
        assertThat(digest(cached())).isEqualTo(fresh);
        assertThat(indexes()).hasSize(2);
        Set<String> phases = ConcurrentHashMap.newKeySet();
        assertThat(digest(cached().withProgress((name, done, total) -> phases.add(name))))
                .isEqualTo(fresh);
        assertThat(phases).isEmpty();
        assertThat(Files.list(directory)).containsExactlyInAnyOrder(file, cache);
    }

    @Test
    void anIndexOfAnEarlierDumpIsMadeAnew() {
        digest(cached());
        dump(8).write(file);
        assertThat(digest(cached())).isEqualTo(digest(HeapOptions.defaults()));
    }

    @Test
    void aDamagedIndexIsMadeAnew() throws IOException {
        String fresh = digest(cached());
        Random random = new Random(3);
        for (int round = 0; round < 20; round++) {
            for (Path index : indexes()) {
                try (RandomAccessFile bytes = new RandomAccessFile(index.toFile(), "rw")) {
                    bytes.seek((long) (random.nextDouble() * bytes.length()));
                    bytes.write(random.nextInt());
                    if (round % 5 == 0) {
                        bytes.setLength(bytes.length() / 2);
                    }
                }
            }
            assertThat(digestOfWhatMayBeDamaged()).isEqualTo(fresh);
        }
        assertThat(indexes()).hasSize(2);
    }

    /** What is damaged is noticed when it is used, and an index that was is gone then. */
    private String digestOfWhatMayBeDamaged() {
        while (true) {
            try {
                return digest(cached());
            } catch (DamagedIndexException e) {
                assertThat(e.hint()).contains("run the same again");
            }
        }
    }

    @Test
    void columnsStandInTheirOrderHoweverSoonTheyAreAdded() throws IOException {
        for (int round = 0; round < 20; round++) {
            try (Dump dump = Dump.open(file, cached());
                    GraphColumns columns = GraphColumns.create(dump, new Scratch(1 << 20, null), 10, 5)) {
                columns.storeWeak(new int[] {7, 8});
                columns.reserveReferrers(1, 3);
                columns.storeNearestFar(new int[] {5});
                columns.storeMilestones(new int[] {3, 2, 1});
                columns.keepSearched();
                columns.commit();
                assertThat(columns.problem()).isEmpty();
            }
            try (IndexReader index = Objects.requireNonNull(GraphColumns.open(cache, file))) {
                assertThat(GraphColumns.fits(index, 10)).isTrue();
                assertThat(index.intArray(GraphColumns.WEAK)).containsExactly(7, 8);
                assertThat(index.length(GraphColumns.REFERRERS)).isEqualTo(3);
                assertThat(index.intArray(GraphColumns.NEAREST_FAR)).containsExactly(5);
                assertThat(index.intArray(GraphColumns.MILESTONES)).containsExactly(3, 2, 1);
            }
        }
    }

    @Test
    void severalThatBuildAtOnceDoNotDisturbEachOther() {
        String fresh = digest(HeapOptions.defaults());
        assertThat(Stream.generate(() -> 0).limit(8).parallel().map(i -> digest(cached())))
                .containsOnly(fresh);
    }

    @Test
    void whereNoIndexCanBeKeptTheWorkGoesOn() throws IOException {
        cache = Files.writeString(directory.resolve("file"), "not a directory").resolve("below");
        try (Heap heap = Heap.open(file, cached())) {
            assertThat(heap.graph().reachableCount()).isGreaterThan(100);
            assertThat(heap.graph().indexProblem()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resolving references", "referrers packed", "writing the index"})
    void whatAKilledProcessLeftIsGoneOnWith(String phase) throws IOException {
        String fresh = digest(HeapOptions.defaults());
        assertThat(dieAt(phase)).isEqualTo(137);
        Set<String> phases = ConcurrentHashMap.newKeySet();
        assertThat(digest(cached().withProgress((name, done, total) -> phases.add(name))))
                .isEqualTo(fresh);
        assertThat(phases.contains("resolving references")).isEqualTo(phase.equals("resolving references"));
        assertThat(indexes()).hasSize(2);
        assertThat(digest(cached())).isEqualTo(fresh);
    }

    private int dieAt(String phase) {
        return JvmProcess.with(Jdks.running())
                .main(DyingIndexer.class.getName(), file.toString(), cache.toString(), phase)
                .run()
                .exitCode();
    }

    @Test
    void whatAKilledProcessLeftDamagedIsNotGoneOnWith() throws IOException {
        String fresh = digest(HeapOptions.defaults());
        Random random = new Random(5);
        for (int round = 0; round < 3; round++) {
            dieAt("referrers packed");
            Path part = indexes().stream()
                    .filter(p -> p.toString().endsWith(".part"))
                    .findFirst()
                    .orElseThrow();
            try (RandomAccessFile bytes = new RandomAccessFile(part.toFile(), "rw")) {
                for (int i = 0; i < 2000; i++) {
                    bytes.seek((long) (random.nextDouble() * bytes.length()));
                    bytes.write(random.nextInt());
                }
            }
            assertThat(digest(cached())).isEqualTo(fresh);
            assertThat(indexes()).hasSize(2);
            Files.delete(IndexReader.pathOf(cache, file, "graph"));
        }
    }

    @Test
    void whatAProcessLeftOfAnEarlierDumpIsNotGoneOnWith() throws IOException {
        dieAt("referrers packed");
        dump(8).write(file);
        assertThat(digest(cached())).isEqualTo(digest(HeapOptions.defaults()));
        assertThat(indexes()).hasSize(2);
    }

    @Test
    void severalProcessesThatBuildAtOnceDoNotDisturbEachOther() throws IOException, InterruptedException {
        String fresh = digest(HeapOptions.defaults());
        List<Process> others = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            others.add(JvmProcess.with(Jdks.running())
                    .main(DyingIndexer.class.getName(), file.toString(), cache.toString(), "")
                    .start());
        }
        while (others.stream().anyMatch(Process::isAlive)) {
            assertThat(digest(cached())).isEqualTo(fresh);
            Files.deleteIfExists(IndexReader.pathOf(cache, file, "graph"));
        }
        for (Process other : others) {
            assertThat(other.waitFor()).isZero();
        }
        assertThat(digest(cached())).isEqualTo(fresh);
        assertThat(indexes()).hasSize(2);
    }

    @Test
    void withoutMemoryToTakeTheResultIsTheSame() throws IOException {
        String fresh = digest(HeapOptions.defaults());
        assertThat(digest(cached().withRam(0))).isEqualTo(fresh);
        assertThat(indexes()).hasSize(2);
        assertThat(digest(cached())).isEqualTo(fresh);
    }
}
