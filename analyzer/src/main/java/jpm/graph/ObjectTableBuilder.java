package jpm.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Collects addresses and record positions from many threads at once, each through a {@link Collector} of its own. */
final class ObjectTableBuilder {
    private static final VarHandle BITS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int PAGE_SLOTS_SHIFT = ObjectTable.WORD_SHIFT + ObjectTable.PAGE_WORDS_SHIFT;
    /** 16 MB, more than a young generation takes. */
    private static final int MAX_SLAB_PAGES = 1 << 13;

    private static final int WORD_SLOTS = 1 << ObjectTable.WORD_SHIFT;

    private final int slotShift;
    private final ConcurrentHashMap<Long, Page> pages = new ConcurrentHashMap<>();
    private final List<long[]> slabs = new ArrayList<>();
    private int slabPages = 1;
    private int slabLeft;

    /** @param slotShift how many low bits of every address are zero */
    ObjectTableBuilder(int slotShift) {
        this.slotShift = slotShift;
    }

    /**
     * A page's words, and where in the dump their runs begin, within an array that many pages share: young collections would copy small ones.
     *
     * @param at where the bits stand; the runs' places follow
     */
    private record Page(long[] slab, int at) {
        static final int LONGS = 2 * ObjectTable.PAGE_WORDS;
    }

    private Page newPage(long number) {
        synchronized (slabs) {
            if (slabLeft == 0) {
                slabPages = Math.min(MAX_SLAB_PAGES, 2 * slabPages);
                slabs.add(new long[slabPages * Page.LONGS]);
                slabLeft = slabPages;
            }
            return new Page(slabs.get(slabs.size() - 1), --slabLeft * Page.LONGS);
        }
    }

    Collector collector() {
        return new Collector();
    }

    /** The table of all objects collected, put together by so many threads. */
    ObjectTable build(List<Collector> collectors, int threads) {
        collectors.forEach(Collector::endRun);
        long[] numbers = new long[pages.size()];
        int n = 0;
        for (long number : pages.keySet()) {
            numbers[n++] = number;
        }
        Arrays.sort(numbers);
        int chunkCount = (numbers.length + ObjectTable.CHUNK_PAGES - 1) / ObjectTable.CHUNK_PAGES;
        ObjectTable.Chunk[] chunks = new ObjectTable.Chunk[chunkCount];
        AtomicInteger next = new AtomicInteger();
        Parallel.call(threads, () -> {
            for (int i = next.getAndIncrement(); i < chunkCount; i = next.getAndIncrement()) {
                int first = i * ObjectTable.CHUNK_PAGES;
                chunks[i] = chunk(numbers, first, Math.min(numbers.length, first + ObjectTable.CHUNK_PAGES));
            }
            return true;
        });
        Exceptions exceptions = Exceptions.merge(collectors);
        return new ObjectTable(slotShift, numbers, chunks, exceptions.ids, exceptions.at);
    }

    private ObjectTable.Chunk chunk(long[] numbers, int from, int to) {
        int length = (to - from) * ObjectTable.PAGE_WORDS;
        long[] words = new long[2 * length];
        long[] runAt = new long[length];
        for (int i = from; i < to; i++) {
            Page page = Objects.requireNonNull(pages.remove(numbers[i]));
            int firstWord = (i - from) * ObjectTable.PAGE_WORDS;
            for (int word = 0; word < ObjectTable.PAGE_WORDS; word++) {
                words[2 * (firstWord + word)] = page.slab[page.at + word];
            }
            System.arraycopy(page.slab, page.at + ObjectTable.PAGE_WORDS, runAt, firstWord, ObjectTable.PAGE_WORDS);
        }
        return new ObjectTable.Chunk(words, runAt);
    }

    /** The bits that no address collected may have set: zero when {@code slotShift} was right. */
    static long misalignment(List<Collector> collectors, int slotShift) {
        long bits = 0;
        for (Collector collector : collectors) {
            bits |= collector.idBits;
        }
        return bits & (1L << slotShift) - 1;
    }

    /** One thread's part of the work; objects are added in the order of the dump. */
    final class Collector {
        private long idBits;
        private long duplicates;
        private long runWord = -1;
        private long runBits;
        private int runLength;
        private final long[] runIds = new long[WORD_SLOTS];
        private final long[] runAts = new long[WORD_SLOTS];
        private long pageNumber = -1;
        private Page page = new Page(new long[0], 0);
        private long[] exceptionIds = new long[64];
        private long[] exceptionAt = new long[64];
        private int exceptionCount;

        private Collector() {}

        /** An object at address {@code id} whose record begins at {@code recordAt}. */
        void add(long id, long recordAt) {
            idBits |= id;
            long slot = id >>> slotShift;
            long word = slot >>> ObjectTable.WORD_SHIFT;
            long bit = 1L << slot;
            if (word != runWord || (runBits & bit) != 0) {
                endRun();
                runWord = word;
            }
            runBits |= bit;
            runIds[runLength] = id;
            runAts[runLength++] = recordAt;
        }

        /** How many objects had an address that another had too. */
        long duplicates() {
            return duplicates;
        }

        /** To be called at the end of a region: runs do not cross it. */
        void endRun() {
            if (runLength > 0) {
                claim();
                runLength = 0;
                runBits = 0;
            }
            runWord = -1;
        }

        private void claim() {
            int wordInPage = (int) runWord & ObjectTable.PAGE_WORDS - 1;
            Page target = page(runWord >>> ObjectTable.PAGE_WORDS_SHIFT);
            long before = (long) BITS.getAndBitwiseOr(target.slab, target.at + wordInPage, runBits);
            if (before == 0) {
                target.slab[target.at + ObjectTable.PAGE_WORDS + wordInPage] = runAts[0];
                return;
            }
            duplicates += Long.bitCount(before & runBits);
            for (int i = 0; i < runLength; i++) {
                if ((before & 1L << (runIds[i] >>> slotShift)) == 0) {
                    addException(runIds[i], runAts[i]);
                }
            }
        }

        private Page page(long number) {
            if (number != pageNumber) {
                page = pages.computeIfAbsent(number, ObjectTableBuilder.this::newPage);
                pageNumber = number;
            }
            return page;
        }

        private void addException(long id, long recordAt) {
            if (exceptionCount == exceptionIds.length) {
                exceptionIds = Arrays.copyOf(exceptionIds, exceptionCount * 2);
                exceptionAt = Arrays.copyOf(exceptionAt, exceptionCount * 2);
            }
            exceptionIds[exceptionCount] = id;
            exceptionAt[exceptionCount++] = recordAt;
        }
    }

    /** The objects outside their word's first run, sorted by address. */
    private record Exceptions(long[] ids, long[] at) {
        static Exceptions merge(List<Collector> collectors) {
            int total = collectors.stream().mapToInt(c -> c.exceptionCount).sum();
            long[] ids = new long[total];
            long[] at = new long[total];
            int n = 0;
            for (Collector collector : collectors) {
                System.arraycopy(collector.exceptionIds, 0, ids, n, collector.exceptionCount);
                System.arraycopy(collector.exceptionAt, 0, at, n, collector.exceptionCount);
                n += collector.exceptionCount;
            }
            long[] sorted = ids.clone();
            Arrays.parallelSort(sorted);
            long[] sortedAt = new long[total];
            for (int i = 0; i < total; i++) {
                sortedAt[Arrays.binarySearch(sorted, ids[i])] = at[i];
            }
            return new Exceptions(sorted, sortedAt);
        }
    }
}
