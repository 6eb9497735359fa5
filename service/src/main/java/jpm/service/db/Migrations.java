package jpm.service.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import jpm.io.JpmException;

/** The steps by which an empty database becomes one of this version; the same SQL for SQLite and PostgreSQL. */
final class Migrations {
    /** What stands in a list is never changed once it was released: what must change becomes another step. */
    private static final List<List<String>> STEPS = List.of(List.of(
            """
            CREATE TABLE debuggee (
                id TEXT PRIMARY KEY,
                content TEXT NOT NULL,
                registered_ms BIGINT NOT NULL,
                seen_ms BIGINT NOT NULL,
                surface TEXT NOT NULL)
            """,
            """
            CREATE TABLE breakpoint (
                debuggee_id TEXT NOT NULL,
                id TEXT NOT NULL,
                number BIGINT NOT NULL,
                spec TEXT NOT NULL,
                results TEXT,
                create_ms BIGINT NOT NULL,
                expire_ms BIGINT NOT NULL,
                final_ms BIGINT NOT NULL,
                PRIMARY KEY (debuggee_id, id))
            """,
            "CREATE INDEX breakpoint_of_debuggee ON breakpoint (debuggee_id, final_ms)",
            "CREATE INDEX breakpoint_due ON breakpoint (final_ms, expire_ms)",
            "CREATE INDEX breakpoint_number ON breakpoint (number)"));

    private Migrations() {}

    /** Takes the steps that the database has not taken; gives its version then. The transaction is the caller's. */
    static int run(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)");
            int version = version(statement);
            if (version > STEPS.size()) {
                throw new JpmException(
                        "cannot use the database: a newer jpm wrote it", "use that jpm, or name another with --db");
            }
            for (List<String> step : STEPS.subList(version, STEPS.size())) {
                for (String sql : step) {
                    statement.execute(sql);
                }
            }
            statement.execute("DELETE FROM schema_version");
            statement.execute("INSERT INTO schema_version VALUES (" + STEPS.size() + ")");
            return STEPS.size();
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT MAX(version) FROM schema_version")) {
            return rows.next() ? rows.getInt(1) : 0;
        }
    }
}
