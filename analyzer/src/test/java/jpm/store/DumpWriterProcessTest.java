package jpm.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpWriterProcessTest {
    private static final String ELSEWHERE = "{\"pid\":1,\"bootId\":\"boot-1\",\"pidNamespace\":\"pid:[2]\"}";
    private static final String OTHER_MACHINE = "{\"pid\":1,\"bootId\":\"boot-2\",\"pidNamespace\":\"pid:[1]\"}";

    /** Another process that holds the lock until it is killed. */
    static final class Writer {
        public static void main(String[] args) throws IOException {
            try (FileOutputStream file = new FileOutputStream(args[0], true)) {
                System.out.println(file.getChannel().tryLock() == null ? "refused" : "locked");
                System.in.read();
            }
        }
    }

    @TempDir
    Path proc;

    @TempDir
    Path folder;

    @BeforeEach
    void makeProc() throws IOException {
        write("sys/kernel/random/boot_id", "boot-1\n");
        Files.createDirectories(proc.resolve("self/ns"));
        Files.createSymbolicLink(proc.resolve("self/ns/pid"), Path.of("pid:[1]"));
        write("42/stat", "42 (java) x) S 1 42 42 0 -1 4194560 100 0 0 0 1 2 0 0 20 0 1 0 777 1000 200 0\n");
    }

    private void write(String file, String text) throws IOException {
        Path path = proc.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private DumpWriterProcess writer(String json) throws IOException {
        return DumpWriterProcess.of(
                folder, DumpMetadata.readFile(Files.writeString(folder.resolve("dump.json"), json)), proc);
    }

    @Test
    void aProcessWithTheSameStartTimeIsAlive() throws IOException {
        assertThat(writer("{\"pid\":42,\"bootId\":\"boot-1\",\"pidNamespace\":\"pid:[1]\",\"processStartTicks\":777}"))
                .isEqualTo(DumpWriterProcess.ALIVE);
    }

    @Test
    void aProcessThatReusesThePidIsAnother() throws IOException {
        assertThat(writer("{\"pid\":42,\"bootId\":\"boot-1\",\"pidNamespace\":\"pid:[1]\",\"processStartTicks\":778}"))
                .isEqualTo(DumpWriterProcess.DEAD);
    }

    @Test
    void aProcessThatIsGoneIsDead() throws IOException {
        assertThat(writer("{\"pid\":43,\"bootId\":\"boot-1\",\"pidNamespace\":\"pid:[1]\",\"processStartTicks\":777}"))
                .isEqualTo(DumpWriterProcess.DEAD);
    }

    @Test
    void nothingIsKnownOfOtherMachinesAndNamespaces() throws IOException {
        assertThat(writer("{\"pid\":43,\"bootId\":\"boot-2\",\"pidNamespace\":\"pid:[1]\"}"))
                .isEqualTo(DumpWriterProcess.UNKNOWN);
        assertThat(writer("{\"pid\":43,\"bootId\":\"boot-1\",\"pidNamespace\":\"pid:[2]\"}"))
                .isEqualTo(DumpWriterProcess.UNKNOWN);
        assertThat(writer("{}")).isEqualTo(DumpWriterProcess.UNKNOWN);
    }

    @Test
    void aLockThatIsHeldMeansLife() throws IOException, InterruptedException {
        Files.createFile(folder.resolve("writing"));
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.resolve("writing").toString())
                .start();
        assertThat(other.inputReader().readLine()).isEqualTo("locked");
        assertThat(writer(ELSEWHERE)).isEqualTo(DumpWriterProcess.ALIVE);

        other.destroyForcibly().waitFor();
        assertThat(writer(ELSEWHERE)).isEqualTo(DumpWriterProcess.DEAD);
    }

    @Test
    void aFreeLockOfAnotherMachineSaysNothingAsLongAsSomethingHappens() throws IOException {
        Files.createFile(folder.resolve("writing"));
        Path heap = Files.createFile(folder.resolve("heap.hprof"));
        assertThat(writer(OTHER_MACHINE)).isEqualTo(DumpWriterProcess.UNKNOWN);

        makeOld(folder.resolve("writing"), folder.resolve("dump.json"), folder);
        assertThat(DumpWriterProcess.of(folder, DumpMetadata.read(folder), proc))
                .isEqualTo(DumpWriterProcess.UNKNOWN);
        makeOld(heap);
        assertThat(DumpWriterProcess.of(folder, DumpMetadata.read(folder), proc))
                .isEqualTo(DumpWriterProcess.DEAD);
    }

    @Test
    void anEmptyFolderIsGivenUpAfterAWhile() throws IOException {
        assertThat(DumpWriterProcess.of(folder, DumpMetadata.read(folder), proc))
                .isEqualTo(DumpWriterProcess.UNKNOWN);
        makeOld(folder);
        assertThat(DumpWriterProcess.of(folder, DumpMetadata.read(folder), proc))
                .isEqualTo(DumpWriterProcess.DEAD);
    }

    private static void makeOld(Path... files) throws IOException {
        for (Path file : files) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));
        }
    }
}
