package jpm.agent;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import jpm.agent.start.Faults;
import org.jspecify.annotations.Nullable;

/**
 * One dump's folder: {@code <id>.part} while it is being written, {@code <id>} afterwards.
 *
 * <p>Names do not clash between processes: making the folder is what takes the id.
 */
final class DumpFolder {
    private static final int MAX_ATTEMPTS = 100;
    private static final int RANDOM_BITS = 24;

    private final Path store;
    private final String id;
    private final Path part;
    private @Nullable WriterLock lock;
    private @Nullable String lacking;
    private @Nullable String lackReason;

    private DumpFolder(Path store, String id) {
        this.store = store;
        this.id = id;
        this.part = store.resolve(id.concat(".part"));
    }

    /** Takes an id in the store, which is made if need be. */
    static DumpFolder create(Path store, long epochMillis, long pid) throws IOException {
        StoreFolder.create(store);
        String stem = UtcTime.compact(epochMillis) + "-" + pid + "-";
        long seed = System.nanoTime() ^ (pid << RANDOM_BITS) ^ System.identityHashCode(store);
        for (int attempt = 0; ; attempt++) {
            DumpFolder folder = new DumpFolder(store, stem + hexDigits(mixed(seed + attempt)));
            try {
                PrivateFiles.createFolder(folder.part);
                if (!Files.exists(folder.published())) {
                    folder.lock = WriterLock.take(folder.part);
                    return folder;
                }
                Files.delete(folder.part);
            } catch (FileAlreadyExistsException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    String id() {
        return id;
    }

    /** Where the folder stands when it is whole. */
    Path published() {
        return store.resolve(id);
    }

    /** A path inside the unfinished folder. */
    Path path(String name) {
        return part.resolve(name);
    }

    /** Writes one file. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a file and brings it to the disk; a file that cannot be written whole is removed. */
    void write(String name, Content content) throws IOException {
        Path file = path(name);
        try (FileOutputStream out = PrivateFiles.create(file)) {
            content.writeTo(out);
            out.getFD().sync();
        } catch (IOException | RuntimeException | Error e) {
            deleteQuietly(file);
            throw e;
        }
    }

    /** As {@link #write}; a part that cannot be written is only noted. */
    void writePart(String name, Content content) {
        try {
            write(name, content);
        } catch (IOException | RuntimeException | Error e) {
            lacks(name, e);
        }
    }

    /** Notes that a part is not there, or not whole. */
    void lacks(String name, Throwable why) {
        Faults.swallow(why);
        lacking = lacking == null ? name : lacking + ", " + name;
        String message = why.getMessage();
        lackReason = message == null ? why.getClass().getName() : message;
    }

    /** Which parts are not there, and why the last of them is not, as a clause; null when all are. */
    @Nullable
    String lack() {
        return lacking == null ? null : "no " + lacking + ": " + lackReason;
    }

    /** Makes a folder and its parents inside the dump's. */
    void createFolders(String name) throws IOException {
        StoreFolder.create(path(name));
    }

    /** The length of all files so far, apart from one at the top. */
    long bytesExcept(String name) {
        return bytesIn(part.toFile()) - path(name).toFile().length();
    }

    private static long bytesIn(File folder) {
        long bytes = 0;
        File[] entries = folder.listFiles();
        for (File entry : entries == null ? new File[0] : entries) {
            bytes += entry.isDirectory() ? bytesIn(entry) : entry.length();
        }
        return bytes;
    }

    /** Gives the folder its final name. */
    void publish() throws IOException {
        PrivateFiles.sync(part);
        try {
            Files.move(part, published(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            release(published());
        }
        PrivateFiles.sync(store);
    }

    /** Takes everything back; nothing is left where that is possible. */
    void remove() {
        release(part);
        deleteTree(part);
    }

    private void release(Path folder) {
        WriterLock held = lock;
        if (held != null) {
            held.release(folder);
            lock = null;
        }
    }

    /** Replaces a small text file of a published dump in one step. */
    static void replace(Path dump, String name, String text) throws IOException {
        Path fresh = dump.resolve(name.concat(".new"));
        Files.deleteIfExists(fresh);
        try (FileOutputStream out = PrivateFiles.create(fresh)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        Files.move(fresh, dump.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Removes a file without minding whether that works. */
    static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            Faults.swallow(e);
        }
    }

    /** Removes a folder and all that is in it, as far as that works. */
    static void deleteTree(Path folder) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                if (Files.isDirectory(entry)) {
                    deleteTree(entry);
                } else {
                    deleteQuietly(entry);
                }
            }
        } catch (IOException e) {
            Faults.swallow(e);
        }
        deleteQuietly(folder);
    }

    private static String hexDigits(long random) {
        String hex = Long.toHexString((1L << RANDOM_BITS) | (random & ((1L << RANDOM_BITS) - 1)));
        return hex.substring(1);
    }

    // The finalizer of SplitMix64: neighbouring clock readings give unrelated digits.
    private static long mixed(long seed) {
        long z = (seed ^ (seed >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
