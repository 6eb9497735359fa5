package jpm.service.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
    private final Queue<Change<?>> queue = new ConcurrentLinkedQueue<>();
    private @Nullable Connection connection;
    private boolean wasRegained;
    private volatile boolean isTaken;

    Writer(Opener opener) throws SQLException {
        this.opener = opener;
        connection = opener.open();
    }

    /** Work that waits for its turn; who ran it reads its outcome under the writer's lock. */
    private static final class Change<T> {
        private final Work<T> work;
        private @Nullable T result;
        private @Nullable SQLException failure;
        private @Nullable RuntimeException fault;
        private boolean isDone;

        Change(Work<T> work) {
            this.work = work;
        }

        void run(Connection connection) throws SQLException {
            result = work.with(connection);
        }

        void fail(Exception why) {
            isDone = true;
            if (why instanceof SQLException sql) {
                failure = sql;
            } else {
                fault = (RuntimeException) why;
            }
        }

        T outcome() throws SQLException {
            if (failure != null) {
                throw failure;
            }
            if (fault != null) {
                throw fault;
            }
            @SuppressWarnings("NullAway") // Null only where the work gave null.
            T given = result;
            return given;
        }
    }

    /** Runs work in a transaction; what it changed is durable when it returns. The work may run twice, but is committed once. */
    <T> T run(Work<T> work) throws SQLException {
        Change<T> mine = new Change<>(work);
        queue.add(mine);
        turn.lock();
        try {
            while (!mine.isDone) {
                commit(gathered());
            }
            return mine.outcome();
        } finally {
            turn.unlock();
        }
    }

    private List<Change<?>> gathered() {
        List<Change<?>> changes = new ArrayList<>();
        for (Change<?> next = queue.poll(); next != null; next = changes.size() < TOGETHER ? queue.poll() : null) {
            changes.add(next);
        }
        return changes;
    }

    private void commit(List<Change<?>> changes) {
        try {
            Connection open = connection();
            open.setAutoCommit(false);
            if (allRun(changes, open)) {
                open.commit();
                changes.forEach(change -> change.isDone = true);
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
            changes.stream().filter(change -> !change.isDone).forEach(change -> change.fail(failure));
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
            change.isDone = true;
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
        turn.lock();
        try {
            drop(connection);
        } finally {
            turn.unlock();
        }
    }
}
