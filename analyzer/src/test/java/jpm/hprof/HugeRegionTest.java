package jpm.hprof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jpm.io.ByteSource;
import jpm.value.PrimitiveType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One HEAP_DUMP record of more bytes than its length of 32 bits can tell, as Java 5 and 6 wrote it: five arrays of 1.9 GB that are all zeros. */
class HugeRegionTest {
    private static final int ARRAYS = 5;
    private static final int LENGTH = 1_900_000_000;
    private static final int ARRAY_HEADER_BYTES = 1 + 8 + 4 + 4 + 1;
    private static final long BODY_BYTES = ARRAYS * ((long) ARRAY_HEADER_BYTES + LENGTH);

    private static byte[] bytes(Writer writer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.write(new DataOutputStream(out));
        return out.toByteArray();
    }

    @FunctionalInterface
    private interface Writer {
        void write(DataOutputStream to) throws IOException;
    }

    /** Bytes at a few places, zeros between them. */
    private static final class Sparse implements ByteSource {
        private final List<byte[]> parts = new ArrayList<>();
        private final List<Long> places = new ArrayList<>();
        private long size;
        private long bytesRead;

        void add(byte[] part, long zerosBehind) {
            places.add(size);
            parts.add(part);
            size += part.length + zerosBehind;
        }

        @Override
        public long sizeBytes() {
            return size;
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) {
            int count = (int) Math.max(0, Math.min(length, size - position));
            bytesRead += count;
            Arrays.fill(into, offset, offset + count, (byte) 0);
            for (int i = 0; i < parts.size(); i++) {
                for (int at = 0; at < parts.get(i).length; at++) {
                    long place = places.get(i) + at - position;
                    if (place >= 0 && place < count) {
                        into[offset + (int) place] = parts.get(i)[at];
                    }
                }
            }
            return count;
        }

        @Override
        public void close() {}
    }

    private static byte[] symbol() throws IOException {
        return bytes(to -> {
            to.writeByte(Tag.UTF8);
            to.writeInt(0);
            to.writeInt(8 + 4);
            to.writeLong(77);
            to.write("last".getBytes(StandardCharsets.US_ASCII));
        });
    }

    private static byte[] end() throws IOException {
        return bytes(to -> {
            to.writeByte(Tag.HEAP_DUMP_END);
            to.writeLong(0);
        });
    }

    private static Sparse dump(int writtenLength, byte[] behind) throws IOException {
        Sparse dump = new Sparse();
        dump.add(
                bytes(to -> {
                    to.write("JAVA PROFILE 1.0.1\0".getBytes(StandardCharsets.US_ASCII));
                    to.writeInt(8);
                    to.writeLong(0);
                    to.writeByte(Tag.HEAP_DUMP);
                    to.writeInt(0);
                    to.writeInt(writtenLength);
                }),
                0);
        for (int i = 1; i <= ARRAYS; i++) {
            long id = 0x1000L * i;
            dump.add(
                    bytes(to -> {
                        to.writeByte(Tag.PRIMITIVE_ARRAY_DUMP);
                        to.writeLong(id);
                        to.writeInt(0);
                        to.writeInt(LENGTH);
                        to.writeByte(PrimitiveType.BYTE.hprofCode);
                    }),
                    LENGTH);
        }
        dump.add(behind, 0);
        return dump;
    }

    private static List<Long> arrays(Sparse dump, HprofFile file) {
        List<Long> found = new ArrayList<>();
        SegmentReader reader = new SegmentReader(dump, 8);
        for (HeapRegion region : file.regions()) {
            reader.read(region, new HeapRecordSink(false, false, false) {
                @Override
                public void primitiveArray(long id, long recordAt, PrimitiveType type, int length) {
                    assertThat(length).isEqualTo(LENGTH);
                    found.add(id);
                }
            });
        }
        return found;
    }

    private static void assertReadsAll(Sparse dump) {
        HprofFile file = HprofFile.read(dump);
        assertThat(file.regions()).hasSize(1);
        assertThat(file.regions().get(0).sizeBytes()).isEqualTo(BODY_BYTES);
        assertThat(file.damage()).isEmpty();
        assertThat(file.lostBytes()).isZero();
        assertThat(arrays(dump, file)).containsExactly(0x1000L, 0x2000L, 0x3000L, 0x4000L, 0x5000L);
        // Contents are hopped over.
        assertThat(dump.bytesRead).isLessThan(10_000_000);
    }

    /** The tag of a symbol is that of a root, too, so that only the length's low bits tell where the heap ends. */
    @Test
    void aLengthThatOverflowedTellsWhatItCan() throws IOException {
        Sparse dump = dump((int) BODY_BYTES, symbol());
        assertReadsAll(dump);
        assertThat(HprofFile.read(dump).symbols().text(77)).isEqualTo("last");
    }

    @ParameterizedTest
    @ValueSource(ints = {(int) BODY_BYTES, 0, -1, 12_345})
    void theRecordsTellWhereItEnds(int writtenLength) throws IOException {
        assertReadsAll(dump(writtenLength, end()));
        assertReadsAll(dump(writtenLength, new byte[0]));
    }
}
