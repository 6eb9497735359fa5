package jpm.service.db;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jpm.service.Breakpoint;
import jpm.service.Debuggee;
import jpm.service.DebuggerService;
import jpm.service.DebuggerStore;
import jpm.service.Hold;
import jpm.service.ServiceException;
import jpm.service.ServiceException.Status;
import jpm.service.json.JsonObject;
import jpm.service.json.JsonText;
import jpm.service.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/** Debuggees and breakpoints in a {@link Database}. Messages stand in it as JSON of ASCII alone. */
public final class JdbcStore implements DebuggerStore {
    private static final Pattern NUMBERED = Pattern.compile("b-(\\d{1,17})");
    private static final String SUMMARY = "debuggee_id, id, spec, NULL AS results, create_ms, expire_ms, final_ms";
    private static final String WHOLE = "debuggee_id, id, spec, results, create_ms, expire_ms, final_ms";
    private static final String ORDER = " ORDER BY create_ms, number, id";

    private final Database database;

    /** @param database is closed with the store */
    public JdbcStore(Database database) {
        this.database = database;
    }

    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    @Override
    public List<Debuggee> debuggees() {
        return query("SELECT * FROM debuggee ORDER BY id", JdbcStore::debuggee);
    }

    @Override
    public DebuggerService.Counts counts() {
        String sql = "SELECT (SELECT COUNT(*) FROM debuggee), (SELECT COUNT(*) FROM breakpoint WHERE final_ms = 0),"
                + " (SELECT COUNT(*) FROM breakpoint WHERE final_ms > 0)";
        return query(sql, row -> new DebuggerService.Counts(row.getInt(1), row.getInt(2), row.getInt(3)))
                .get(0);
    }

    @Override
    public @Nullable Debuggee findDebuggee(String id) {
        return first(query("SELECT * FROM debuggee WHERE id = ?", JdbcStore::debuggee, id));
    }

    @Override
    public void save(Debuggee debuggee) {
        change(
                """
                INSERT INTO debuggee (id, content, registered_ms, seen_ms, surface) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET content = excluded.content, registered_ms = excluded.registered_ms,
                    seen_ms = excluded.seen_ms, surface = excluded.surface""",
                debuggee.id(),
                JsonText.string(debuggee.content()),
                debuggee.registeredMillis(),
                debuggee.seenMillis(),
                debuggee.surface().name());
    }

    @Override
    public void saveSeen(Map<String, Long> seenMillis) {
        inTransaction(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("UPDATE debuggee SET seen_ms = ? WHERE id = ? AND seen_ms < ?")) {
                for (Map.Entry<String, Long> seen : seenMillis.entrySet()) {
                    bind(statement, seen.getValue(), seen.getKey(), seen.getValue());
                    statement.addBatch();
                }
                return statement.executeBatch();
            }
        });
    }

    @Override
    public void removeDebuggee(String id) {
        inTransaction(connection -> {
            change(connection, "DELETE FROM breakpoint WHERE debuggee_id = ?", id);
            return change(connection, "DELETE FROM debuggee WHERE id = ?", id);
        });
    }

    @Override
    public List<Breakpoint> breakpoints(String debuggeeId, boolean includeFinal) {
        String sql = "SELECT " + SUMMARY + " FROM breakpoint WHERE debuggee_id = ?"
                + (includeFinal ? "" : " AND final_ms = 0") + ORDER;
        return query(sql, JdbcStore::breakpoint, debuggeeId);
    }

    @Override
    public Map<String, List<Breakpoint>> activeBreakpoints() {
        Map<String, List<Breakpoint>> all = new HashMap<>();
        query("SELECT id FROM debuggee", row -> row.getString(1)).forEach(id -> all.put(id, List.of()));
        query("SELECT " + SUMMARY + " FROM breakpoint WHERE final_ms = 0" + ORDER, JdbcStore::breakpoint)
                .forEach(active -> all.merge(active.debuggeeId(), List.of(active), JdbcStore::joined));
        return all;
    }

    private static List<Breakpoint> joined(List<Breakpoint> some, List<Breakpoint> more) {
        List<Breakpoint> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    @Override
    public @Nullable Breakpoint findBreakpoint(String debuggeeId, String id) {
        String sql = "SELECT " + WHOLE + " FROM breakpoint WHERE debuggee_id = ? AND id = ?";
        return first(query(sql, JdbcStore::breakpoint, debuggeeId, id));
    }

    @Override
    public void save(Breakpoint breakpoint) {
        JsonObject results = breakpoint.results();
        change(
                """
                INSERT INTO breakpoint (debuggee_id, id, number, spec, results, create_ms, expire_ms, final_ms)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (debuggee_id, id) DO UPDATE SET spec = excluded.spec, results = excluded.results,
                    create_ms = excluded.create_ms, expire_ms = excluded.expire_ms, final_ms = excluded.final_ms""",
                breakpoint.debuggeeId(),
                breakpoint.id(),
                number(breakpoint.id()),
                JsonText.string(breakpoint.spec()),
                results == null ? null : JsonText.string(results),
                breakpoint.createMillis(),
                breakpoint.expireMillis(),
                breakpoint.finalMillis());
    }

    private static long number(String id) {
        Matcher numbered = NUMBERED.matcher(id);
        return numbered.matches() ? Long.parseLong(numbered.group(1)) : 0;
    }

    @Override
    public boolean removeBreakpoint(String debuggeeId, String id) {
        return change("DELETE FROM breakpoint WHERE debuggee_id = ? AND id = ?", debuggeeId, id) > 0;
    }

    @Override
    public List<Breakpoint> due(long nowMillis) {
        String sql = "SELECT " + WHOLE + " FROM breakpoint WHERE final_ms = 0 AND expire_ms <= ?";
        return query(sql, JdbcStore::breakpoint, nowMillis);
    }

    @Override
    public List<String> removeOlderThan(long millis) {
        return inTransaction(connection -> {
            change(connection, "DELETE FROM breakpoint WHERE final_ms > 0 AND final_ms < ?", millis);
            String silent =
                    "FROM debuggee WHERE seen_ms < ? AND NOT EXISTS (SELECT 1 FROM breakpoint WHERE debuggee_id = debuggee.id)";
            List<String> ids = query(connection, "SELECT id " + silent, row -> row.getString(1), millis);
            change(connection, "DELETE " + silent, millis);
            return ids;
        });
    }

    @Override
    public long largestBreakpointNumber() {
        return query("SELECT MAX(number) FROM breakpoint", row -> row.getLong(1))
                .get(0);
    }

    private static Debuggee debuggee(ResultSet row) throws SQLException {
        return new Debuggee(
                row.getString("id"),
                stored(row.getString("content")),
                row.getLong("registered_ms"),
                row.getLong("seen_ms"),
                Debuggee.Surface.valueOf(row.getString("surface")));
    }

    private static Breakpoint breakpoint(ResultSet row) throws SQLException {
        String results = row.getString("results");
        return new Breakpoint(
                row.getString("debuggee_id"),
                row.getString("id"),
                stored(row.getString("spec")),
                results == null ? null : stored(results),
                row.getLong("create_ms"),
                row.getLong("expire_ms"),
                row.getLong("final_ms"));
    }

    private static JsonObject stored(String text) throws SQLException {
        try {
            return JsonText.parseObject(text.getBytes(StandardCharsets.US_ASCII));
        } catch (MalformedJsonException damaged) {
            throw new SQLException("it holds a damaged text: " + damaged.getMessage(), damaged);
        }
    }

    private static <T> @Nullable T first(List<T> rows) {
        return rows.isEmpty() ? null : rows.get(0);
    }

    private <T> List<T> query(String sql, Row<T> row, Object... parameters) {
        return attempt(() -> database.read(connection -> query(connection, sql, row, parameters)));
    }

    private static <T> List<T> query(Connection connection, String sql, Row<T> row, Object... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(row.read(rows));
                }
            }
            return found;
        }
    }

    private int change(String sql, @Nullable Object... parameters) {
        return inTransaction(connection -> change(connection, sql, parameters));
    }

    private static int change(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object parameter = parameters[i];
            if (parameter instanceof Long number) {
                statement.setLong(i + 1, number);
            } else {
                statement.setString(i + 1, (String) parameter);
            }
        }
    }

    private <T> T inTransaction(Writer.Work<T> work) {
        return attempt(() -> database.change(work));
    }

    @FunctionalInterface
    private interface Attempt<T> {
        T make() throws SQLException;
    }

    private static <T> T attempt(Attempt<T> attempt) {
        try {
            return attempt.make();
        } catch (Writer.TakenException taken) {
            throw failed("Another service serves from the database", taken);
        } catch (SQLException failure) {
            throw failed("The service cannot use its database", failure);
        }
    }

    private static ServiceException failed(String message, SQLException why) {
        ServiceException unavailable = new ServiceException(Status.UNAVAILABLE, message);
        unavailable.initCause(why);
        return unavailable;
    }

    @Override
    public Hold renew() {
        return database.renew();
    }

    @Override
    public void close() {
        database.close();
    }
}
