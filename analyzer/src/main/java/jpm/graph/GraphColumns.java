package jpm.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import jpm.index.Bytes;
import jpm.index.IndexReader;
import jpm.index.IndexWriter;
import jpm.index.Ints;
import jpm.index.Scratch;
import jpm.index.Shorts;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a heap's graph while they are computed: in place in the index file, which is what bounds memory. Keeping an index is never necessary:
 * where it cannot be written, the reason is noted and the columns are in memory.
 *
 * <p>A stage survives a writer that is killed: when the numbers and referrers are done.
 */
final class GraphColumns implements AutoCloseable {
    private static final String KIND = "graph";

    static final int FACTS = 0;
    static final int CLASSES = 1;
    static final int WIDE_CLASSES = 2;
    static final int SIZES = 3;
    static final int NUMBERS = 4;
    static final int OBJECTS = 5;
    static final int RETAINED_LOW = 6;
    static final int DOMINATORS = 7;
    static final int RETAINED_HIGH = 8;
    static final int NEAREST = 9;
    static final int WEAK = 10;
    static final int REFERRER_BLOCKS = 11;
    static final int REFERRERS = 12;
    static final int NEAREST_FAR = 13;
    static final int MILESTONES = 14;

    private static final int FIXED_COLUMNS = WEAK;
    private static final int ALL_COLUMNS = MILESTONES + 1;
    private static final int SEARCHED = 1;
    private static final int[] KEPT_WHEN_SEARCHED = {
        FACTS,
        CLASSES,
        WIDE_CLASSES,
        SIZES,
        NUMBERS,
        OBJECTS,
        RETAINED_LOW,
        NEAREST,
        REFERRER_BLOCKS,
        REFERRERS,
        WEAK,
        NEAREST_FAR,
        MILESTONES
    };
    private final List<FutureTask<Bytes>> columns =
            new ArrayList<>(Collections.nCopies(ALL_COLUMNS, new FutureTask<>(() -> {
                throw new IllegalStateException("no column yet");
            })));
    private final Scratch scratch;
    private volatile @Nullable IndexWriter writer;
    private volatile String problem = "";
    private @Nullable FutureTask<Boolean> reserving;

    private GraphColumns(Scratch scratch) {
        this.scratch = scratch;
    }

    /** Begins the columns of so many objects. */
    static GraphColumns create(Dump dump, Scratch scratch, int objects, int classCount) {
        GraphColumns made = new GraphColumns(scratch);
        Path directory = dump.options().cacheDirectory();
        try {
            made.writer = directory == null ? null : IndexWriter.create(directory, dump.path(), KIND);
        } catch (IOException e) {
            made.fail(e);
        }
        long[] bytes = fixedBytes(objects, ObjectFacts.isWide(classCount));
        for (int column = 0; column < FIXED_COLUMNS; column++) {
            long length = bytes[column];
            made.columns.set(column, new FutureTask<>(() -> made.reserve(length)));
        }
        made.reserving = Parallel.start("jpm-index-room", made::reserveFixed);
        return made;
    }

    private static long[] fixedBytes(long objects, boolean isWide) {
        long[] bytes = new long[FIXED_COLUMNS];
        long numbers = objects + 1;
        bytes[FACTS] = Long.BYTES;
        bytes[CLASSES] = isWide ? 0 : objects * Short.BYTES;
        bytes[WIDE_CLASSES] = isWide ? objects * Integer.BYTES : 0;
        bytes[OBJECTS] = numbers * Integer.BYTES;
        bytes[RETAINED_LOW] = numbers * Integer.BYTES;
        bytes[SIZES] = objects * Integer.BYTES;
        bytes[NUMBERS] = numbers * Integer.BYTES;
        bytes[DOMINATORS] = numbers * Integer.BYTES;
        bytes[RETAINED_HIGH] = numbers;
        bytes[NEAREST] = numbers;
        return bytes;
    }

    /** In the order in which they are needed. */
    private boolean reserveFixed() {
        for (int column = 0; column < FIXED_COLUMNS; column++) {
            columns.get(column).run();
        }
        return true;
    }

    /** Goes on with what a process left that was killed, or gives null. */
    static @Nullable GraphColumns resume(Dump dump, Scratch scratch, int objects) {
        Path directory = dump.options().cacheDirectory();
        if (directory == null) {
            return null;
        }
        try {
            GraphColumns found = new GraphColumns(scratch);
            IndexWriter writer = IndexWriter.resume(directory, dump.path(), KIND);
            if (writer == null) {
                return null;
            }
            found.writer = writer;
            for (int column = 0; column < writer.columnCount(); column++) {
                found.columns.set(column, done(writer.reserved(column)));
            }
            if (found.facts().objects() == objects) {
                return found;
            }
            found.close();
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    static @Nullable IndexReader open(@Nullable Path directory, Path dump) {
        return directory == null ? null : IndexReader.open(directory, dump, KIND);
    }

    /** Whether columns of fixed size are as long as so many objects need. */
    static boolean fits(IndexReader index, long objects) {
        long[] bytes = fixedBytes(objects, index.length(WIDE_CLASSES) > 0);
        return IntStream.range(0, FIXED_COLUMNS).allMatch(column -> index.length(column) == bytes[column]);
    }

    static @Nullable Path path(@Nullable Path directory, Path dump) {
        return directory == null ? null : IndexReader.pathOf(directory, dump, KIND);
    }

    private Bytes reserve(long bytes) {
        IndexWriter to = writer;
        if (to != null) {
            try {
                return to.reserve(bytes);
            } catch (IOException e) {
                fail(e);
            }
        }
        return scratch.bytes(bytes);
    }

    private static FutureTask<Bytes> done(Bytes bytes) {
        FutureTask<Bytes> done = new FutureTask<>(() -> bytes);
        done.run();
        return done;
    }

    /** What is in the file stays usable, but will be gone with the process. */
    private void fail(IOException e) {
        problem = e.getMessage() == null ? e.toString() : e.getMessage();
        closeWriter();
        writer = null;
    }

    ObjectFacts facts() {
        return new ObjectFacts(new Shorts(bytes(CLASSES)), ints(WIDE_CLASSES), ints(SIZES));
    }

    Ints ints(int column) {
        return Ints.of(bytes(column));
    }

    Bytes bytes(int column) {
        return Parallel.join(columns.get(column));
    }

    RetainedColumn retained() {
        return new RetainedColumn(ints(RETAINED_LOW), bytes(RETAINED_HIGH));
    }

    ReferrerRows referrers() {
        return new ReferrerRows(ints(REFERRER_BLOCKS), bytes(REFERRERS));
    }

    /** Those that are not of fixed size stand behind the others, and one thread at a time may add columns. */
    private void awaitFixed() {
        if (reserving != null) {
            Parallel.join(reserving);
        }
    }

    /** The columns that referrers are packed into when the weak references are stored, of the sizes that {@link ReferrerRows} tells. */
    ReferrerRows reserveReferrers(long blocks, long bytes) {
        awaitFixed();
        columns.set(REFERRER_BLOCKS, done(reserve(blocks * Integer.BYTES)));
        columns.set(REFERRERS, done(reserve(bytes)));
        return referrers();
    }

    WeakReferences weak() {
        return new WeakReferences(ints(WEAK));
    }

    void storeWeak(int[] pairs) {
        store(WEAK, pairs);
    }

    NearestReferrers nearest() {
        return new NearestReferrers(bytes(NEAREST), ints(NEAREST_FAR), referrers());
    }

    /** To be called when the referrers are reserved. */
    void storeNearestFar(int[] pairs) {
        store(NEAREST_FAR, pairs);
    }

    Milestones milestones() {
        return new Milestones(ints(MILESTONES));
    }

    /** To be called when what is far is stored. */
    void storeMilestones(int[] values) {
        store(MILESTONES, values);
    }

    private void store(int column, int[] values) {
        awaitFixed();
        columns.set(column, done(reserve((long) values.length * Integer.BYTES)));
        Ints.of(values).copyTo(ints(column), 0, values.length);
    }

    /** The largest number. */
    int last() {
        return ints(FACTS).get(0);
    }

    void setLast(int last) {
        ints(FACTS).set(0, last);
    }

    /** Numbers and referrers are done, and the search's tree stands where the low retained bytes will. */
    void keepSearched() {
        awaitFixed();
        IndexWriter to = writer;
        if (to != null) {
            try {
                to.keepStage(SEARCHED, KEPT_WHEN_SEARCHED);
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    /** Makes the index visible. */
    void commit() {
        awaitFixed();
        IndexWriter to = writer;
        if (to != null) {
            try {
                to.commit(RETAINED_LOW);
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    /** Why the index could not be kept, or the empty string. */
    String problem() {
        return problem;
    }

    @Override
    public void close() {
        awaitFixed();
        closeWriter();
    }

    private void closeWriter() {
        IndexWriter open = writer;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
