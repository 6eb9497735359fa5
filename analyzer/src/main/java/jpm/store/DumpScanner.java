package jpm.store;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes the {@link DumpEntry} of one folder, from the head of its dump.json, its end.json and a few files' lengths. A listing of ten thousand
 * dumps lives of this touching as few files as it can. Not for several threads.
 */
final class DumpScanner {
    private static final int MAX_CLASS_FOLDERS_DEPTH = 64;

    private final Path root;
    private final byte[] buffer = new byte[2 * DumpHead.HEAD_BYTES];

    DumpScanner(Path root) {
        this.root = root;
    }

    /**
     * @param name the folder's name in the store, with {@code .part} where it has that
     * @return null when the folder is no dump, or is gone meanwhile
     */
    @Nullable
    DumpEntry scan(String name) {
        DumpEntry entry = scanOnce(name);
        boolean renamed =
                isPart(name) && (entry == null || !entry.path().toFile().exists());
        return renamed ? scanOnce(idOf(name)) : entry;
    }

    static boolean isPart(String name) {
        return name.endsWith(DumpFiles.PART_SUFFIX);
    }

    static String idOf(String name) {
        return isPart(name) ? name.substring(0, name.length() - DumpFiles.PART_SUFFIX.length()) : name;
    }

    private @Nullable DumpEntry scanOnce(String name) {
        File folder = new File(root.toFile(), name);
        DumpHead head;
        try {
            head = DumpHead.read(new File(folder, DumpFiles.METADATA), buffer);
        } catch (FileNotFoundException absent) {
            return looksLikeDump(folder, name) ? unreadable(folder, name) : null;
        } catch (IOException failed) {
            return unreadable(folder, name);
        }
        return head.readable ? entry(folder, name, head) : unreadable(folder, name);
    }

    private DumpEntry entry(File folder, String name, DumpHead head) {
        DumpEnd end = DumpEnd.read(folder, buffer);
        File heap = new File(folder, DumpFiles.HEAP);
        long heapLength = heap.length();
        boolean hasHeap = heapLength > 0 || heap.exists();
        File counted = new File(folder, DumpFiles.OCCURRENCES);
        return new DumpEntry(
                idOf(name),
                folder.toPath(),
                head.time,
                head.pid,
                head.uid,
                head.user,
                head.main,
                head.reason,
                head.exception,
                head.message,
                head.thread,
                head.signature,
                occurrences(counted),
                lastTime(counted, head.time),
                end == null || isPart(name) ? DumpState.INCOMPLETE : state(end, hasHeap, heapLength),
                hasHeap ? (Long) heapLength : null,
                end != null && end.otherBytes >= 0 ? (Long) (end.otherBytes + heapLength) : totalBytes(folder),
                isPart(name));
    }

    private static DumpState state(DumpEnd end, boolean hasHeap, long heapLength) {
        if (!hasHeap) {
            return end.heapBytes > 0 && !end.failed ? DumpState.MISSING : DumpState.NONE;
        }
        return end.failed || heapLength < end.heapBytes ? DumpState.TRUNCATED : DumpState.PRESENT;
    }

    /** A folder whose dump.json tells nothing; its name still tells when and of which process it is. */
    private static DumpEntry unreadable(File folder, String name) {
        return new DumpEntry(
                idOf(name),
                folder.toPath(),
                timeOf(name),
                pidOf(name),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                1,
                timeOf(name),
                isPart(name) ? DumpState.INCOMPLETE : DumpState.INACCESSIBLE,
                null,
                totalBytes(folder),
                isPart(name));
    }

    /** A folder without a readable dump.json counts as a dump by its name, if it is a folder still. */
    private static boolean looksLikeDump(File folder, String name) {
        return pidOf(name) != null && Files.isDirectory(folder.toPath());
    }

    private static @Nullable Instant timeOf(String name) {
        if (name.length() < 16 || name.charAt(8) != 'T' || name.charAt(15) != 'Z') {
            return null;
        }
        return DumpHead.instant(name.substring(0, 4) + "-" + name.substring(4, 6) + "-" + name.substring(6, 11) + ":"
                + name.substring(11, 13) + ":" + name.substring(13, 16));
    }

    private static @Nullable Long pidOf(String name) {
        String[] pieces = idOf(name).split("-", -1);
        try {
            return pieces.length == 3 && timeOf(name) != null ? (Long) Long.parseLong(pieces[1]) : null;
        } catch (NumberFormatException notAnId) {
            return null;
        }
    }

    private static @Nullable Long totalBytes(File folder) {
        String[] names = folder.list();
        if (names == null) {
            return null;
        }
        long total = 0;
        for (String name : names) {
            File file = new File(folder, name);
            total += name.equals(DumpFiles.CLASSES) ? treeBytes(file, MAX_CLASS_FOLDERS_DEPTH) : file.length();
        }
        return total;
    }

    private static long treeBytes(File file, int depth) {
        String[] names = depth == 0 || file.getName().endsWith(".class") ? null : file.list();
        if (names == null) {
            return file.length();
        }
        long total = 0;
        for (String name : names) {
            total += treeBytes(new File(file, name), depth - 1);
        }
        return total;
    }

    /** The file is written anew whenever the failure occurs again. */
    private static @Nullable Instant lastTime(File counted, @Nullable Instant made) {
        long millis = counted.lastModified();
        Instant written = Instant.ofEpochMilli(millis);
        return millis == 0 || made != null && written.isBefore(made) ? made : written;
    }

    private static long occurrences(File file) {
        if (file.length() == 0) {
            return 1;
        }
        try (FileInputStream in = new FileInputStream(file)) {
            String text = new String(in.readNBytes(20), StandardCharsets.ISO_8859_1).trim();
            return Math.max(1, Long.parseLong(text));
        } catch (IOException | NumberFormatException unreadable) {
            return 1;
        }
    }
}
