package jpm.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredecessorTest {
    private static final long START = 2_000_000;
    private static final long PID = ProcessHandle.current().pid();
    private static final String LOG = "hs_err_pid" + PID + ".log";
    private static final String HEAP = "java_pid" + PID + ".hprof";

    @TempDir
    Path logs;

    @TempDir
    Path heaps;

    @Test
    void givesNamesThatNobodyUsesAgain() throws IOException {
        old(logs.resolve(LOG));
        old(logs.resolve("hs_err_pid" + PID + "7.log"));
        old(heaps.resolve(HEAP));

        keep();

        assertThat(names(logs)).containsExactly(LOG + ".1000", "hs_err_pid" + PID + "7.log");
        assertThat(names(heaps)).containsExactly(HEAP + ".1000");
    }

    @Test
    void leavesItsOwnAndWhatIsKeptAlready() throws IOException {
        old(logs.resolve(LOG));
        Files.writeString(logs.resolve(LOG + ".1000"), "kept");
        Files.writeString(heaps.resolve(HEAP), "new");

        keep();

        assertThat(names(logs)).containsExactly(LOG, LOG + ".1000");
        assertThat(logs.resolve(LOG + ".1000")).hasContent("kept");
        assertThat(names(heaps)).containsExactly(HEAP);
    }

    private void keep() {
        String[] arguments = {"-Xmx1g", "-XX:ErrorFile=" + logs + "/hs_err_pid%p.log", "-XX:HeapDumpPath=" + heaps};
        new Predecessor(arguments, START).keepItsFiles();
    }

    private static void old(Path file) throws IOException {
        Files.writeString(file, "old");
        Files.setLastModifiedTime(file, FileTime.fromMillis(START / 2));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
