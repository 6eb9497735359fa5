package jpm.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeapGraphTest {
    private static final long FIRST = 0x2000_0000L;
    private static final long STEP = 0x400;

    @TempDir
    Path directory;

    /** A random graph and the same as a dump. */
    private final class RandomHeap {
        final Map<Long, Set<Long>> references = new HashMap<>();
        final Set<Long> roots = new LinkedHashSet<>();
        final HprofBuilder dump = new HprofBuilder().segmentBytes(2000);

        RandomHeap(long seed) {
            Random random = new Random(seed);
            int count = 2 + random.nextInt(60);
            long arrayClass = dump.define("[Ljava.lang.Object;").id();
            long loaderId = FIRST;
            long pluginClass = dump.define("com.acme.Plugin")
                    .loader(loaderId)
                    .field("a", 'L')
                    .field("n", 'I')
                    .field("b", 'L')
                    .id();
            references.put(pluginClass, new LinkedHashSet<>(List.of(loaderId)));
            double density = random.nextDouble() * 3;
            for (int i = 0; i < count; i++) {
                long id = FIRST + i * STEP;
                if (random.nextInt(3) == 0) {
                    long a = target(random, count, density);
                    long b = target(random, count, density);
                    dump.nextId(id).instance(pluginClass, a, 7, b);
                    addAll(id, pluginClass, a, b);
                } else {
                    long[] targets = new long[random.nextInt(1 + (int) (2 * density))];
                    for (int t = 0; t < targets.length; t++) {
                        targets[t] = target(random, count, density);
                    }
                    dump.nextId(id).objectArray(arrayClass, targets);
                    addAll(id, targets);
                }
            }
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                long root = FIRST + random.nextInt(count) * STEP;
                roots.add(root);
                dump.root(root);
            }
        }

        private long target(Random random, int count, double density) {
            return random.nextDouble() * 4 > density + 1 ? 0 : FIRST + random.nextInt(count) * STEP;
        }

        private void addAll(long from, long... to) {
            Set<Long> targets = references.computeIfAbsent(from, id -> new LinkedHashSet<>());
            for (long id : to) {
                if (id != 0) {
                    targets.add(id);
                }
            }
        }

        Set<Long> reachableWithout(Long... removed) {
            Set<Long> left = Set.of(removed);
            Set<Long> seen = new HashSet<>();
            Deque<Long> open = new ArrayDeque<>(roots);
            while (!open.isEmpty()) {
                long id = open.pop();
                if (!left.contains(id) && seen.add(id)) {
                    open.addAll(references.getOrDefault(id, Set.of()));
                }
            }
            return seen;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1001, 2001, 3001})
    void dominatorsAndRetainedSizesAreThoseOfTheDefinition(long firstSeed) {
        for (long seed = firstSeed; seed < firstSeed + 30; seed++) {
            RandomHeap random = new RandomHeap(seed);
            Path file = random.dump.write(directory.resolve("dump.hprof"));
            try (Heap heap = Heap.open(file, HeapOptions.defaults())) {
                compare(random, heap, seed);
            }
        }
    }

    private static void compare(RandomHeap random, Heap heap, long seed) {
        HeapGraph graph = heap.graph();
        Set<Long> reachable = random.reachableWithout();
        Map<Long, Set<Long>> dominated = new HashMap<>();
        for (long id : reachable) {
            Set<Long> lost = new HashSet<>(reachable);
            lost.removeAll(random.reachableWithout(id));
            dominated.put(id, lost);
        }
        for (long id : random.references.keySet()) {
            int index = (int) heap.object(id).index();
            assertThat(graph.isReachable(index)).as("seed %d, 0x%x", seed, id).isEqualTo(reachable.contains(id));
            if (reachable.contains(id)) {
                long bytes = dominated.get(id).stream()
                        .mapToLong(d -> heap.object(d).shallowBytes())
                        .sum();
                assertThat(graph.retainedBytes(index))
                        .as("seed %d, retained by 0x%x", seed, id)
                        .isEqualTo(bytes);
                int dominator = graph.dominatorOf(index);
                long found = dominator < 0 ? 0 : heap.objectAt(dominator).id();
                assertThat(found).as("seed %d, dominator of 0x%x", seed, id).isEqualTo(immediate(id, dominated));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1001, 2001})
    void whatSeveralRetainTogetherIsThatOfTheDefinition(long firstSeed) {
        for (long seed = firstSeed; seed < firstSeed + 30; seed++) {
            RandomHeap random = new RandomHeap(seed);
            Path file = random.dump.write(directory.resolve("dump.hprof"));
            try (Heap heap = Heap.open(file, HeapOptions.defaults())) {
                List<Long> reachable = new ArrayList<>(random.reachableWithout());
                Random choice = new Random(seed);
                for (int i = 0; i < 20; i++) {
                    Long[] removed = choice.longs(1 + choice.nextInt(5), 0, reachable.size())
                            .map(place -> reachable.get((int) place))
                            .distinct()
                            .boxed()
                            .toArray(Long[]::new);
                    Set<Long> lost = new HashSet<>(reachable);
                    lost.removeAll(random.reachableWithout(removed));
                    int[] indexes = Arrays.stream(removed)
                            .mapToInt(id -> (int) heap.object(id).index())
                            .toArray();
                    assertThat(heap.graph().retainedSet(indexes).stream().mapToObj(heap::idAt))
                            .as("seed %d without %s", seed, List.of(removed))
                            .containsExactlyInAnyOrderElementsOf(lost);
                }
            }
        }
    }

    @Test
    void whatTwoElementsOfALongListHoldBetweenThemIsRetained() {
        int links = 200_000;
        HprofBuilder dump = new HprofBuilder();
        long link = dump.define("com.acme.Link")
                .field("next", 'L')
                .field("previous", 'L')
                .id();
        for (int i = 0; i < links; i++) {
            dump.nextId(FIRST + i * STEP)
                    .instance(link, i + 1 == links ? 0 : FIRST + (i + 1) * STEP, i == 0 ? 0 : FIRST + (i - 1) * STEP);
        }
        dump.root(FIRST).root(FIRST + (links - 1) * STEP);
        try (Heap heap = Heap.open(dump.write(directory.resolve("list.hprof")), HeapOptions.defaults())) {
            int first = (int) heap.object(FIRST).index();
            assertThat(heap.graph().retainedSet(new int[] {first + 70_000, first + 120_000}).stream())
                    .containsExactlyElementsOf(IntStream.rangeClosed(first + 70_000, first + 120_000)
                            .boxed()
                            .toList());
        }
    }

    /** Neighbours, of which some have thousands of referrers and some have few. */
    @Test
    void referrersAreFoundBehindThoseOfOthersThatHaveThousands() {
        int holders = 5_000;
        HprofBuilder dump = new HprofBuilder();
        long array = dump.define("[Ljava.lang.Object;").id();
        long[] held = LongStream.range(0, 100)
                .map(i -> dump.array(new int[] {(int) i}))
                .toArray();
        long first = dump.objectArray(array, held);
        Map<Long, List<Long>> expected = new HashMap<>();
        Arrays.stream(held).forEach(id -> expected.put(id, new ArrayList<>(List.of(first))));
        long[] all = new long[holders];
        all[0] = first;
        Random random = new Random(3);
        for (int i = 1; i < holders; i++) {
            long[] some = IntStream.range(0, held.length)
                    .filter(h -> random.nextInt(held.length) > h)
                    .mapToLong(h -> held[h])
                    .toArray();
            long holder = dump.objectArray(array, some);
            all[i] = holder;
            Arrays.stream(some).forEach(id -> expected.get(id).add(holder));
        }
        dump.root(dump.objectArray(array, all));
        Path file = dump.write(directory.resolve("dump.hprof"));
        HeapOptions kept = HeapOptions.defaults().withCacheDirectory(directory.resolve("cache"));
        for (boolean isNew : new boolean[] {true, false}) {
            try (Heap heap = Heap.open(file, kept)) {
                assertThat(heap.findGraph() == null).isEqualTo(isNew);
                expected.forEach((id, referrers) -> assertThat(Arrays.stream(heap.graph()
                                        .referrers((int) heap.object(id).index()))
                                .mapToObj(heap::idAt))
                        .containsExactlyInAnyOrderElementsOf(referrers));
            }
        }
    }

    /** Of all that dominate an object the one that dominates no other of them. */
    private static long immediate(long id, Map<Long, Set<Long>> dominated) {
        List<Long> dominators = new ArrayList<>();
        dominated.forEach((d, below) -> {
            if (d != id && below.contains(id)) {
                dominators.add(d);
            }
        });
        return dominators.stream()
                .filter(d -> dominators.stream()
                        .noneMatch(other -> !other.equals(d) && dominated.get(d).contains(other)))
                .findFirst()
                .orElse(0L);
    }

    @Test
    void aLongChainIsNoProblem() {
        HprofBuilder dump = new HprofBuilder();
        long type = dump.define("com.acme.Link").field("next", 'L').id();
        long next = 0;
        int links = 300_000;
        for (int i = 0; i < links; i++) {
            next = dump.instance(type, next);
        }
        dump.root(next);
        try (Heap heap = Heap.open(dump.write(directory.resolve("dump.hprof")), HeapOptions.defaults())) {
            int head = (int) heap.object(next).index();
            assertThat(heap.graph().retainedBytes(head)).isEqualTo(links * 16L);
        }
    }

    @Test
    void whatAFrameRefersToIsRetainedByItsThread() {
        HprofBuilder dump = new HprofBuilder();
        long thread = dump.instance(dump.define("java.lang.Thread").id());
        long local = dump.array(new byte[1000]);
        dump.thread(thread, new HprofBuilder.Frame("com.acme.Shop", "price", "()V", "Shop.java", 1, local));
        try (Heap heap = Heap.open(dump.write(directory.resolve("dump.hprof")), HeapOptions.defaults())) {
            HeapGraph graph = heap.graph();
            int threadIndex = (int) heap.object(thread).index();
            assertThat(graph.dominatorOf((int) heap.object(local).index())).isEqualTo(threadIndex);
            assertThat(graph.retainedBytes(threadIndex)).isEqualTo(16 + 1016);
            assertThat(graph.referrers((int) heap.object(local).index())).containsExactly(threadIndex);
        }
    }
}
