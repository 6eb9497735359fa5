package jpm.service.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;

/**
 * A database that this process alone serves from, its tables up to date.
 *
 * <p>SQLite's file is created when it is not there, readable by its owner only. PostgreSQL must know the database and the user.
 */
public final class Database implements AutoCloseable {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final int CONNECTIONS = 4;
    private static final int CONNECT_MILLIS = 4_000;
    /** An arbitrary number that only services of jpm lock. */
    private static final long SERVICE_LOCK = 0x6a706d5f73657276L;

    private final HikariDataSource pool;
    private final AutoCloseable lock;

    private Database(HikariDataSource pool, AutoCloseable lock) {
        this.pool = pool;
        this.lock = lock;
    }

    /**
     * Opens a database and brings its tables up to date.
     *
     * @param url of JDBC, for SQLite or PostgreSQL
     * @throws JpmException when it cannot be used, or another service uses it
     */
    public static Database open(String url) {
        if (url.startsWith(SQLITE)) {
            return openSqlite(url);
        }
        if (url.startsWith(POSTGRESQL)) {
            return open(url, lockPostgresql(url), new HikariConfig());
        }
        throw new JpmException(
                "cannot use the database: its URL is neither SQLite's nor PostgreSQL's",
                "write --db jdbc:sqlite:FILE or --db jdbc:postgresql://HOST/DATABASE");
    }

    private static Database openSqlite(String url) {
        Path file = file(url);
        AutoCloseable lock = lockSqlite(file);
        HikariConfig config = new HikariConfig();
        config.addDataSourceProperty("journal_mode", "WAL");
        config.addDataSourceProperty("synchronous", "FULL");
        config.addDataSourceProperty("busy_timeout", "10000");
        config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
        return open(SQLITE + file, lock, config);
    }

    private static Path file(String url) {
        String name = url.substring(SQLITE.length());
        try {
            if (!name.isEmpty() && !name.startsWith(":") && !name.startsWith("file:") && !name.contains("?")) {
                return Path.of(name).toAbsolutePath();
            }
        } catch (InvalidPathException noFile) {
            // Falls through to the same complaint.
        }
        throw new JpmException(
                "cannot use the database: its URL names no file", "write --db jdbc:sqlite:/var/lib/jpm/service.db");
    }

    private static Database open(String url, AutoCloseable lock, HikariConfig config) {
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setPoolName("jpm-service");
        try {
            Database database = new Database(new HikariDataSource(config), lock);
            database.migrate();
            return database;
        } catch (PoolInitializationException | SQLException unusable) {
            release(lock);
            throw unusable(unusable);
        } catch (JpmException refused) {
            release(lock);
            throw refused;
        }
    }

    private void migrate() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            Migrations.run(connection);
        } catch (SQLException | JpmException failure) {
            pool.close();
            throw failure;
        }
    }

    private static AutoCloseable lockSqlite(Path file) {
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        try {
            createPrivate(file);
            FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw inUse();
            }
            return channel;
        } catch (IOException unusable) {
            throw unusable(unusable);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            return null;
        }
    }

    private static void createPrivate(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null && !Files.exists(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }

    private static AutoCloseable lockPostgresql(String url) {
        Connection connection = null;
        try {
            connection = DriverManager.getConnection(url);
            try (Statement statement = connection.createStatement();
                    ResultSet locked = statement.executeQuery("SELECT pg_try_advisory_lock(" + SERVICE_LOCK + ")")) {
                if (locked.next() && locked.getBoolean(1)) {
                    return connection;
                }
            }
            connection.close();
            throw inUse();
        } catch (SQLException unusable) {
            if (connection != null) {
                release(connection);
            }
            throw unusable(unusable);
        }
    }

    private static JpmException inUse() {
        return new JpmException(
                "cannot use the database: another service serves from it", "stop that one, or name another with --db");
    }

    private static JpmException unusable(Exception failure) {
        // The pool wraps what the driver says; what the driver wraps says less.
        Throwable cause = failure instanceof PoolInitializationException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return new JpmException(
                "cannot use the database: "
                        + String.valueOf(cause.getMessage()).lines().findFirst().orElse(""),
                "check --db and that the database can be reached",
                failure);
    }

    private static void release(AutoCloseable lock) {
        try {
            lock.close();
        } catch (Exception released) {
            // A lock that is lost already is what was wanted.
            return;
        }
    }

    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public void close() {
        pool.close();
        release(lock);
    }
}
