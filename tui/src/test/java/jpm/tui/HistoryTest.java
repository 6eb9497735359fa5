package jpm.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    Path folder;

    @Test
    void liesWhereTheUserKeepsState() {
        assertThat(History.defaultFile(Map.of("XDG_STATE_HOME", "/x"))).isEqualTo(Path.of("/x/jpm/history"));
        assertThat(History.defaultFile(Map.of()))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".local/state/jpm/history"));
    }

    @Test
    void isForTheUserOnly() throws IOException {
        Path file = folder.resolve("state/jpm/history");
        History.load(file).add("bt");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).isEqualTo("bt\n");
    }

    @Test
    void leavesOutRepetitionsAndNothing() {
        History history = History.load(folder.resolve("history"));
        history.add("bt");
        history.add("bt");
        history.add(" ");
        history.add("up");
        history.add("bt");
        assertThat(history.entries()).containsExactly("bt", "up", "bt");
    }

    @Test
    void forgetsTheOldest() throws IOException {
        Path file = folder.resolve("history");
        History history = History.load(file);
        for (int i = 0; i < 2500; i++) {
            history.add("print " + i);
        }
        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(2000).endsWith("print 2499");
        assertThat(History.load(file).entries())
                .hasSize(1000)
                .startsWith("print 1500")
                .endsWith("print 2499");
    }

    @Test
    void doesWithoutAFile() throws IOException {
        Path notAFolder = Files.createFile(folder.resolve("file"));
        History history = History.load(notAFolder.resolve("history"));
        history.add("bt");
        assertThat(history.entries()).containsExactly("bt");
    }
}
