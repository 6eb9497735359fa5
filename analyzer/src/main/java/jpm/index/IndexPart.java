package jpm.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An index file while it is written. It is locked as long as its writer lives, so that others can tell whether it is abandoned, whatever became of the
 * process.
 */
final class IndexPart {
    /** A lock of this process says nothing to this process, and would be lost by opening its file once more. */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private static final int MAX_TRIES = 100;

    private final Path path;
    private final FileChannel channel;

    private IndexPart(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static IndexPart create(Path target) throws IOException {
        for (int i = 0; i < MAX_TRIES; i++) {
            Path file = Files.createTempFile(target.getParent(), target.getFileName() + ".", IndexFormat.PART);
            IndexPart locked = lock(file);
            if (locked != null) {
                return locked;
            }
        }
        throw new IOException("files of this name vanish: " + target);
    }

    /** Takes a part over, or gives null where a process that lives has it, or it is gone. */
    private static @Nullable IndexPart lock(Path file) throws IOException {
        if (!OWN.add(file)) {
            return null;
        }
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            @Nullable FileLock lock = channel.tryLock();
            if (lock != null && Files.exists(file)) {
                return new IndexPart(file, channel);
            }
            channel.close();
        } catch (IOException e) {
            // Another's, or gone.
        }
        OWN.remove(file);
        return null;
    }

    /** The parts of a target whose writers are dead, taken over. */
    static List<IndexPart> abandoned(Path directory, Path target) throws IOException {
        List<IndexPart> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            String prefix = target.getFileName() + ".";
            try (DirectoryStream<Path> parts = Files.newDirectoryStream(directory, p -> isPartOf(p, prefix))) {
                for (Path part : parts) {
                    IndexPart locked = lock(part);
                    if (locked != null) {
                        found.add(locked);
                    }
                }
            }
        }
        return found;
    }

    private static boolean isPartOf(Path file, String prefix) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(prefix) && name.endsWith(IndexFormat.PART);
    }

    /** Removes a part whose writer is dead. */
    static void removeAbandoned(Path file) throws IOException {
        IndexPart locked = lock(file);
        if (locked != null) {
            locked.discard();
        }
    }

    Path path() {
        return path;
    }

    FileChannel channel() {
        return channel;
    }

    long sizeBytes() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is written of it, or null where that is nothing of any use for that dump. */
    IndexFormat.@Nullable Header header(Fingerprint fingerprint) throws IOException {
        ByteBuffer header = IndexFormat.buffer();
        channel.read(header, 0);
        return IndexFormat.isValid(header, fingerprint) ? IndexFormat.parse(header) : null;
    }

    void discard() throws IOException {
        Files.deleteIfExists(path);
        close();
    }

    void close() throws IOException {
        channel.close();
        OWN.remove(path);
    }
}
