package jpm.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import jpm.analysis.Histogram;
import jpm.io.JpmException;
import jpm.io.UnsupportedDumpException;
import jpm.testdata.HprofBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedDumpTest {
    @TempDir
    Path directory;

    private final HprofBuilder builder = new HprofBuilder().segmentBytes(400);
    private final List<Long> texts = new ArrayList<>();

    private byte[] dump() {
        for (int i = 0; i < 50; i++) {
            texts.add(builder.string("text " + i));
        }
        return builder.bytes();
    }

    private Heap open(byte[] bytes) throws IOException {
        return Heap.open(Files.write(directory.resolve("dump.hprof"), bytes), HeapOptions.defaults());
    }

    @Test
    void aCutDumpIsReadUpToTheCut() throws IOException {
        byte[] whole = dump();
        long before = 0;
        for (int length = 31; length < whole.length; length += 7) {
            try (Heap heap = open(Arrays.copyOf(whole, length))) {
                assertThat(heap.objectCount()).isGreaterThanOrEqualTo(before);
                before = heap.objectCount();
                assertThat(heap.coverage().bytesRead()).isLessThanOrEqualTo(length);
            }
        }
        try (Heap heap = open(whole)) {
            assertThat(heap.objectCount()).isEqualTo(before);
            assertThat(heap.coverage()).isEqualTo(new Coverage(whole.length, whole.length, ""));
        }
    }

    @Test
    void aCutWithinARecordIsSaid() throws IOException {
        byte[] whole = dump();
        try (Heap heap = open(Arrays.copyOf(whole, whole.length - 15))) {
            assertThat(heap.coverage().isPartial()).isTrue();
            assertThat(heap.coverage().damage()).isEqualTo("the file is cut off");
            assertThat(heap.findObject(texts.get(texts.size() - 1))).isNull();
            assertThat(heap.findObject(texts.get(0))).isNotNull();
        }
    }

    @Test
    void garbageBetweenSegmentsCostsOnlyTheGarbage() throws IOException {
        byte[] whole = dump();
        int segment = indexOfSegmentBehind(whole, whole.length / 2);
        byte[] torn = new byte[whole.length + 1000];
        System.arraycopy(whole, 0, torn, 0, segment);
        System.arraycopy(whole, segment, torn, segment + 1000, whole.length - segment);
        try (Heap heap = open(torn)) {
            texts.forEach(id -> assertThat(heap.findObject(id)).isNotNull());
            assertThat(heap.coverage().bytesTotal() - heap.coverage().bytesRead())
                    .isEqualTo(1000);
        }
    }

    private static int indexOfSegmentBehind(byte[] bytes, int from) {
        for (int at = from; ; at++) {
            boolean isHeader = bytes[at] == 0x1c && bytes[at + 1] == 0 && bytes[at + 5] == 0 && bytes[at + 6] == 0;
            int next = at + 9 + ((bytes[at + 7] & 0xff) << 8 | bytes[at + 8] & 0xff);
            if (isHeader && next < bytes.length && (bytes[next] == 0x1c || bytes[next] == 0x2c)) {
                return at;
            }
        }
    }

    @Test
    void aSegmentLengthThatWasNeverFilledInIsFoundOut() throws IOException {
        byte[] whole = dump();
        int segment = indexOfSegmentBehind(whole, whole.length / 2);
        whole[segment + 7] = 0;
        whole[segment + 8] = 0;
        try (Heap heap = open(whole)) {
            texts.forEach(id -> assertThat(heap.findObject(id)).isNotNull());
            assertThat(heap.coverage().isPartial()).isFalse();
        }
    }

    @Test
    void whatIsNoDumpIsSaidClearly() {
        assertThatThrownBy(() -> open(new byte[0]))
                .isInstanceOf(UnsupportedDumpException.class)
                .hasMessage("the file is empty");
        assertThatThrownBy(() -> open("hello".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(UnsupportedDumpException.class)
                .hasMessage("this is not an HPROF heap dump");
        assertThatThrownBy(() -> open("\0\u0012portable heap dump\0\0".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(UnsupportedDumpException.class)
                .hasMessageContaining("OpenJ9");
        assertThatThrownBy(() -> Heap.open(directory.resolve("none"), HeapOptions.defaults()))
                .isInstanceOf(JpmException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void anyBytesAreReadOrRefused() throws IOException {
        byte[] whole = dump();
        Random random = new Random(11);
        for (int round = 0; round < 400; round++) {
            byte[] bytes = whole.clone();
            for (int i = 1 + random.nextInt(8); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
            }
            try (Heap heap = open(bytes)) {
                for (long i = 0; i < heap.objectCount(); i++) {
                    touch(heap.objectAt(i));
                }
                heap.threads();
                heap.graph()
                        .forEachReachable(
                                (index, dominator, held) -> assertThat(held).isNotNegative());
                Histogram.of(directory.resolve("dump.hprof"), HeapOptions.defaults());
            } catch (JpmException expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
    }

    private static void touch(HeapObject object) {
        object.heapClass().lineage();
        if (object instanceof HeapInstance instance) {
            instance.fields();
            instance.asString(1000);
        }
    }
}
