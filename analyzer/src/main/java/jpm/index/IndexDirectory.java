package jpm.index;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** The folder of indexes: kept clean of what killed writers left, and bounded in size. */
public final class IndexDirectory {
    /** Indexes that were not used longest go beyond this. */
    public static final long MAX_BYTES = 32L << 30;
    /** And beyond this share of what the disk has for them. */
    public static final int MAX_DISK_SHARE = 4;

    /** A dump's name, its folder's hash, the kind, and what tells parts apart. */
    private static final Pattern OURS =
            Pattern.compile(".*-[0-9a-f]{1,8}\\.(objects|graph)(\\.[0-9]+\\.part)?|scratch\\.[0-9]+\\.part");

    private static final Duration RESUMABLE_FOR = Duration.ofDays(1);

    private IndexDirectory() {}

    private record Entry(Path path, long bytes, Instant used) {}

    /** Makes the folder, and removes what writers left that were killed and that nobody went on with for a day. */
    static void prepare(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Instant limit = Instant.now().minus(RESUMABLE_FOR);
        for (Entry entry : entries(directory)) {
            if (isPart(entry.path) && (entry.bytes == 0 || entry.used.isBefore(limit))) {
                IndexPart.removeAbandoned(entry.path);
            }
        }
    }

    /** Removes indexes, those not used longest first, until the rest is within bounds; never those of the dump just indexed. */
    static void prune(Path made) throws IOException {
        FileStore disk = Files.getFileStore(made);
        long roomBytes = disk.getUsableSpace() + totalBytes(entries(folderOf(made)));
        prune(made, Math.min(MAX_BYTES, roomBytes / MAX_DISK_SHARE));
    }

    static void prune(Path made, long maxBytes) throws IOException {
        List<Entry> oldestFirst = new ArrayList<>(entries(folderOf(made)));
        oldestFirst.sort(Comparator.comparing(Entry::used));
        long excess = totalBytes(oldestFirst) - maxBytes;
        for (Entry entry : oldestFirst) {
            if (excess > 0 && !isSameDump(entry.path, made)) {
                remove(entry.path);
                excess -= entry.bytes;
            }
        }
    }

    private static void remove(Path file) throws IOException {
        if (isPart(file)) {
            IndexPart.removeAbandoned(file);
        } else {
            Files.deleteIfExists(file);
        }
    }

    private static Path folderOf(Path index) {
        return Objects.requireNonNull(index.toAbsolutePath().getParent());
    }

    private static long totalBytes(List<Entry> entries) {
        return entries.stream().mapToLong(Entry::bytes).sum();
    }

    /** Both kinds of an index go by the dump's name and place. */
    private static boolean isSameDump(Path one, Path other) {
        return stem(one).equals(stem(other));
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    private static boolean isPart(Path file) {
        return file.toString().endsWith(IndexFormat.PART);
    }

    /** Files of ours; others are left alone. */
    private static List<Entry> entries(Path directory) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                try {
                    BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
                    if (facts.isRegularFile()
                            && OURS.matcher(String.valueOf(file.getFileName())).matches()) {
                        entries.add(new Entry(
                                file, facts.size(), facts.lastModifiedTime().toInstant()));
                    }
                } catch (IOException e) {
                    // Gone meanwhile.
                }
            }
        }
        return entries;
    }
}
