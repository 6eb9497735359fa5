package jpm.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The (unpacked) bytes of a dump, readable at any position by any number of threads at once. */
public interface ByteSource extends AutoCloseable {
    /** How many unpacked bytes there are. */
    long sizeBytes();

    /**
     * Reads up to {@code length} bytes that begin at {@code position}, fewer only at the end of the source.
     *
     * @return how many bytes were read, 0 at and beyond the end
     */
    int read(long position, byte[] into, int offset, int length);

    /** Why the source ends before its proper end, or the empty string. */
    default String damage() {
        return "";
    }

    @Override
    void close();

    /** Opens a plain file, or one packed by gzip in one or many members. */
    static ByteSource open(Path file, Progress progress, Cancellation cancellation) {
        requireReadableFile(file);
        FileByteSource plain = FileByteSource.open(file);
        try {
            return GzipByteSource.isGzip(plain) ? GzipByteSource.open(plain, progress, cancellation) : plain;
        } catch (RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static void requireReadableFile(Path file) {
        if (!Files.exists(file)) {
            throw new JpmException(
                    "cannot read " + file + ": no such file", "", new NoSuchFileException(file.toString()));
        }
        if (Files.isDirectory(file)) {
            throw new JpmException("cannot read " + file + ": it is a directory", "", new IOException("directory"));
        }
        if (!Files.isReadable(file)) {
            throw new JpmException(
                    "cannot read " + file + ": permission denied",
                    "Run as the file's owner.",
                    new IOException("denied"));
        }
    }
}
