package jpm.service.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import jpm.service.Hold;
import org.jspecify.annotations.Nullable;

/**
 * The one connection through which a database is changed, and which holds it for this process: whoever lost the hold cannot write.
 *
 * <p>Changes follow one another in the order in which they were asked for. Those that gather while others become durable become
 * durable together, so that many writers at once wait for few commits.
 */
final class Writer implements AutoCloseable {
    /** Opens a connection that holds the database. */
    interface Opener {
        /** Throws {@link TakenException} when another process holds it. */
        Connection open() throws SQLException;
    }

    /** Work on a connection. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** Another process holds the database. */
    static final class TakenException extends SQLException {
        private static final long serialVersionUID = 1;

        TakenException() {
            super("another service serves from it");
        }
    }

    private static final int TOGETHER = 200;
    private static final int VALID_SECONDS = 2;

    private final Opener opener;
    private final ReentrantLock turn = new ReentrantLock();
    private final BlockingQueue<Change<?>> queue = new LinkedBlockingQueue<>();
    private @Nullable Connection connection;
    private boolean wasRegained;
    private volatile boolean isTaken;
    private volatile boolean isClosed;
    private final Thread thread;

    Writer(Opener opener) throws SQLException {
        this.opener = opener;
        connection = opener.open();
        thread = new Thread(this::write, "jpm-service-writer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Work that waits for its turn, and its outcome. */
    private static final class Change<T> {
        private final Work<T> work;
        private final CompletableFuture<T> outcome = new CompletableFuture<>();
        private @Nullable T result;

        Change(Work<T> work) {
            this.work = work;
        }

        void run(Connection connection) throws SQLException {
            result = work.with(connection);
        }

        void succeed() {
            outcome.complete(result);
        }

        void fail(Exception why) {
            outcome.completeExceptionally(why);
        }

        T outcome() throws SQLException {
            try {
                return outcome.join();
            } catch (CompletionException failed) {
                if (failed.getCause() instanceof SQLException sql) {
                    throw sql;
                }
                throw failed.getCause() instanceof RuntimeException fault ? fault : failed;
            }
        }
    }

    /** Runs work in a transaction; what it changed is durable when it returns. The work may run twice, but is committed once. */
    <T> T run(Work<T> work) throws SQLException {
        Change<T> mine = new Change<>(work);
        queue.add(mine);
        if (isClosed && queue.remove(mine)) {
            throw closed();
        }
        return mine.outcome();
    }

    private static SQLException closed() {
        return new SQLException("the database is closed");
    }

    private void write() {
        List<Change<?>> changes = new ArrayList<>();
        while (!isClosed) {
            changes.clear();
            try {
                changes.add(queue.take());
            } catch (InterruptedException stop) {
                return;
            }
            queue.drainTo(changes, TOGETHER);
            turn.lock();
            try {
                commit(changes);
            } catch (RuntimeException | Error fault) {
                // Whoever waits must hear of it, and the others be written.
                drop(connection);
                changes.forEach(change -> change.fail(new SQLException("the change failed: " + fault, fault)));
            } finally {
                turn.unlock();
            }
        }
    }

    private void commit(List<Change<?>> changes) {
        try {
            Connection open = connection();
            open.setAutoCommit(false);
            if (allRun(changes, open)) {
                open.commit();
                changes.forEach(Change::succeed);
            } else {
                open.rollback();
                // One of them fails; the others must not fail with it.
                for (Change<?> change : changes) {
                    alone(change, open);
                }
            }
            open.setAutoCommit(true);
        } catch (SQLException failure) {
            endTransaction();
            changes.forEach(change -> change.fail(failure));
        }
    }

    private static boolean allRun(List<Change<?>> changes, Connection open) {
        try {
            for (Change<?> change : changes) {
                change.run(open);
            }
            return true;
        } catch (SQLException | RuntimeException oneFails) {
            return false;
        }
    }

    private static void alone(Change<?> change, Connection open) throws SQLException {
        try {
            change.run(open);
            open.commit();
            change.succeed();
        } catch (SQLException | RuntimeException failure) {
            change.fail(failure);
            open.rollback();
        }
    }

    // A connection that broke while it was idle must not fail the next change.
    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open != null && !open.isValid(VALID_SECONDS)) {
            drop(open);
            open = null;
        }
        if (open == null) {
            try {
                open = opener.open();
            } catch (TakenException taken) {
                isTaken = true;
                throw taken;
            }
            isTaken = false;
            wasRegained = true;
            connection = open;
        }
        return open;
    }

    private void endTransaction() {
        Connection open = connection;
        try {
            if (open != null) {
                open.rollback();
                open.setAutoCommit(true);
            }
        } catch (SQLException broken) {
            drop(open);
        }
    }

    private void drop(@Nullable Connection open) {
        connection = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException broken) {
            return;
        }
    }

    /** Makes sure of the hold. */
    Hold renew() {
        turn.lock();
        try {
            connection();
            Hold hold = wasRegained ? Hold.REGAINED : Hold.KEPT;
            wasRegained = false;
            return hold;
        } catch (TakenException taken) {
            return Hold.TAKEN;
        } catch (SQLException away) {
            return Hold.AWAY;
        } finally {
            turn.unlock();
        }
    }

    /** Whether another process was seen to hold the database. */
    boolean isTaken() {
        return isTaken;
    }

    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        turn.lock();
        try {
            drop(connection);
        } finally {
            turn.unlock();
        }
        for (Change<?> late = queue.poll(); late != null; late = queue.poll()) {
            late.fail(closed());
        }
    }
}
