package jpm.index;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Vectors that are needed for a while: in memory as long as a budget lasts, beyond it in files without a name, which the system writes and drops as
 * it needs memory for others. What is given back is used again. Thread-safe.
 */
public final class Scratch {
    private static final Set<StandardOpenOption> NEW_FILE =
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final FileAttribute<?> OWNERS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final @Nullable Path directory;
    private final List<Ints> free = new ArrayList<>();
    private long leftBytes;
    private volatile boolean isInFiles;

    /**
     * @param memoryBytes how much memory to take
     * @param directory where files may be made, or null when there must be none: then memory is all there is
     */
    public Scratch(long memoryBytes, @Nullable Path directory) {
        this.leftBytes = memoryBytes;
        this.directory = directory;
    }

    /** A vector whose elements are anything: what was given back comes with what it held. */
    public Ints ints(long length) {
        Ints found = takeFree(length);
        return found != null ? found : made(length);
    }

    /** The same, all zero. */
    public Ints zeros(long length) {
        Ints found = takeFree(length);
        if (found == null) {
            return made(length);
        }
        found.fill(0, length, 0);
        return found;
    }

    private synchronized @Nullable Ints takeFree(long length) {
        Ints found = null;
        for (Ints some : free) {
            if (some.length() >= length && (found == null || some.length() < found.length())) {
                found = some;
            }
        }
        free.remove(found);
        return found;
    }

    /** Threads do not wait for each other here, as new memory takes a while to come. */
    private Ints made(long length) {
        return isInMemory(length * Integer.BYTES) ? inMemory((int) length) : Ints.of(inFile(length * Integer.BYTES));
    }

    /** A vector of zeros. */
    public Bytes bytes(long length) {
        return isInMemory(length) ? Bytes.inMemory(length) : inFile(length);
    }

    /** A vector that grows by {@code 1 << shift} elements. */
    public GrowingInts growing(int shift) {
        return new GrowingInts(this, shift);
    }

    public synchronized void giveBack(Ints vector) {
        free.add(vector);
    }

    public synchronized void giveBack(GrowingInts vector) {
        free.addAll(vector.parts());
    }

    private synchronized boolean isInMemory(long bytes) {
        if (directory != null && bytes > leftBytes) {
            return false;
        }
        leftBytes -= bytes;
        return true;
    }

    /** Whether some vectors had to go to files. */
    public boolean isInFiles() {
        return isInFiles;
    }

    private Ints inMemory(int length) {
        try {
            return Ints.of(new int[length]);
        } catch (OutOfMemoryError full) {
            if (directory == null) {
                throw full;
            }
            noMoreMemory();
            return Ints.of(inFile((long) length * Integer.BYTES));
        }
    }

    private synchronized void noMoreMemory() {
        leftBytes = 0;
    }

    private Bytes inFile(long length) {
        isInFiles = true;
        Path parent = directory;
        if (parent == null) {
            throw new IllegalStateException("no directory");
        }
        try {
            IndexDirectory.prepare(parent);
            Path file = parent.resolve(
                    "scratch." + ThreadLocalRandom.current().nextLong(Long.MAX_VALUE) + IndexFormat.PART);
            try (FileChannel channel = FileChannel.open(file, NEW_FILE, OWNERS_ALONE)) {
                // Who prepares the folder meanwhile may have removed it, as it is empty.
                Files.deleteIfExists(file);
                IndexWriter.fill(channel, 0, length);
                return Bytes.mapped(channel, FileChannel.MapMode.READ_WRITE, 0, length);
            }
        } catch (IOException e) {
            throw IndexSpace.lacking(parent, length, e);
        }
    }
}
