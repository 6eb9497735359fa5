package jpm.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jpm.io.JpmException;
import jpm.service.db.Database;
import jpm.service.json.JsonObject;
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

    private static void execute(String url, String... commands) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : commands) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void whatTheFirstVersionWroteIsRead() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("service.db");
        String first = new String(
                DatabaseTest.class
                        .getResourceAsStream("/jpm/service/first-version.sql")
                        .readAllBytes(),
                StandardCharsets.UTF_8);
        execute(url, first.split(";\n"));

        try (RunningService service = RunningService.in(folder)) {
            assertThat(service.active("d-0123", "").json().list("breakpoints"))
                    .singleElement()
                    .isEqualTo(service.breakpoint("d-0123", "b-1795262400"));
            JsonObject ended = service.breakpoint("d-0123", "b-1795262399");
            assertThat(ended.text("finalTime")).isEqualTo("2026-11-21T12:00:01Z");
            assertThat(ended.list("stackFrames")).containsExactly(JsonObject.of("function", "f"));
            assertThat(service.setAt("d-0123", 3)).isEqualTo("b-1795262401");
        }
    }

    @Test
    void stepsAreTakenWholeOrNotAtAll() throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("service.db");
        execute(url, "CREATE TABLE breakpoint (ours TEXT)");

        assertRefused(url, "table breakpoint already exists");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("SELECT GROUP_CONCAT(name) FROM sqlite_master")) {
            assertThat(tables.getString(1)).isEqualTo("breakpoint");
        }
    }

    @Test
    void whatCannotBeCreatedSaysWhy() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertRefused("jdbc:sqlite:" + file + "/service.db", "Not a directory");
        assertRefused("jdbc:sqlite:" + folder, "it is a folder");
        assertRefused("jdbc:sqlite:/proc/none/service.db", "/proc/none");
    }

    /** Root may write what nobody may; without that right it is told what others are. */
    @ParameterizedTest
    @ValueSource(strings = {"service.db", "."})
    void whatCannotBeWrittenSaysSo(String readOnly) throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Path file = data.resolve("service.db");
        Database.open("jdbc:sqlite:" + file).close();
        Path closed = data.resolve(readOnly).normalize();
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(closed);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("r-x------"));

        String said = saidByTheService("jdbc:sqlite:" + file);

        Files.setPosixFilePermissions(closed, permissions);
        assertThat(said)
                .contains("JpmException: cannot use the database: " + closed + " cannot be written\n")
                .doesNotContain("Caused by");
    }

    private static String saidByTheService(String url) throws Exception {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--bounding-set=-dac_override"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ServiceProcess.class.getName(),
                url,
                "0"));
        Process service = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            return new String(service.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            service.destroyForcibly().waitFor();
        }
    }

    @Test
    void aDamagedTextFailsTheRequestsForItAlone() throws Exception {
        String id;
        String debuggee;
        try (RunningService service = RunningService.in(folder)) {
            debuggee = service.register("1");
            id = service.setAt(debuggee, 1);
        }
        execute("jdbc:sqlite:" + folder.resolve("service.db"), "UPDATE breakpoint SET spec = '{'");
        try (RunningService service = RunningService.in(folder)) {
            RunningService.Reply damaged =
                    service.get("v2/debugger/debuggees/" + debuggee + "/breakpoints/" + id + "?clientVersion=t");

            assertThat(damaged.code()).isEqualTo(503);
            assertThat(damaged.error().text("status")).isEqualTo("UNAVAILABLE");
            assertThat(service.register("2")).startsWith("d-");
            assertThat(service.faults).singleElement().asString().contains("damaged text");
        }
    }
}
