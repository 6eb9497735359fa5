package jpm.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexDirectoryTest {
    @TempDir
    Path folder;

    private Path file(String name, int bytes, int ageMinutes) throws IOException {
        Path file = Files.write(folder.resolve(name), new byte[bytes]);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60L * ageMinutes)));
        return file;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(p -> String.valueOf(p.getFileName())).sorted().toList();
        }
    }

    @Test
    void whatWasNotUsedLongestGoesFirst() throws IOException {
        Path made = file("new.hprof-1a.graph", 100, 0);
        file("new.hprof-1a.objects", 10, 99);
        file("old.hprof-2b.graph", 100, 50);
        file("older.hprof-3c.graph", 100, 60);
        file("recent.hprof-4d.graph", 100, 10);
        file("notes.txt", 1000, 90);
        IndexDirectory.prune(made, 215);
        assertThat(names())
                .containsExactly("new.hprof-1a.graph", "new.hprof-1a.objects", "notes.txt", "recent.hprof-4d.graph");
    }

    @Test
    void withinBoundsAllStay() throws IOException {
        Path made = file("new.hprof-1a.graph", 100, 0);
        file("old.hprof-2b.graph", 100, 50);
        IndexDirectory.prune(made, 200);
        assertThat(names()).hasSize(2);
    }

    @Test
    void theIndexJustMadeStaysEvenAlone() throws IOException {
        IndexDirectory.prune(file("new.hprof-1a.graph", 100, 0), 10);
        assertThat(names()).hasSize(1);
    }

    @Test
    void partsGoThatNobodyWritesAnyMore() throws IOException {
        Path dump = file("heap.hprof", 10, 0);
        try (IndexWriter writer = IndexWriter.create(folder, dump, "graph")) {
            writer.reserve(100);
            file("other.hprof-2b.graph.123.part", 100, 60 * 48);
            file("young.hprof-2b.graph.124.part", 100, 60);
            IndexDirectory.prepare(folder);
            assertThat(names()).hasSize(3).contains("young.hprof-2b.graph.124.part");
        }
        assertThat(names()).containsExactly("heap.hprof", "young.hprof-2b.graph.124.part");
    }
}
