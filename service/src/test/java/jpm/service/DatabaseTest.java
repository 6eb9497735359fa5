package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import jpm.io.JpmException;
import jpm.service.db.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which databases are taken, and which are refused. */
class DatabaseTest {
    @TempDir
    Path folder;

    private static void assertRefused(String url, String why) {
        assertThatExceptionOfType(JpmException.class)
                .isThrownBy(() -> Database.open(url))
                .withMessageStartingWith("cannot use the database: ")
                .withMessageContaining(why)
                .satisfies(refused -> assertThat(refused.hint()).isNotEmpty());
    }

    @Test
    void aNewFileIsItsOwnersAlone() throws Exception {
        Path file = folder.resolve("new/folder/service.db");

        Database.open("jdbc:sqlite:" + file).close();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void oneServiceAtATimeMayUseAFile() {
        String url = "jdbc:sqlite:" + folder.resolve("service.db");
        Database first = Database.open(url);
        assertRefused(url, "another service serves from it");
        first.close();
        Database.open(url).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:sqlite:", "jdbc:sqlite::memory:", "jdbc:sqlite:file:x?mode=ro"})
    void whatIsNoFileIsRefused(String url) {
        assertRefused(url, "its URL names no file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"service.db", "jdbc:mysql://localhost/jpm", "http://localhost"})
    void otherDatabasesAreRefused(String url) {
        assertRefused(url, "neither SQLite's nor PostgreSQL's");
    }

    @Test
    void anUnreachableServerIsRefused() {
        assertRefused("jdbc:postgresql://127.0.0.1:1/jpm?user=x", "127.0.0.1:1");
    }

    @Test
    void aFileOfSomethingElseIsRefused() throws Exception {
        Path file = Files.writeString(
                folder.resolve("service.db"), "no database, and long enough for a header ".repeat(50));

        assertRefused("jdbc:sqlite:" + file, "file is not a database");
    }

    @Test
    void aNewerDatabaseIsRefused() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("service.db");
        Database.open(url).close();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE schema_version SET version = 99");
        }

        assertRefused(url, "a newer jpm wrote it");
    }
}
