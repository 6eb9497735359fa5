package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A PostgreSQL of its own, with its data in a temporary folder. It refuses to run as root: then it is root of a user namespace only. */
final class PostgresqlServer implements AutoCloseable {
    private static final int MOST_LOOKS = 3_000;
    private static final long PAUSE_MILLIS = 20;

    private final EmbeddedPostgres server;

    private PostgresqlServer(EmbeddedPostgres server) {
        this.server = server;
    }

    static PostgresqlServer start() throws IOException {
        return new PostgresqlServer(EmbeddedPostgres.start());
    }

    String url(String database) {
        return server.getJdbcUrl("postgres", database);
    }

    void createDatabase(String name) throws SQLException {
        execute("CREATE DATABASE " + name);
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Waits until no service holds a database: the locks of a connection go a moment after it was closed. */
    void awaitUnlocked(String database) throws SQLException {
        String locks =
                "SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND datname = '"
                        + database + "'";
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            for (int i = 0; isAny(statement, locks); i++) {
                assertThat(i).as("looks at the locks").isLessThan(MOST_LOOKS);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
            }
        }
    }

    private static boolean isAny(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
