package jpm.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import jpm.io.JpmException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DumpStoreTest {
    private static final String MINIMAL = "{\"version\":1,\"time\":\"2026-11-21T10:00:00Z\",\"pid\":1}";

    @TempDir
    Path root;

    @Test
    void listsEveryFieldOldestFirst() throws IOException {
        StoreFixture.withThreeDumps(root);
        List<DumpEntry> entries = DumpStore.open(root).entries();
        assertThat(entries)
                .extracting(DumpEntry::id)
                .containsExactly(StoreFixture.SHOP, StoreFixture.BANK, StoreFixture.SHOP_AGAIN);
        DumpEntry shop = entries.get(0);
        long jsonBytes = Files.size(root.resolve(StoreFixture.SHOP).resolve("dump.json"));
        assertThat(shop)
                .isEqualTo(new DumpEntry(
                        StoreFixture.SHOP,
                        root.resolve(StoreFixture.SHOP),
                        Instant.parse("2026-11-21T10:49:03.123Z"),
                        4242L,
                        1000L,
                        "ann",
                        "com.acme.Shop",
                        "uncaught",
                        "java.lang.IllegalStateException",
                        "no stock",
                        "main",
                        "5f2b000000000001",
                        1,
                        Instant.parse("2026-11-21T10:49:03.123Z"),
                        DumpState.PRESENT,
                        100L,
                        jsonBytes + 100 + "{\"heapBytes\":100,\"heapMillis\":5}".length(),
                        false));
        assertThat(entries.get(1).message()).isNull();
    }

    @Test
    void tellsStatesApart() throws IOException {
        StoreFixture store = StoreFixture.withThreeDumps(root);
        store.file("20261123T000000Z-1-000001", "dump.json", MINIMAL);
        store.file("20261123T000000Z-1-000001", "end.json", "{\"heapBytes\":100}");
        store.file("20261123T000000Z-1-000001", "heap.hprof", "cut");
        store.file("20261123T000000Z-1-000002", "dump.json", MINIMAL);
        store.file("20261123T000000Z-1-000003.part", "dump.json", MINIMAL);
        store.file("20261123T000000Z-1-000004", "dump.json", "no JSON");
        store.file("20261123T000000Z-1-000005", "threads.txt", "no dump.json");
        store.file("20261123T000000Z-1-000006", "dump.json", MINIMAL);
        store.file("20261123T000000Z-1-000006", "end.json", "{\"heapBytes\":50,\"heapError\":\"disk full\"}");
        store.file("20261123T000000Z-1-000007", "dump.json", MINIMAL);
        store.file("20261123T000000Z-1-000007", "end.json", "{\"heapBytes\":0,\"heapError\":\"disk full\"}");
        store.file("20261123T000000Z-1-000007", "heap.hprof", "some");
        assertThat(states())
                .containsExactlyEntriesOf(new TreeMap<>(Map.of(
                        StoreFixture.SHOP,
                        DumpState.PRESENT,
                        StoreFixture.BANK,
                        DumpState.NONE,
                        StoreFixture.SHOP_AGAIN,
                        DumpState.MISSING,
                        "20261123T000000Z-1-000001",
                        DumpState.TRUNCATED,
                        "20261123T000000Z-1-000002",
                        DumpState.INCOMPLETE,
                        "20261123T000000Z-1-000003",
                        DumpState.INCOMPLETE,
                        "20261123T000000Z-1-000004",
                        DumpState.INACCESSIBLE,
                        "20261123T000000Z-1-000005",
                        DumpState.INACCESSIBLE,
                        "20261123T000000Z-1-000006",
                        DumpState.NONE,
                        "20261123T000000Z-1-000007",
                        DumpState.TRUNCATED)));
    }

    private Map<String, DumpState> states() {
        Map<String, DumpState> states = new TreeMap<>();
        DumpStore.open(root).entries().forEach(entry -> states.put(entry.id(), entry.state()));
        return states;
    }

    @Test
    void namesOfUnreadableDumpsStillTellTimeAndProcess() throws IOException {
        new StoreFixture(root).file("20261123T010203Z-4711-000004", "dump.json", "");
        DumpEntry entry = DumpStore.open(root).entries().get(0);
        assertThat(entry.time()).isEqualTo(Instant.parse("2026-11-23T01:02:03Z"));
        assertThat(entry.pid()).isEqualTo(4711);
    }

    @Test
    void leavesOutWhatIsNoDump() throws IOException {
        StoreFixture store = new StoreFixture(root);
        store.file(".hidden", "dump.json", MINIMAL);
        store.file("notes", "todo.txt", "buy milk");
        Files.writeString(root.resolve("README"), "a file");
        assertThat(DumpStore.open(root).entries()).isEmpty();
    }

    @Test
    void readsFieldsInAnyOrderAndFarBehind() throws IOException {
        String padding =
                "\"padding\":\"" + "x".repeat(20_000) + "\",\"nested\":{\"thread\":\"wrong\",\"list\":[1,[2],{}]},";
        new StoreFixture(root)
                .dump(
                        StoreFixture.SHOP,
                        "{" + padding + "\"thread\":\"main\",\"pid\":5,\"time\":\"2026-11-21T10:00:00Z\"}");
        DumpEntry entry = DumpStore.open(root).entries().get(0);
        assertThat(entry.thread()).isEqualTo("main");
        assertThat(entry.pid()).isEqualTo(5);
    }

    @Test
    void keepsWhatStandsBeforeDamage() throws IOException {
        new StoreFixture(root).dump(StoreFixture.SHOP, "{\"pid\":5,\"user\":\"ann\",\"main\":\"com.ac");
        DumpEntry entry = DumpStore.open(root).entries().get(0);
        assertThat(entry.pid()).isEqualTo(5);
        assertThat(entry.user()).isEqualTo("ann");
        assertThat(entry.main()).isNull();
    }

    @Test
    void takesWrongTypesForUnknown() throws IOException {
        new StoreFixture(root).dump(StoreFixture.SHOP, """
                {"time":17,"pid":"many","uid":1e99,"user":[1,{"user":"x"}],"main":{"a":"b"},"reason":null,"exception":true,
                "message":12345678901234567890123,"thread":"main","signature":"s"}""");
        DumpEntry entry = DumpStore.open(root).entries().get(0);
        assertThat(entry.time()).isNull();
        assertThat(entry.pid()).isNull();
        assertThat(entry.uid()).isNull();
        assertThat(entry.user()).isNull();
        assertThat(entry.message()).isNull();
        assertThat(entry.thread()).isEqualTo("main");
    }

    @Test
    void hugeTextsAreCut() throws IOException {
        new StoreFixture(root)
                .dump(StoreFixture.SHOP, "{\"message\":\"" + "m".repeat(900_000) + "\",\"thread\":\"main\"}");
        DumpEntry entry = DumpStore.open(root).entries().get(0);
        assertThat(entry.message()).hasSize(4096);
        assertThat(entry.thread()).isEqualTo("main");
    }

    @Test
    void monstrousTextsCostOnlyTheFieldsBehindThem() throws IOException {
        new StoreFixture(root)
                .dump(
                        StoreFixture.SHOP,
                        "{\"pid\":5,\"message\":\"" + "m".repeat(9_000_000) + "\",\"thread\":\"main\"}");
        DumpEntry entry = DumpStore.open(root).entries().get(0);
        assertThat(entry.pid()).isEqualTo(5);
        assertThat(entry.message()).isNull();
    }

    @Test
    void deepNestingIsNoStackOverflow() throws IOException {
        new StoreFixture(root).dump(StoreFixture.SHOP, "{\"pid\":5,\"x\":" + "[".repeat(100_000));
        DumpEntry entry = DumpStore.open(root).entries().get(0);
        assertThat(entry.pid()).isEqualTo(5);
        assertThat(entry.metadata().number("pid")).isEqualTo(5);
    }

    @Test
    void countsOccurrences() throws IOException {
        StoreFixture store = StoreFixture.withThreeDumps(root);
        store.file(StoreFixture.SHOP, "occurrences", "12\n");
        store.file(StoreFixture.BANK, "occurrences", "-3 nonsense");
        List<DumpEntry> entries = DumpStore.open(root).entries();
        assertThat(entries.get(0).count()).isEqualTo(12);
        assertThat(entries.get(1).count()).isEqualTo(1);
        assertThat(entries.get(2).count()).isEqualTo(1);
    }

    @Test
    void sizeIsThatOfAllFiles() throws IOException {
        StoreFixture store = new StoreFixture(root);
        store.dump(StoreFixture.SHOP, "{\"pid\":5}");
        store.file(StoreFixture.SHOP, "classes/com/acme/Shop.class", "c".repeat(1000));
        store.file(StoreFixture.SHOP, "threads.txt", "t".repeat(200));
        assertThat(DumpStore.open(root).entries().get(0).sizeBytes()).isEqualTo(1000 + 200 + 9);
        store.file(StoreFixture.SHOP, "heap.hprof", "h".repeat(50));
        store.file(StoreFixture.SHOP, "end.json", "{\"heapBytes\":50,\"otherBytes\":1209}");
        assertThat(DumpStore.open(root).entries().get(0).sizeBytes()).isEqualTo(1209 + 50);
    }

    @Test
    void anAbsentStoreIsEmptyAndAFileIsNone() throws IOException {
        assertThat(DumpStore.open(root.resolve("absent")).entries()).isEmpty();
        Path file = Files.writeString(root.resolve("file"), "x");
        assertThatThrownBy(() -> DumpStore.open(file))
                .isInstanceOf(JpmException.class)
                .hasMessageContaining("not a folder");
    }

    @Test
    void removesOneDumpAndNothingThatItLinksTo() throws IOException {
        StoreFixture.withThreeDumps(root);
        Path precious = Files.writeString(root.resolveSibling(root.getFileName() + "-precious"), "keep");
        Files.createSymbolicLink(root.resolve(StoreFixture.SHOP).resolve("link"), precious);
        DumpStore store = DumpStore.open(root);
        store.remove(store.entries().get(0));
        assertThat(store.entries())
                .extracting(DumpEntry::id)
                .containsExactly(StoreFixture.BANK, StoreFixture.SHOP_AGAIN);
        try (var left = Files.list(root)) {
            assertThat(left).hasSize(2);
        }
        assertThat(precious).hasContent("keep");
        Files.delete(precious);
    }

    @Test
    void finishesInterruptedRemovals() throws IOException {
        new StoreFixture(root).file(".removed-" + StoreFixture.SHOP, "heap.hprof", "half removed");
        DumpStore store = DumpStore.open(root);
        store.sweepRemoved();
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void bundleHoldsEveryFile() throws IOException {
        StoreFixture store = StoreFixture.withThreeDumps(root);
        store.file(StoreFixture.SHOP, "classes/com/acme/Shop.class", "cafebabe");
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        DumpStore opened = DumpStore.open(root);
        opened.writeBundle(opened.entries().get(0), zip);
        Map<String, String> unzipped = unzip(zip.toByteArray());
        assertThat(unzipped.keySet())
                .containsExactlyInAnyOrder(
                        StoreFixture.SHOP + "/dump.json",
                        StoreFixture.SHOP + "/end.json",
                        StoreFixture.SHOP + "/heap.hprof",
                        StoreFixture.SHOP + "/classes/com/acme/Shop.class");
        assertThat(unzipped).containsEntry(StoreFixture.SHOP + "/classes/com/acme/Shop.class", "cafebabe");
    }

    private static Map<String, String> unzip(byte[] zip) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry file = in.getNextEntry(); file != null; file = in.getNextEntry()) {
                files.put(file.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }

    @Test
    void adoptsADumpWhoseWriterDied() throws IOException {
        StoreFixture store = new StoreFixture(root);
        store.dump(StoreFixture.SHOP + ".part", writtenBy(Integer.MAX_VALUE));
        store.dump(
                StoreFixture.BANK + ".part", writtenBy(ProcessHandle.current().pid()));
        DumpStore opened = DumpStore.open(root);
        assertThat(opened.adoptInterrupted(opened.entries())).isEqualTo(1);
        assertThat(root.resolve(StoreFixture.SHOP)).isDirectory();
        assertThat(root.resolve(StoreFixture.BANK + ".part")).isDirectory();
        assertThat(opened.entries()).extracting(DumpEntry::state).containsOnly(DumpState.INCOMPLETE);
    }

    @Test
    void whatWasNotToBeKeptIsGoneBeforeADumpIsAdopted() throws IOException {
        StoreFixture store = new StoreFixture(root);
        String part = StoreFixture.SHOP + ".part";
        store.dump(part, writtenBy(Integer.MAX_VALUE));
        for (String unfinished :
                List.of("raw.hprof", "raw.hprof.p0", "heap.hprof.p1", "heap.new", "occurrences.new", "writing")) {
            store.file(part, unfinished, "x");
        }
        store.file(part, "heap.hprof", "x");
        DumpStore opened = DumpStore.open(root);

        assertThat(opened.find(DumpQuery.of(List.of()))).hasSize(1);

        assertThat(root.resolve(StoreFixture.SHOP).toFile().list())
                .containsExactlyInAnyOrder("dump.json", "heap.hprof");
    }

    @Test
    void whatIsNotToBeKeptIsInNoBundle() throws IOException {
        StoreFixture store = new StoreFixture(root);
        String part = StoreFixture.SHOP + ".part";
        store.dump(part, writtenBy(ProcessHandle.current().pid()));
        store.file(part, "raw.hprof", "x");
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        DumpStore opened = DumpStore.open(root);

        opened.writeBundle(opened.entries().get(0), zip);

        assertThat(unzip(zip.toByteArray())).containsOnlyKeys(StoreFixture.SHOP + "/dump.json");
    }

    private static String writtenBy(long pid) throws IOException {
        String bootId =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).trim();
        String namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        return "{\"pid\":" + pid + ",\"bootId\":\"" + bootId + "\",\"pidNamespace\":\"" + namespace + "\"}";
    }
}
