package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredDumpsTest {
    @TempDir
    Path store;

    @Test
    void onlyDumpsOfTheSignatureCount() throws IOException {
        dump("20260101T000000Z-1-aaaaaa", "0123456789abcdef", true);
        dump("20260101T000001Z-1-aaaaab", "0123456789abcdef", false);
        dump("20260101T000002Z-1-aaaaac", "fedcba9876543210", true);
        dump(".removed-20260101T000003Z-1-aaaaad", "0123456789abcdef", true);
        dump("20260101T000004Z-1-aaaaae.part", "0123456789abcdef", true);

        assertThat(new StoredDumps(store).known("0123456789abcdef").heaps()).isEqualTo(1);
        assertThat(new StoredDumps(store).known("0000000000000000")).isEqualTo(new SignatureHistory.Known(0, 0));
        assertThat(new StoredDumps(store.resolve("missing")).known("0123456789abcdef"))
                .isEqualTo(new SignatureHistory.Known(0, 0));
    }

    @Test
    void theMiddleWithoutHeapGoesAndItsCountIsKept() throws IOException {
        for (int i = 0; i < 10; i++) {
            dump("20260101T00000" + i + "Z-1-aaaaaa", "0123456789abcdef", i == 0 || i == 5);
        }
        dump("20260101T000003Z-1-bbbbbb", "fedcba9876543210", false);
        Files.writeString(store.resolve("20260101T000004Z-1-aaaaaa/occurrences"), "41");

        int gone = new StoredDumps(store).thinOut("0123456789abcdef");

        assertThat(gone).isEqualTo(41 + 1 + 1);
        assertThat(names())
                .containsExactly(
                        "20260101T000000Z-1-aaaaaa",
                        "20260101T000001Z-1-aaaaaa",
                        "20260101T000002Z-1-aaaaaa",
                        "20260101T000003Z-1-aaaaaa",
                        "20260101T000003Z-1-bbbbbb",
                        "20260101T000005Z-1-aaaaaa",
                        "20260101T000008Z-1-aaaaaa",
                        "20260101T000009Z-1-aaaaaa");
        assertThat(new StoredDumps(store).thinOut("0123456789abcdef")).isZero();
    }

    @Test
    void usedBytesAreThoseOfAllFiles() throws IOException {
        Path dump = dump("20260101T000000Z-1-aaaaaa", "0123456789abcdef", true);
        Files.writeString(Files.createDirectories(dump.resolve("classes/com")).resolve("A.class"), "12345");

        assertThat(new StoredDumps(store).usedBytes()).isEqualTo(5 + 4 + Files.size(dump.resolve("dump.json")));
    }

    private Path dump(String name, String signature, boolean heap) throws IOException {
        Path dump = Files.createDirectory(store.resolve(name));
        Files.writeString(dump.resolve("dump.json"), "{\"version\":1,\"signature\":\"" + signature + "\"}");
        if (heap) {
            Files.writeString(dump.resolve("heap.hprof"), "heap");
        }
        return dump;
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(store)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
