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

/** The folder of indexes: kept clean of what killed writers left, and bounded in size. */
public final class IndexDirectory {
    /** Indexes that were not used longest go beyond this. */
    public static final long MAX_BYTES = 32L << 30;
    /** And beyond this share of what the disk has for them. */
    public static final int MAX_DISK_SHARE = 4;

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

    /** Removes indexes, those not used longest first, until the rest is within bounds; never the one just made. */
    static void prune(Path made) throws IOException {
        Path directory = made.toAbsolutePath().getParent();
        List<Entry> all = directory == null ? List.of() : entries(directory);
        long bytes = all.stream().mapToLong(Entry::bytes).sum();
        FileStore disk = Files.getFileStore(made);
        prune(made, all, bytes - Math.min(MAX_BYTES, (disk.getUsableSpace() + bytes) / MAX_DISK_SHARE));
    }

    private static void prune(Path made, List<Entry> all, long excessBytes) throws IOException {
        long excess = excessBytes;
        List<Entry> oldestFirst = new ArrayList<>(all);
        oldestFirst.sort(Comparator.comparing(Entry::used));
        for (Entry entry : oldestFirst) {
            if (excess > 0 && !isSameDump(entry.path, made)) {
                if (isPart(entry.path)) {
                    IndexPart.removeAbandoned(entry.path);
                } else {
                    Files.deleteIfExists(entry.path);
                }
                excess -= entry.bytes;
            }
        }
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

    private static List<Entry> entries(Path directory) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                try {
                    BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
                    if (facts.isRegularFile()) {
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
