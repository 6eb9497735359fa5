package jpm.store;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One dump as a listing shows it. Fields that dump.json does not tell, or tells in a wrong type, are null. Texts come from a program that died
 * and may hold any character; they are cut at {@link #MAX_TEXT_CHARS}.
 *
 * @param id the name of the dump's folder, without {@code .part}
 * @param path the dump's folder
 * @param count how often this failure occurred in its process, at least 1
 * @param lastTime when it occurred there last, as far as the dump tells
 * @param heapBytes length of the heap dump as it is now, null when there is none
 * @param sizeBytes length of all the dump's files, null when its folder cannot be read
 * @param part whether the folder still bears the name under which it is written
 */
public record DumpEntry(
        String id,
        Path path,
        @Nullable Instant time,
        @Nullable Long pid,
        @Nullable Long uid,
        @Nullable String user,
        @Nullable String main,
        @Nullable String reason,
        @Nullable String exception,
        @Nullable String message,
        @Nullable String thread,
        @Nullable String signature,
        long count,
        @Nullable Instant lastTime,
        DumpState state,
        @Nullable Long heapBytes,
        @Nullable Long sizeBytes,
        boolean part) {

    /** Longer texts of dump.json are cut in listings. */
    public static final int MAX_TEXT_CHARS = 4096;

    /** The dump's heap; the file need not exist. */
    public Path heapFile() {
        return path.resolve(DumpFiles.HEAP);
    }

    /** Reads the whole of dump.json; empty when it cannot be read. */
    public DumpMetadata metadata() {
        return DumpMetadata.read(path);
    }

    /** Reads end.json; empty when there is none. */
    public DumpMetadata ending() {
        return DumpMetadata.readFile(path.resolve(DumpFiles.END));
    }
}
