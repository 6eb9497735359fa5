package jpm.service;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL of its own, with its data in a temporary folder. It refuses to run as root: then it is root of a user namespace only. */
final class PostgresqlServer implements AutoCloseable {
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

    @Override
    public void close() throws IOException {
        server.close();
    }
}
