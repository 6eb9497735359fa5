package jpm.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpWriterProcessTest {
    @TempDir
    Path proc;

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
        return DumpWriterProcess.of(DumpMetadata.readFile(Files.writeString(proc.resolve("dump.json"), json)), proc);
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
}
