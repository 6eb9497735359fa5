package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's files, as they stand in both hierarchies of control groups. */
class MemoryPressureTest {
    @TempDir
    Path mounts;

    @Test
    void toldOnceUntilThereIsRelief() throws IOException {
        group("/pod/app", "memory.max", "1048576000", "memory.current", 900);
        MemoryPressure pressure = new MemoryPressure(95, mounts.toString(), "0::/pod/app\n");

        assertThat(pressure.news()).isNull();
        group("/pod/app", "memory.max", "1048576000", "memory.current", 960);
        assertThat(pressure.news()).isEqualTo("960 of 1000 MiB that the container may use are in use");
        assertThat(pressure.news()).isNull();
        group("/pod/app", "memory.max", "1048576000", "memory.current", 940);
        assertThat(pressure.news()).isNull();
        group("/pod/app", "memory.max", "1048576000", "memory.current", 960);
        assertThat(pressure.news()).isNull();
        group("/pod/app", "memory.max", "1048576000", "memory.current", 500);
        assertThat(pressure.news()).isNull();
        group("/pod/app", "memory.max", "1048576000", "memory.current", 960);
        assertThat(pressure.news()).isNotNull();
    }

    @Test
    void pagesOfFilesThatTheKernelCanTakeBackDoNotCount() throws IOException {
        Path group = group("/app", "memory.max", "1048576000", "memory.current", 990);
        Files.writeString(group.resolve("memory.stat"), "anon 1\ninactive_file 104857600\nactive_file 5\n");

        assertThat(new MemoryPressure(95, mounts.toString(), "0::/app\n").news())
                .isNull();
    }

    @Test
    void theLimitOfAParentCounts() throws IOException {
        group("/pod", "memory.max", "1048576000", "memory.current", 990);
        group("/pod/app", "memory.max", "max", "memory.current", 10);

        assertThat(new MemoryPressure(95, mounts.toString(), "0::/pod/app\n").news())
                .isNotNull();
    }

    @Test
    void theFirstHierarchy() throws IOException {
        Files.createDirectories(mounts.resolve("memory"));
        group("/memory/docker/1", "memory.limit_in_bytes", "1048576000", "memory.usage_in_bytes", 990);
        String membership = "5:cpu:/docker/1\n4:memory:/docker/1\n";

        assertThat(new MemoryPressure(95, mounts.toString(), membership).news()).isNotNull();
        assertThat(new MemoryPressure(100, mounts.toString(), membership).news())
                .isNull();
    }

    @Test
    void withoutLimitThereIsNothingToTell() throws IOException {
        group("/app", "memory.max", "max", "memory.current", 990);

        assertThat(new MemoryPressure(1, mounts.toString(), "0::/app\n").news()).isNull();
        assertThat(new MemoryPressure(1, mounts.toString(), null).news()).isNull();
        assertThat(new MemoryPressure(1, mounts.resolve("missing").toString(), "0::/\n").news())
                .isNull();
    }

    private Path group(String path, String limitFile, String limit, String usageFile, int usedMebibytes)
            throws IOException {
        Path group = Files.createDirectories(mounts.resolve(path.substring(1)));
        Files.writeString(group.resolve(limitFile), limit + "\n");
        Files.writeString(group.resolve(usageFile), ((long) usedMebibytes << 20) + "\n");
        return group;
    }
}
