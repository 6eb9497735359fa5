package jpm.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * By what an index knows the file that it was made of.
 *
 * @param sampleSum a checksum over some of the content
 */
public record Fingerprint(long sizeBytes, long modifiedNanos, long sampleSum) {
    private static final int SAMPLES = 16;
    private static final int SAMPLE_BYTES = 4096;

    /** What a record's own {@code equals} links when it is first called costs more than the rest of opening an index. */
    boolean isSameAs(Fingerprint other) {
        return sizeBytes == other.sizeBytes && modifiedNanos == other.modifiedNanos && sampleSum == other.sampleSum;
    }

    public static Fingerprint of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            CRC32C sum = new CRC32C();
            ByteBuffer sample = ByteBuffer.allocate(SAMPLE_BYTES);
            long size = channel.size();
            for (int i = 0; i <= SAMPLES; i++) {
                sample.clear();
                channel.read(sample, Math.max(0, size - SAMPLE_BYTES) / SAMPLES * i);
                sum.update(sample.flip());
            }
            long modified = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
            return new Fingerprint(size, modified, sum.getValue());
        }
    }
}
