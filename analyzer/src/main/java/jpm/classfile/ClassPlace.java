package jpm.classfile;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import jpm.classfile.ClassFile.Origin;
import org.jspecify.annotations.Nullable;

/** A folder or archive that may hold class files. */
interface ClassPlace extends Closeable {
    /** The longest class file that is read; no compiler writes longer ones. */
    int MAX_BYTES = 1 << 24;

    /**
     * The class file of that path, or null where this place has none or cannot be read.
     *
     * @param path as {@code com/acme/Shop.class}
     */
    @Nullable
    ClassFile find(String className, String path);

    @Override
    default void close() throws IOException {}

    /** The place that a path is: a folder, or an archive, which need not exist. */
    static ClassPlace of(Path path, Origin origin, @Nullable Instant dumpedAt) {
        return Files.isDirectory(path)
                ? new FolderPlace(path, origin, dumpedAt)
                : new ArchivePlace(path, origin, dumpedAt);
    }

    /** All bytes of a stream, or null where they are more than a class file's. */
    static byte @Nullable [] readBounded(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES);
        return in.read() < 0 ? bytes : null;
    }

    /** Whether a file was written after the dump. */
    static boolean isChanged(Path file, @Nullable Instant dumpedAt) throws IOException {
        return dumpedAt != null && Files.getLastModifiedTime(file).toInstant().isAfter(dumpedAt);
    }
}
