package jpm.graph;

import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jpm.hprof.RecordWalker;
import jpm.index.Bytes;
import jpm.index.IndexReader;
import jpm.index.IndexWriter;
import org.jspecify.annotations.Nullable;

/**
 * From an object's address to its dense index and its place in the dump, in constant time and about 24 bytes per 512 bytes of heap.
 *
 * <p>The address range is cut into pages, a page into words of 64 slots, a slot being one possible address. A word knows which of its slots
 * hold objects, how many objects stand before it (its rank), and where in the dump its first run of objects begins. The index of an object
 * is its rank by address. Objects of a word that do not follow its first run in the dump stand in an exception list, sorted by address.
 *
 * <p>Words stand in chunks of 64 pages, which a table that is kept in an index reads when it needs them. Thread-safe.
 */
final class ObjectTable {
    static final int PAGE_WORDS_SHIFT = 7;
    static final int PAGE_WORDS = 1 << PAGE_WORDS_SHIFT;
    static final int WORD_SHIFT = 6;
    private static final int CHUNK_PAGES_SHIFT = 6;
    static final int CHUNK_PAGES = 1 << CHUNK_PAGES_SHIFT;
    private static final int CHUNK_SHIFT = CHUNK_PAGES_SHIFT + PAGE_WORDS_SHIFT;
    static final int CHUNK_WORDS = 1 << CHUNK_SHIFT;
    private static final long WORD_MASK = (1L << WORD_SHIFT) - 1;
    private static final int MIN_DIRECT_PAGES = 1 << 16;
    /** How many pages of the range may be empty for each that is not: two far addresses must not cost the whole range between them. */
    private static final int MAX_SPARSITY = 32;

    private final int slotShift;
    /** Page numbers in ascending order. */
    private final long[] pageNumbers;
    /** From page number minus the first one to the page's place, -1 for none; empty when the range is too sparse. */
    private final int[] direct;

    /** Null until needed where the table is read from an index. */
    private final @Nullable Chunk[] chunks;
    /** How many objects stand before each chunk, and at the end how many there are. */
    private final long[] chunkRanks;

    private final long[] exceptionIds;
    private final long[] exceptionAt;
    /** Where chunks are read from, or null when all are there. */
    private final @Nullable Stored stored;

    /** A row of words. */
    static final class Chunk {
        /** Pairs of a word's bits and its rank. */
        final long[] words;

        final long[] runAt;

        /** @param words pairs whose ranks are not known yet */
        Chunk(long[] words, long[] runAt) {
            this.words = words;
            this.runAt = runAt;
        }

        /** Ranks the words, and gives the rank behind them. */
        long rankFrom(long first) {
            long rank = first;
            for (int i = 0; i < words.length; i += 2) {
                words[i + 1] = rank;
                rank += Long.bitCount(words[i]);
            }
            return rank;
        }
    }

    /** The columns of an index. */
    private record Stored(Bytes bits, Bytes runAt) {
        Chunk chunk(int number, int length, long rank) {
            long from = (long) number * CHUNK_WORDS * Long.BYTES;
            long[] some = new long[length];
            bits.copyLongs(from, some);
            long[] words = new long[2 * length];
            for (int i = 0; i < length; i++) {
                words[2 * i] = some[i];
            }
            runAt.copyLongs(from, some);
            Chunk chunk = new Chunk(words, some);
            chunk.rankFrom(rank);
            return chunk;
        }
    }

    /** @param chunks of {@link #CHUNK_WORDS} words, but for the last */
    ObjectTable(int slotShift, long[] pageNumbers, Chunk[] chunks, long[] exceptionIds, long[] exceptionAt) {
        this(slotShift, pageNumbers, chunks, ranked(chunks), exceptionIds, exceptionAt, null);
    }

    private static long[] ranked(Chunk[] chunks) {
        long[] ranks = new long[chunks.length + 1];
        for (int i = 0; i < chunks.length; i++) {
            ranks[i + 1] = chunks[i].rankFrom(ranks[i]);
        }
        return ranks;
    }

    private ObjectTable(
            int slotShift,
            long[] pageNumbers,
            @Nullable Chunk[] chunks,
            long[] chunkRanks,
            long[] exceptionIds,
            long[] exceptionAt,
            @Nullable Stored stored) {
        this.slotShift = slotShift;
        this.pageNumbers = pageNumbers;
        this.chunks = chunks;
        this.chunkRanks = chunkRanks;
        this.exceptionIds = exceptionIds;
        this.exceptionAt = exceptionAt;
        this.stored = stored;
        this.direct = directPages(pageNumbers);
    }

    private static int[] directPages(long[] pageNumbers) {
        if (pageNumbers.length == 0) {
            return new int[0];
        }
        long span = pageNumbers[pageNumbers.length - 1] - pageNumbers[0] + 1;
        if (span <= 0 || span > Math.max(MIN_DIRECT_PAGES, (long) MAX_SPARSITY * pageNumbers.length)) {
            return new int[0];
        }
        int[] direct = new int[(int) span];
        Arrays.fill(direct, -1);
        for (int place = 0; place < pageNumbers.length; place++) {
            direct[(int) (pageNumbers[place] - pageNumbers[0])] = place;
        }
        return direct;
    }

    /** Adds the table's columns to an index. */
    void write(IndexWriter to) throws IOException {
        to.addLongs(pageNumbers, pageNumbers.length);
        to.addLongs(chunkRanks, chunkRanks.length);
        to.addLongs(allChunks().map(chunk -> chunk.words), 2);
        to.addLongs(allChunks().map(chunk -> chunk.runAt), 1);
        to.addLongs(exceptionIds, exceptionIds.length);
        to.addLongs(exceptionAt, exceptionAt.length);
    }

    /** Takes what {@link #write} wrote, most of it when it is needed. */
    static ObjectTable read(IndexReader from, int firstColumn, int slotShift) throws IOException {
        long[] pageNumbers = from.longArray(firstColumn);
        long[] chunkRanks = from.longArray(firstColumn + 1);
        return new ObjectTable(
                slotShift,
                pageNumbers,
                new @Nullable Chunk[chunkRanks.length - 1],
                chunkRanks,
                from.longArray(firstColumn + 4),
                from.longArray(firstColumn + 5),
                new Stored(from.bytes(firstColumn + 2), from.bytes(firstColumn + 3)));
    }

    private Stream<Chunk> allChunks() {
        return IntStream.range(0, chunks.length).mapToObj(this::chunk);
    }

    private int wordCount() {
        return pageNumbers.length * PAGE_WORDS;
    }

    private Chunk chunk(int number) {
        Chunk known = chunks[number];
        return known != null ? known : load(number);
    }

    /** Threads that race load the same chunk twice, which does no harm. */
    private Chunk load(int number) {
        int length = Math.min(CHUNK_WORDS, wordCount() - number * CHUNK_WORDS);
        Chunk loaded = Objects.requireNonNull(stored).chunk(number, length, chunkRanks[number]);
        chunks[number] = loaded;
        return loaded;
    }

    /** How many objects there are. */
    long count() {
        return chunkRanks[chunks.length];
    }

    /** The memory that the table takes when it is used everywhere. */
    long memoryBytes() {
        long longs = pageNumbers.length + 3L * wordCount() + exceptionIds.length + exceptionAt.length;
        return longs * Long.BYTES + (long) direct.length * Integer.BYTES;
    }

    int slotShift() {
        return slotShift;
    }

    /** The index of the object at that address, or -1 when there is none. */
    long indexOf(long id) {
        long slot = id >>> slotShift;
        int page = page(slot >>> (WORD_SHIFT + PAGE_WORDS_SHIFT));
        if (page < 0) {
            return -1;
        }
        int word = word(page, slot);
        long[] words = chunk(word >>> CHUNK_SHIFT).words;
        int at = 2 * (word & CHUNK_WORDS - 1);
        long bits = words[at];
        long bit = 1L << (slot & WORD_MASK);
        return (bits & bit) == 0 || id != slot << slotShift ? -1 : words[at + 1] + Long.bitCount(bits & (bit - 1));
    }

    private static int word(int page, long slot) {
        return (page << PAGE_WORDS_SHIFT) + (int) (slot >>> WORD_SHIFT & PAGE_WORDS - 1);
    }

    private int page(long number) {
        if (direct.length > 0) {
            long at = number - pageNumbers[0];
            return at >= 0 && at < direct.length ? direct[(int) at] : -1;
        }
        return Arrays.binarySearch(pageNumbers, number);
    }

    /** The address of the object of that index. */
    long idOf(long index) {
        if (index < 0 || index >= count()) {
            throw new IndexOutOfBoundsException("object index " + index + " of " + count());
        }
        int number = lastAtMost(chunkRanks, 1, chunks.length, index);
        long[] words = chunk(number).words;
        int low = 2 * lastAtMost(words, 2, words.length / 2, index);
        long bits = words[low];
        for (long skip = index - words[low + 1]; skip > 0; skip--) {
            bits &= bits - 1;
        }
        return firstSlot((number << CHUNK_SHIFT) + low / 2) + Long.numberOfTrailingZeros(bits) << slotShift;
    }

    /** Which of so many ranks, every {@code stride}-th value up to the end of each, is the last not above an index. */
    private static int lastAtMost(long[] ranks, int stride, int count, long index) {
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (ranks[middle * stride + stride - 1] <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private long firstSlot(int word) {
        long page = pageNumbers[word >>> PAGE_WORDS_SHIFT];
        return ((page << PAGE_WORDS_SHIFT) + (word & PAGE_WORDS - 1)) << WORD_SHIFT;
    }

    /** Where the record of that object begins in the dump, or -1 when there is no such object. */
    long recordAt(long id, RecordWalker walker) {
        long slot = id >>> slotShift;
        int page = page(slot >>> (WORD_SHIFT + PAGE_WORDS_SHIFT));
        if (page < 0 || id != slot << slotShift) {
            return -1;
        }
        int word = word(page, slot);
        Chunk chunk = chunk(word >>> CHUNK_SHIFT);
        int inChunk = word & CHUNK_WORDS - 1;
        if ((chunk.words[2 * inChunk] & 1L << (slot & WORD_MASK)) == 0) {
            return -1;
        }
        int exception = Arrays.binarySearch(exceptionIds, id);
        return exception >= 0 ? exceptionAt[exception] : inRun(id, chunk, inChunk, walker);
    }

    private static long inRun(long id, Chunk chunk, int word, RecordWalker walker) {
        long at = chunk.runAt[word];
        for (int left = Long.bitCount(chunk.words[2 * word]); left > 0; at = walker.next(at)) {
            if (walker.isObject(at)) {
                if (walker.id(at) == id) {
                    return at;
                }
                left--;
            }
        }
        throw new IllegalStateException("the object table does not match the dump at object 0x" + Long.toHexString(id));
    }
}
