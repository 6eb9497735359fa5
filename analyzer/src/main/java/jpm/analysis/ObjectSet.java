package jpm.analysis;

import java.util.Arrays;
import java.util.List;
import jpm.graph.Dump;
import jpm.graph.Heap;
import jpm.graph.HeapClass;
import jpm.graph.HeapGraph;
import jpm.graph.HeapOptions;
import jpm.graph.InstanceSink;
import jpm.io.Cancellation;
import org.jspecify.annotations.Nullable;

/**
 * Some of a heap's objects in the order of their addresses, held as one bit for each object of the heap, so that ten million of them cost
 * little more than ten. Immutable.
 */
public final class ObjectSet {
    private static final int BLOCK_WORDS = 8;

    private final long[] words;
    /** How many members stand before each block of words. */
    private final int[] rankOfBlock;

    private final int size;

    private ObjectSet(long[] words) {
        this.words = words;
        this.rankOfBlock = new int[words.length / BLOCK_WORDS + 1];
        int rank = 0;
        for (int word = 0; word < words.length; word++) {
            if (word % BLOCK_WORDS == 0) {
                rankOfBlock[word / BLOCK_WORDS] = rank;
            }
            rank += Long.bitCount(words[word]);
        }
        Arrays.fill(rankOfBlock, (words.length + BLOCK_WORDS - 1) / BLOCK_WORDS, rankOfBlock.length, rank);
        this.size = rank;
    }

    /**
     * All objects of the classes of one name, reachable or not, as {@link Histogram} counts them. Takes one pass over the dump where the graph is not
     * known.
     *
     * @param graph the heap's, or null
     * @param options tell who is told of the progress and may cancel
     */
    public static ObjectSet instancesOf(String className, Heap heap, @Nullable HeapGraph graph, HeapOptions options) {
        long[] words = new long[(int) (heap.objectCount() + Long.SIZE - 1 >>> 6)];
        if (graph != null) {
            addKnown(className, heap, graph, options.cancellation(), words);
        } else {
            addFound(className, heap, options, words);
        }
        return new ObjectSet(words);
    }

    private static void addKnown(
            String className, Heap heap, HeapGraph graph, Cancellation cancellation, long[] words) {
        boolean[] isWanted = new boolean[heap.classes().size()];
        for (HeapClass c : heap.findClasses(className)) {
            isWanted[c.number()] = true;
        }
        int count = (int) heap.objectCount();
        for (int index = 0; index < count; index++) {
            int number = graph.classNumber(index);
            if (number >= 0 && isWanted[number]) {
                words[index >>> 6] |= 1L << index;
            }
            if ((index & 0xfffff) == 0) {
                cancellation.check();
            }
        }
    }

    private static void addFound(String className, Heap heap, HeapOptions options, long[] words) {
        try (Dump dump = Dump.open(heap.path(), options)) {
            List<Finder> finders = dump.pass("finding objects").run(() -> new Finder(className, heap, words.length));
            for (Finder finder : finders) {
                for (int i = 0; i < words.length; i++) {
                    words[i] |= finder.words[i];
                }
            }
        }
    }

    /** How many objects these are. */
    public int size() {
        return size;
    }

    /** The index in the heap of the object at that place among these. */
    public int indexAt(int position) {
        if (position < 0 || position >= size) {
            throw new IndexOutOfBoundsException(position + " of " + size);
        }
        int word = blockOf(position) * BLOCK_WORDS;
        int left = position - rankOfBlock[word / BLOCK_WORDS];
        while (left >= Long.bitCount(words[word])) {
            left -= Long.bitCount(words[word++]);
        }
        long bits = words[word];
        for (; left > 0; left--) {
            bits &= bits - 1;
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    /** The last block that begins at or before a position. */
    private int blockOf(int position) {
        int low = 0;
        int high = rankOfBlock.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (rankOfBlock[middle] <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static final class Finder extends InstanceSink {
        private final Heap heap;
        final long[] words;

        Finder(String className, Heap heap, int wordCount) {
            super(heap, heap.findClasses(className));
            this.heap = heap;
            this.words = new long[wordCount];
        }

        @Override
        protected void found(long id) {
            long index = heap.indexOf(id);
            if (index >= 0) {
                words[(int) (index >>> 6)] |= 1L << index;
            }
        }
    }
}
