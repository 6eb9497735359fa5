package jpm.graph;

import java.io.IOException;
import java.util.Arrays;
import jpm.hprof.RecordWalker;
import jpm.index.IndexReader;
import jpm.index.IndexWriter;

/**
 * From an object's address to its dense index and its place in the dump, in constant time and about 24 bytes per 512 bytes of heap.
 *
 * <p>The address range is cut into pages, a page into words of 64 slots, a slot being one possible address. A word knows which of its slots
 * hold objects, how many objects stand before it (its rank), and where in the dump its first run of objects begins. The index of an object
 * is its rank by address. Objects of a word that do not follow its first run in the dump stand in an exception list, sorted by address.
 *
 * <p>Immutable and thread-safe.
 */
final class ObjectTable {
    static final int PAGE_WORDS_SHIFT = 7;
    static final int PAGE_WORDS = 1 << PAGE_WORDS_SHIFT;
    static final int WORD_SHIFT = 6;
    private static final long WORD_MASK = (1L << WORD_SHIFT) - 1;
    private static final int MIN_DIRECT_PAGES = 1 << 16;
    /** How many pages of the range may be empty for each that is not: two far addresses must not cost the whole range between them. */
    private static final int MAX_SPARSITY = 32;

    private final int slotShift;
    /** Page numbers in ascending order. */
    private final long[] pageNumbers;
    /** From page number minus the first one to the page's place, -1 for none; empty when the range is too sparse. */
    private final int[] direct;

    /** Pairs of a word's bits and its rank. */
    private final long[] words;

    private final long[] runAt;
    private final long[] exceptionIds;
    private final long[] exceptionAt;
    private final long count;

    ObjectTable(
            int slotShift, long[] pageNumbers, long[] words, long[] runAt, long[] exceptionIds, long[] exceptionAt) {
        this.slotShift = slotShift;
        this.pageNumbers = pageNumbers;
        this.words = words;
        this.runAt = runAt;
        this.exceptionIds = exceptionIds;
        this.exceptionAt = exceptionAt;
        this.direct = directPages(pageNumbers);
        this.count = rank(words);
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
        to.addLongs(words, words.length, 2);
        to.addLongs(runAt, runAt.length);
        to.addLongs(exceptionIds, exceptionIds.length);
        to.addLongs(exceptionAt, exceptionAt.length);
    }

    /** Reads what {@link #write} wrote. */
    static ObjectTable read(IndexReader from, int firstColumn, int slotShift) throws IOException {
        long[] bits = from.longArray(firstColumn + 1);
        long[] words = new long[bits.length * 2];
        for (int i = 0; i < bits.length; i++) {
            words[2 * i] = bits[i];
        }
        return new ObjectTable(
                slotShift,
                from.longArray(firstColumn),
                words,
                from.longArray(firstColumn + 2),
                from.longArray(firstColumn + 3),
                from.longArray(firstColumn + 4));
    }

    private static long rank(long[] words) {
        long rank = 0;
        for (int i = 0; i < words.length; i += 2) {
            words[i + 1] = rank;
            rank += Long.bitCount(words[i]);
        }
        return rank;
    }

    /** How many objects there are. */
    long count() {
        return count;
    }

    /** The memory that the table takes. */
    long memoryBytes() {
        long longs = pageNumbers.length + words.length + runAt.length + exceptionIds.length + exceptionAt.length;
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
        long bits = words[2 * word];
        long bit = 1L << (slot & WORD_MASK);
        return (bits & bit) == 0 || id != slot << slotShift
                ? -1
                : words[2 * word + 1] + Long.bitCount(bits & (bit - 1));
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
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("object index " + index + " of " + count);
        }
        int low = 0;
        int high = words.length / 2 - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (words[2 * middle + 1] <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        long bits = words[2 * low];
        for (long skip = index - words[2 * low + 1]; skip > 0; skip--) {
            bits &= bits - 1;
        }
        return firstSlot(low) + Long.numberOfTrailingZeros(bits) << slotShift;
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
        if ((words[2 * word] & 1L << (slot & WORD_MASK)) == 0) {
            return -1;
        }
        int exception = Arrays.binarySearch(exceptionIds, id);
        return exception >= 0 ? exceptionAt[exception] : inRun(id, word, walker);
    }

    private long inRun(long id, int word, RecordWalker walker) {
        long at = runAt[word];
        for (int left = Long.bitCount(words[2 * word]); left > 0; at = walker.next(at)) {
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
