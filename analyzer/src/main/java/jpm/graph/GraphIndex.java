package jpm.graph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jpm.index.IndexReader;
import jpm.index.IndexWriter;
import org.jspecify.annotations.Nullable;

/**
 * The index of a heap's graph on disk. Columns are written by a thread of its own while the next phase computes. Keeping an index is never
 * necessary: when it cannot be written, the reason is noted and the work goes on in memory.
 */
final class GraphIndex implements AutoCloseable {
    private static final String KIND = "graph";

    static final int CLASSES = 0;
    static final int WIDE_CLASSES = 1;
    static final int SIZES = 2;
    static final int NUMBERS = 3;
    static final int OBJECTS = 4;
    static final int REFERRER_BLOCKS = 5;
    static final int REFERRERS = 6;
    static final int DOMINATORS = 7;
    static final int RETAINED_LOW = 8;
    static final int RETAINED_HIGH = 9;

    private final @Nullable IndexWriter writer;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        Thread worker = new Thread(work, "jpm-index-writer");
        worker.setDaemon(true);
        return worker;
    });
    private final List<Future<?>> columns = new ArrayList<>();
    private String problem;

    private GraphIndex(@Nullable IndexWriter writer, String problem) {
        this.writer = writer;
        this.problem = problem;
    }

    /** Begins the index of a dump; writes nothing where {@code directory} is null. */
    static GraphIndex create(@Nullable Path directory, Path dump) {
        try {
            IndexWriter writer = directory == null ? null : IndexWriter.create(directory, dump, KIND);
            return new GraphIndex(writer, "");
        } catch (IOException e) {
            return new GraphIndex(null, e.toString());
        }
    }

    static @Nullable IndexReader open(@Nullable Path directory, Path dump) {
        return directory == null ? null : IndexReader.open(directory, dump, KIND);
    }

    static @Nullable Path path(@Nullable Path directory, Path dump) {
        return directory == null ? null : IndexReader.pathOf(directory, dump, KIND);
    }

    /** Writes a column, or several in their order. */
    interface ColumnWriting {
        void to(IndexWriter writer) throws IOException;
    }

    /** Columns appear in the order of these calls. */
    void add(ColumnWriting writing) {
        IndexWriter to = writer;
        if (to != null) {
            columns.add(thread.submit(() -> {
                writing.to(to);
                return null;
            }));
        }
    }

    /** Waits for all columns and makes the index visible. */
    void commit() {
        if (writer == null) {
            return;
        }
        try {
            for (Future<?> column : columns) {
                column.get();
            }
            writer.commit();
        } catch (IOException | ExecutionException e) {
            problem = String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            problem = "interrupted";
        }
    }

    /** Why the index could not be kept, or the empty string. */
    String problem() {
        return problem;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
