package jpm.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JDK's own packer and unpacker are the oracle. */
class GzipByteSourceTest {
    private static final int RAW_BYTES = 700_000;

    private long packedBytesRead;

    /** Numbers, runs, text and noise, so that blocks of every kind come about. */
    private static byte[] raw(int count) {
        Random random = new Random(7);
        byte[] raw = new byte[count];
        for (int at = 0; at < count; ) {
            int length = Math.min(count - at, 1 + random.nextInt(3000));
            int kind = random.nextInt(4);
            for (int i = 0; i < length; i++) {
                raw[at + i] = (byte)
                        (kind == 0 ? random.nextInt() : kind == 1 ? 0 : kind == 2 ? i % 24 : 'a' + random.nextInt(3));
            }
            at += length;
        }
        return raw;
    }

    private static byte[] gzip(byte[] raw, int level, int strategy, byte[] header) {
        Deflater deflater = new Deflater(level, true);
        deflater.setStrategy(strategy);
        deflater.setInput(raw);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header);
        byte[] buffer = new byte[1 << 16];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        CRC32 crc = new CRC32();
        crc.update(raw);
        for (long number : new long[] {crc.getValue(), raw.length}) {
            for (int shift = 0; shift < 32; shift += 8) {
                out.write((int) (number >> shift));
            }
        }
        return out.toByteArray();
    }

    private static byte[] plainHeader() {
        return new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0};
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private ByteSource memory(byte[] bytes) {
        return new ByteSource() {
            @Override
            public long sizeBytes() {
                return bytes.length;
            }

            @Override
            public int read(long position, byte[] into, int offset, int length) {
                int count = (int) Math.max(0, Math.min(length, bytes.length - position));
                System.arraycopy(bytes, (int) Math.min(position, bytes.length), into, offset, count);
                packedBytesRead += count;
                return count;
            }

            @Override
            public void close() {}
        };
    }

    private GzipByteSource open(byte[] gzip, int chunkBytes, int maxEntries) {
        return GzipByteSource.open(memory(gzip), Progress.NONE, new Cancellation(), chunkBytes, maxEntries);
    }

    private static void assertReads(GzipByteSource source, byte[] raw) {
        assertThat(source.sizeBytes()).isEqualTo(raw.length);
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            int at = random.nextInt(raw.length);
            byte[] read = new byte[random.nextInt(round % 10 == 0 ? 200_000 : 300)];
            int count = source.read(at, read, 0, read.length);
            assertThat(count).isEqualTo(Math.min(read.length, raw.length - at));
            assertThat(Arrays.copyOf(read, count)).isEqualTo(Arrays.copyOfRange(raw, at, at + count));
        }
        assertThat(source.read(raw.length, new byte[1], 0, 1)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0,0", "1,0", "6,0", "9,0", "6,1", "6,2"})
    void aSingleMemberIsReadAtAnyPosition(int level, int strategy) {
        byte[] raw = raw(RAW_BYTES);
        byte[] gzip = gzip(raw, level, strategy, plainHeader());
        for (int chunkBytes : new int[] {1000, 50_000, 1 << 20}) {
            GzipByteSource source = open(gzip, chunkBytes, 1 << 12);
            assertThat(source.damage()).isEmpty();
            assertReads(source, raw);
        }
    }

    @Test
    void chunksGrowInsteadOfBecomingTooMany() {
        byte[] raw = raw(RAW_BYTES);
        assertReads(open(gzip(raw, 6, 0, plainHeader()), 1000, 10), raw);
    }

    @Test
    void readingAtOnePlaceUnpacksNoMoreThanAChunk() {
        byte[] raw = raw(RAW_BYTES);
        GzipByteSource source = open(gzip(raw, 6, 0, plainHeader()), 10_000, 1 << 12);
        packedBytesRead = 0;
        source.read(RAW_BYTES - 5_000, new byte[100], 0, 100);
        assertThat(packedBytesRead).isLessThan(100_000);
    }

    @Test
    void membersWithEveryKindOfHeaderFollowEachOther() throws IOException {
        byte[] raw = raw(20_000);
        byte[] named = joined(new byte[] {0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0}, "a.hprof\0".getBytes("US-ASCII"));
        byte[] full = joined(
                new byte[] {0x1f, (byte) 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 0, 3, 0, 1, 2, 3},
                "name\0comment\0".getBytes("US-ASCII"));
        CRC32 crc = new CRC32();
        crc.update(full);
        full = joined(full, new byte[] {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)});
        byte[] gzip = joined(gzip(raw, 6, 0, named), gzip(raw, 1, 0, full), gzip(new byte[0], 6, 0, plainHeader()));
        gzip = joined(gzip, gzip(raw, 0, 0, plainHeader()));
        byte[] expected = new GZIPInputStream(new ByteArrayInputStream(gzip)).readAllBytes();
        assertThat(expected).hasSize(60_000);
        GzipByteSource source = open(gzip, 1 << 20, 100);
        assertThat(source.damage()).isEmpty();
        assertReads(source, expected);
    }

    @Test
    void aCutFileIsReadUpToTheCut() {
        byte[] raw = raw(100_000);
        byte[] gzip = gzip(raw, 6, 0, plainHeader());
        for (int length = 1000; length < gzip.length; length += 997) {
            GzipByteSource source = open(Arrays.copyOf(gzip, length), 5000, 100);
            assertThat(source.damage()).contains("cut off");
            assertReads(source, Arrays.copyOf(raw, (int) source.sizeBytes()));
        }
        assertThat(open(Arrays.copyOf(gzip, gzip.length - 3), 5000, 100).sizeBytes())
                .isEqualTo(raw.length);
    }

    @Test
    void aChecksumThatDoesNotFitIsSaid() {
        byte[] raw = raw(1000);
        byte[] gzip = gzip(raw, 6, 0, plainHeader());
        gzip[gzip.length - 8] ^= 1;
        GzipByteSource source = open(gzip, 5000, 100);
        assertThat(source.damage()).contains("has another checksum");
        assertReads(source, raw);
    }

    @Test
    void damagedDataIsReadOrRefused() {
        byte[] whole = gzip(raw(5000), 6, 0, plainHeader());
        Random random = new Random(5);
        for (int round = 0; round < 3000; round++) {
            byte[] gzip = whole.clone();
            for (int i = 1 + random.nextInt(3); i > 0; i--) {
                gzip[2 + random.nextInt(gzip.length - 2)] = (byte) random.nextInt();
            }
            try {
                GzipByteSource source = open(gzip, 1 + random.nextInt(3000), 5);
                byte[] all = new byte[(int) source.sizeBytes()];
                assertThat(source.read(0, all, 0, all.length)).isEqualTo(all.length);
            } catch (UnsupportedDumpException refused) {
                assertThat(refused).hasMessageContaining("gzip");
            }
        }
        assertThatThrownBy(() -> open(new byte[] {0x1f, (byte) 0x8b}, 100, 100))
                .isInstanceOf(UnsupportedDumpException.class);
    }
}
