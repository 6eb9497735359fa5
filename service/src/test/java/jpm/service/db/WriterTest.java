package jpm.service.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of changes that gather, and of those beside one that fails. */
class WriterTest {
    @TempDir
    Path folder;

    private String url;
    private Writer writer;

    @BeforeEach
    void open() throws SQLException {
        url = "jdbc:sqlite:" + folder.resolve("test.db");
        writer = new Writer(() -> DriverManager.getConnection(url));
        writer.run(connection -> execute(connection, "CREATE TABLE kept (n INTEGER PRIMARY KEY)"));
    }

    @AfterEach
    void close() {
        writer.close();
    }

    private static int execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static int insert(Connection connection, int n) throws SQLException {
        return execute(connection, "INSERT INTO kept VALUES (" + n + ")");
    }

    private String kept() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT COALESCE(GROUP_CONCAT(n), '') FROM (SELECT n FROM kept ORDER BY n)")) {
            return rows.getString(1);
        }
    }

    @Test
    void whatGathersIsKeptButForTheOneThatFails() throws Exception {
        CountDownLatch isGathered = new CountDownLatch(1);
        FutureTask<Integer> first = started(() -> writer.run(connection -> {
            awaitUninterrupted(isGathered);
            return insert(connection, 0);
        }));
        List<FutureTask<Integer>> more = new ArrayList<>();
        for (int n : new int[] {1, 2, 2, 3}) {
            more.add(started(() -> writer.run(connection -> insert(connection, n))));
        }
        isGathered.countDown();

        assertThat(first.get()).isEqualTo(1);
        int failed = 0;
        for (FutureTask<Integer> change : more) {
            try {
                assertThat(change.get()).isEqualTo(1);
            } catch (java.util.concurrent.ExecutionException twice) {
                assertThat(twice).hasMessageContaining("UNIQUE");
                failed++;
            }
        }
        assertThat(failed).isEqualTo(1);
        assertThat(kept()).isEqualTo("0,1,2,3");
    }

    private static FutureTask<Integer> started(java.util.concurrent.Callable<Integer> work) {
        FutureTask<Integer> task = new FutureTask<>(work);
        new Thread(task).start();
        return task;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    @Test
    void anErrorFailsItsChangeAloneAndEndsNothing() throws SQLException {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> writer.run(connection -> {
                    insert(connection, 1);
                    throw new StackOverflowError();
                }))
                .withMessageContaining("StackOverflowError");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> writer.run(connection -> {
                    insert(connection, 2);
                    throw new IllegalArgumentException("no");
                }));

        writer.run(connection -> insert(connection, 3));

        assertThat(kept()).isEqualTo("3");
    }

    @Test
    void afterTheEndChangesAreRefused() {
        writer.close();

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> writer.run(connection -> insert(connection, 1)))
                .withMessageContaining("closed");
    }
}
