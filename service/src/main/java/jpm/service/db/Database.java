package jpm.service.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import jpm.io.JpmException;
import jpm.service.Hold;
import org.jspecify.annotations.Nullable;

/**
 * A database that this process alone serves from, its tables up to date.
 *
 * <p>SQLite's file is created when it is not there, readable by its owner only. PostgreSQL must know the database and the user.
 */
public final class Database implements AutoCloseable {
    private static final String SQLITE = "jdbc:sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final int READERS = 4;
    private static final int CONNECT_MILLIS = 4_000;
    /** How long a service that was killed a moment ago may take to be gone. */
    private static final long LOCK_PATIENCE_MILLIS = 3_000;

    private static final long LOCK_RETRY_MILLIS = 100;
    /** An arbitrary number that only services of jpm lock. */
    private static final long SERVICE_LOCK = 0x6a706d5f73657276L;

    private static final Map<String, String> SQLITE_SETTINGS = Map.of(
            "journal_mode", "WAL",
            "synchronous", "FULL",
            "busy_timeout", "10000",
            "transaction_mode", "IMMEDIATE");
    /** In seconds: a server that went without a word must not hold a request for hours. */
    private static final Map<String, String> POSTGRESQL_SETTINGS = Map.of(
            "ApplicationName", "jpm serve",
            "connectTimeout", "4",
            "socketTimeout", "60",
            "tcpKeepAlive", "true");

    private final HikariDataSource readers;
    private final Writer writer;
    private final AutoCloseable lock;

    private Database(HikariDataSource readers, Writer writer, AutoCloseable lock) {
        this.readers = readers;
        this.writer = writer;
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
            Path file = file(url);
            String plain = SQLITE + file;
            return open(plain, SQLITE_SETTINGS, () -> writable(plain, SQLITE_SETTINGS), lockSqlite(file));
        }
        if (url.startsWith(POSTGRESQL)) {
            return open(url, POSTGRESQL_SETTINGS, () -> holding(url), () -> {});
        }
        throw new JpmException(
                "cannot use the database: its URL is neither SQLite's nor PostgreSQL's",
                "write --db jdbc:sqlite:FILE or --db jdbc:postgresql://HOST/DATABASE");
    }

    private static Connection writable(String url, Map<String, String> settings) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(settings);
        return DriverManager.getConnection(url, properties);
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

    private static Database open(String url, Map<String, String> settings, Writer.Opener opener, AutoCloseable lock) {
        Writer writer = null;
        try {
            writer = patiently(opener);
            writer.run(Migrations::run);
            return new Database(readers(url, settings), writer, lock);
        } catch (PoolInitializationException | SQLException | JpmException refused) {
            if (writer != null) {
                writer.close();
            }
            release(lock);
            throw refused instanceof JpmException clear ? clear : unusable(refused);
        }
    }

    private static Writer patiently(Writer.Opener opener) throws SQLException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LOCK_PATIENCE_MILLIS);
        while (true) {
            try {
                return new Writer(opener);
            } catch (Writer.TakenException taken) {
                if (System.nanoTime() > end) {
                    throw inUse();
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOCK_RETRY_MILLIS));
            }
        }
    }

    private static HikariDataSource readers(String url, Map<String, String> settings) {
        HikariConfig config = new HikariConfig();
        settings.forEach(config::addDataSourceProperty);
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(READERS);
        config.setConnectionTimeout(CONNECT_MILLIS);
        config.setPoolName("jpm-service");
        return new HikariDataSource(config);
    }

    private static AutoCloseable lockSqlite(Path file) {
        if (Files.isDirectory(file)) {
            throw unusable(new IOException(file + ": it is a folder"));
        }
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        try {
            createPrivate(file);
            demandWritable(file);
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

    /** SQLite keeps a journal beside its file, which a service of another user may have left. */
    private static void demandWritable(Path file) {
        Stream<Path> files =
                Stream.of("", "-wal", "-shm", ".lock").map(end -> file.resolveSibling(file.getFileName() + end));
        Stream.concat(files, Stream.of(file.resolveSibling("")))
                .filter(each -> Files.exists(each) && !Files.isWritable(each))
                .findFirst()
                .ifPresent(each -> {
                    throw new JpmException(
                            "cannot use the database: " + each + " cannot be written",
                            "let the service's user write the file and its folder, or name another with --db");
                });
    }

    // The lock lives as long as its connection; the server is told to notice soon when this machine is gone.
    private static Connection holding(String url) throws SQLException {
        Connection connection = writable(url, POSTGRESQL_SETTINGS);
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3");
            try (ResultSet locked = statement.executeQuery("SELECT pg_try_advisory_lock(" + SERVICE_LOCK + ")")) {
                if (!locked.next() || !locked.getBoolean(1)) {
                    throw new Writer.TakenException();
                }
            }
            return connection;
        } catch (SQLException refused) {
            release(connection);
            throw refused;
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
        String why = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        if (cause instanceof AccessDeniedException) {
            why += ": permission denied";
        } else if (cause instanceof NoSuchFileException) {
            why += ": it cannot be made";
        }
        return new JpmException(
                "cannot use the database: " + why, "check --db and that the database can be reached", failure);
    }

    private static void release(AutoCloseable lock) {
        try {
            lock.close();
        } catch (Exception released) {
            // A lock that is lost already is what was wanted.
            return;
        }
    }

    /** Reads what is kept. The work may run twice. */
    <T> T read(Writer.Work<T> work) throws SQLException {
        try {
            return reading(work);
        } catch (Writer.TakenException | SQLTransientConnectionException refused) {
            throw refused;
        } catch (SQLException broken) {
            // When the server went and came back, no connection of before is of use.
            readers.getHikariPoolMXBean().softEvictConnections();
            return reading(work);
        }
    }

    private <T> T reading(Writer.Work<T> work) throws SQLException {
        if (writer.isTaken()) {
            throw new Writer.TakenException();
        }
        try (Connection connection = readers.getConnection()) {
            return work.with(connection);
        }
    }

    /** Changes what is kept; durable when it returns. */
    <T> T change(Writer.Work<T> work) throws SQLException {
        return writer.run(work);
    }

    /** Makes sure that this process alone serves from it. */
    Hold renew() {
        return writer.renew();
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
        release(lock);
    }
}
