package jpm.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import jpm.graph.Heap;
import jpm.graph.HeapObject;
import jpm.graph.HeapOptions;
import jpm.graph.ReferenceChain;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootPathsTest {
    private static final long FIRST = 0x2000_0000L;
    private static final long STEP = 0x2000;

    @TempDir
    Path directory;

    /** A random graph, some of whose references are weak, and the same as a dump. */
    private static final class RandomHeap {
        final Map<Long, Set<Long>> strong = new HashMap<>();
        final Map<Long, Set<Long>> all = new HashMap<>();
        final Set<Long> roots = new LinkedHashSet<>();
        final HprofBuilder dump = new HprofBuilder().segmentBytes(20_000);
        private final Random random;
        private final int count;

        RandomHeap(long seed) {
            random = new Random(seed);
            count = 100 + random.nextInt(1500);
            long array = dump.define("[Ljava.lang.Object;").id();
            long reference = dump.define("java.lang.ref.Reference")
                    .field("referent", 'L')
                    .field("queue", 'L')
                    .id();
            long weak = dump.define("java.lang.ref.WeakReference")
                    .extend(reference)
                    .field("extra", 'L')
                    .id();
            int arrays = random.nextInt(8);
            for (int i = 0; i < count; i++) {
                long id = idOf(i);
                if (random.nextInt(4) == 0) {
                    long referent = target(i);
                    long queue = random.nextInt(9) == 0 ? referent : 0;
                    long extra = random.nextInt(3) == 0 ? target(i) : 0;
                    dump.nextId(id).instance(weak, extra, referent, queue);
                    add(all, id, referent);
                    add(strong, id, queue, extra);
                } else {
                    long[] targets = new long[random.nextInt(100) < arrays ? 400 : random.nextInt(4)];
                    for (int t = 0; t < targets.length; t++) {
                        targets[t] = target(i);
                    }
                    dump.nextId(id).objectArray(array, targets);
                    add(strong, id, targets);
                }
            }
            strong.forEach((from, to) -> to.forEach(each -> add(all, from, each)));
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                roots.add(idOf(random.nextInt(count)));
            }
            roots.forEach(dump::root);
        }

        private static long idOf(int i) {
            return FIRST + i * STEP;
        }

        /** Mostly near, so that paths are long; some are referred to by many. */
        private long target(int from) {
            return switch (random.nextInt(8)) {
                case 0 -> 0;
                case 1 -> idOf(random.nextInt(count));
                case 2 -> idOf(random.nextInt(3));
                default -> idOf(Math.floorMod(from + random.nextInt(9) - 4, count));
            };
        }

        private static void add(Map<Long, Set<Long>> references, long from, long... to) {
            Set<Long> targets = references.computeIfAbsent(from, id -> new HashSet<>());
            for (long id : to) {
                if (id != 0) {
                    targets.add(id);
                }
            }
        }
    }

    private static Map<Long, Integer> distances(Set<Long> roots, Map<Long, Set<Long>> references) {
        Map<Long, Integer> distances = new HashMap<>();
        Deque<Long> open = new ArrayDeque<>(roots);
        roots.forEach(root -> distances.put(root, 0));
        while (!open.isEmpty()) {
            long id = open.remove();
            for (long to : references.getOrDefault(id, Set.of())) {
                if (distances.putIfAbsent(to, distances.get(id) + 1) == null) {
                    open.add(to);
                }
            }
        }
        return distances;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 101, 201})
    void pathsAreAsShortAsCanBe(long firstSeed) {
        for (long seed = firstSeed; seed < firstSeed + 5; seed++) {
            RandomHeap random = new RandomHeap(seed);
            Path file = random.dump.write(directory.resolve("dump" + seed + ".hprof"));
            HeapOptions kept = HeapOptions.defaults().withCacheDirectory(directory.resolve("cache"));
            for (HeapOptions options : List.of(HeapOptions.defaults(), kept, kept)) {
                try (Heap heap = Heap.open(file, options)) {
                    compare(new RootPaths(heap, false), heap, random, random.strong);
                    compare(new RootPaths(heap, true), heap, random, random.all);
                }
            }
        }
    }

    private static void compare(RootPaths paths, Heap heap, RandomHeap random, Map<Long, Set<Long>> references) {
        Map<Long, Integer> distances = distances(random.roots, references);
        for (long id : random.strong.keySet()) {
            HeapObject object = heap.object(id);
            List<RootPaths.RootPath> found = paths.to(object, 1);
            Integer distance = distances.get(id);
            if (distance == null) {
                assertThat(found).as("%s", object).isEmpty();
            } else {
                assertThat(found).singleElement().satisfies(path -> {
                    assertThat(path.steps()).hasSize(distance + 1);
                    assertThat(path.roots()).isNotEmpty();
                    assertIsPath(path, id, random, references);
                });
            }
        }
        for (int i = 0; i < random.count; i += 50) {
            HeapObject object = heap.object(RandomHeap.idOf(i));
            List<RootPaths.RootPath> several = paths.to(object, 3);
            assertThat(several)
                    .doesNotHaveDuplicates()
                    .extracting(p -> p.steps().get(0).object())
                    .doesNotHaveDuplicates();
            several.forEach(path -> assertIsPath(path, object.id(), random, references));
            assertThat(several)
                    .isSortedAccordingTo((a, b) -> a.steps().size() - b.steps().size());
        }
    }

    private static void assertIsPath(
            RootPaths.RootPath path, long target, RandomHeap random, Map<Long, Set<Long>> references) {
        List<Long> ids = path.steps().stream().map(s -> s.object().id()).toList();
        assertThat(random.roots).contains(ids.get(0));
        for (int i = 1; i < ids.size(); i++) {
            assertThat(references.get(ids.get(i - 1))).contains(ids.get(i));
        }
        assertThat(ids.get(ids.size() - 1)).isEqualTo(target);
    }

    /** Links that refer a little ahead or anywhere back, so that paths are long; some hold many leaves, some only weakly what follows. */
    private static LongHeap longHeap(long seed, int links, int width) {
        LongHeap made = new LongHeap();
        Random random = new Random(seed);
        long array = made.dump.define("[Ljava.lang.Object;").id();
        long reference = made.dump
                .define("java.lang.ref.Reference")
                .field("referent", 'L')
                .id();
        long weak = made.dump
                .define("java.lang.ref.WeakReference")
                .extend(reference)
                .id();
        long leaf = FIRST + links * STEP;
        for (int i = 0; i < links; i++) {
            List<Long> targets = new ArrayList<>();
            targets.add(FIRST + Math.min(links - 1, i + 1 + random.nextInt(width)) * STEP);
            targets.add(FIRST + random.nextInt(i + 1) * STEP);
            for (int leaves = random.nextInt(100) == 0 ? random.nextInt(300) : 0; leaves > 0; leaves--, leaf += STEP) {
                targets.add(leaf);
                made.dump.nextId(leaf).objectArray(array);
                made.references.put(leaf, Set.of());
            }
            if (random.nextInt(20) == 0) {
                made.dump.nextId(leaf).instance(weak, FIRST + Math.min(links - 1, i + links / 5) * STEP);
                targets.add(leaf);
                made.references.put(leaf, Set.of());
                leaf += STEP;
            }
            made.dump
                    .nextId(FIRST + i * STEP)
                    .objectArray(
                            array, targets.stream().mapToLong(Long::longValue).toArray());
            made.references.put(FIRST + i * STEP, new HashSet<>(targets));
        }
        for (int i = 0; i < width; i++) {
            made.roots.add(FIRST + i * STEP);
            made.dump.root(FIRST + i * STEP);
        }
        return made;
    }

    private static final class LongHeap {
        final Map<Long, Set<Long>> references = new HashMap<>();
        final Set<Long> roots = new LinkedHashSet<>();
        final HprofBuilder dump = new HprofBuilder().segmentBytes(20_000);
    }

    @ParameterizedTest
    @CsvSource({"1, 30000, 1", "2, 30000, 3", "3, 60000, 12"})
    void longPathsAreAsShortAsCanBeAndReadInAnyOrder(long seed, int links, int width) {
        LongHeap made = longHeap(seed, links, width);
        Map<Long, Integer> distances = distances(made.roots, made.references);
        Path file = made.dump.write(directory.resolve("long.hprof"));
        HeapOptions kept = HeapOptions.defaults().withCacheDirectory(directory.resolve("cache"));
        for (HeapOptions options : List.of(kept, kept)) {
            try (Heap heap = Heap.open(file, options)) {
                Random random = new Random(seed);
                for (int i = (int) heap.object(FIRST).index(); i < heap.objectCount(); i += 7) {
                    HeapObject object = heap.objectAt(i);
                    ReferenceChain chain = heap.graph().findPathFromRoot(i);
                    Integer distance = distances.get(object.id());
                    assertThat(chain == null ? null : chain.length() - 1)
                            .as("%s", object)
                            .isEqualTo(distance);
                    if (chain != null && i % (7 * 400) == 0) {
                        assertIsChain(chain, heap, i, made);
                        assertIsSameInAnyOrder(chain, heap.graph().findPathFromRoot(i), random);
                    }
                }
                assertThat(distances.values()).anyMatch(distance -> distance > 4000);
            }
        }
    }

    private static void assertIsChain(ReferenceChain chain, Heap heap, int target, LongHeap made) {
        assertThat(made.roots).contains(heap.idAt(chain.objectAt(0)));
        for (int step = 1; step < chain.length(); step++) {
            assertThat(made.references.get(heap.idAt(chain.objectAt(step - 1))))
                    .contains(heap.idAt(chain.objectAt(step)));
        }
        assertThat(chain.objectAt(chain.length() - 1)).isEqualTo(target);
    }

    private static void assertIsSameInAnyOrder(ReferenceChain chain, ReferenceChain fresh, Random random) {
        for (int i = 0; i < 200; i++) {
            int step = random.nextInt(chain.length());
            assertThat(fresh.objectAt(step)).isEqualTo(chain.objectAt(step));
        }
        assertThatThrownBy(() -> fresh.objectAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> fresh.objectAt(fresh.length())).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void longChainsHaveShortestPathsInBothDirections() {
        HprofBuilder dump = new HprofBuilder();
        long type = dump.define("com.acme.Link")
                .field("next", 'L')
                .field("previous", 'L')
                .field("number", 'J')
                .id();
        int links = 200_000;
        for (int i = 0; i < links; i++) {
            long next = i + 1 == links ? 0 : FIRST + (i + 1) * 64L;
            dump.nextId(FIRST + i * 64L).instance(type, next, i == 0 ? 0 : FIRST + (i - 1) * 64L, (long) i);
        }
        dump.root(FIRST).root(FIRST + (links - 1) * 64L);
        try (Heap heap = Heap.open(dump.write(directory.resolve("dump.hprof")), HeapOptions.defaults())) {
            RootPaths paths = new RootPaths(heap, false);
            assertThat(paths.to(heap.object(FIRST + 70_000 * 64L), 1).get(0).steps())
                    .hasSize(70_001);
            assertThat(paths.to(heap.object(FIRST + 150_000 * 64L), 1).get(0).steps())
                    .hasSize(50_000);
            RootPaths.MergedPaths merged = paths.toInstancesOf(heap.findClasses("com.acme.Link"));
            assertThat(merged.instances()).isEqualTo(links);
            assertThat(merged.sampled()).isEqualTo(1000);
            assertThat(merged.paths().stream().mapToInt(RootPaths.MergedPath::instances))
                    .allMatch(count -> count > 0)
                    .satisfies(counts ->
                            assertThat(counts.stream().mapToInt(i -> i).sum()).isEqualTo(1000));
        }
    }
}
