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

/** Makes the {@link DumpEntry} of one folder, from the head of its dump.json and its files' lengths. */
final class DumpScanner {
    private DumpScanner() {}

    /**
     * @param name the folder's name in the store, with {@code .part} where it has that
     * @return null when the folder is no dump, or is gone meanwhile
     */
    static @Nullable DumpEntry scan(Path root, String name) {
        DumpEntry entry = scanOnce(root, name);
        if (entry != null || !name.endsWith(DumpFiles.PART_SUFFIX)) {
            return entry;
        }
        return scanOnce(root, idOf(name));
    }

    static String idOf(String name) {
        return name.endsWith(DumpFiles.PART_SUFFIX)
                ? name.substring(0, name.length() - DumpFiles.PART_SUFFIX.length())
                : name;
    }

    private static @Nullable DumpEntry scanOnce(Path root, String name) {
        File folder = new File(root.toFile(), name);
        String[] files = folder.list();
        if (files == null) {
            return folder.isDirectory() ? inaccessible(folder, name, 0) : null;
        }
        long sizeBytes = totalBytes(folder, files);
        DumpHead head;
        try {
            head = DumpHead.read(new File(folder, DumpFiles.METADATA));
        } catch (FileNotFoundException absent) {
            return looksLikeDump(folder, name) ? inaccessible(folder, name, sizeBytes) : null;
        } catch (IOException unreadable) {
            return inaccessible(folder, name, sizeBytes);
        }
        return head.readable ? entry(folder, name, files, head, sizeBytes) : inaccessible(folder, name, sizeBytes);
    }

    private static DumpEntry entry(File folder, String name, String[] files, DumpHead head, long sizeBytes) {
        boolean part = name.endsWith(DumpFiles.PART_SUFFIX);
        Long heapBytes = contains(files, DumpFiles.HEAP) ? (Long) new File(folder, DumpFiles.HEAP).length() : null;
        boolean ended = contains(files, DumpFiles.END);
        DumpState state = part || !ended ? DumpState.INCOMPLETE : state(folder, heapBytes);
        long count = contains(files, DumpFiles.OCCURRENCES) ? occurrences(folder) : 1;
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
                count,
                state,
                heapBytes,
                sizeBytes,
                part);
    }

    private static DumpState state(File folder, @Nullable Long heapBytes) {
        DumpEnd end = DumpEnd.read(new File(folder, DumpFiles.END));
        if (heapBytes == null) {
            return end.heapBytes > 0 && !end.failed ? DumpState.MISSING : DumpState.NONE;
        }
        return end.failed || heapBytes < end.heapBytes ? DumpState.TRUNCATED : DumpState.PRESENT;
    }

    private static DumpEntry inaccessible(File folder, String name, long sizeBytes) {
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
                name.endsWith(DumpFiles.PART_SUFFIX) ? DumpState.INCOMPLETE : DumpState.INACCESSIBLE,
                null,
                sizeBytes,
                name.endsWith(DumpFiles.PART_SUFFIX));
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

    private static long totalBytes(File folder, String[] names) {
        long total = 0;
        for (String name : names) {
            File file = new File(folder, name);
            total += name.equals(DumpFiles.CLASSES) ? treeBytes(file, 64) : file.length();
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

    private static long occurrences(File folder) {
        try (FileInputStream in = new FileInputStream(new File(folder, DumpFiles.OCCURRENCES))) {
            String text = new String(in.readNBytes(20), StandardCharsets.ISO_8859_1).trim();
            return Math.max(1, Long.parseLong(text));
        } catch (IOException | NumberFormatException unreadable) {
            return 1;
        }
    }

    private static boolean contains(String[] names, String wanted) {
        for (String name : names) {
            if (name.equals(wanted)) {
                return true;
            }
        }
        return false;
    }
}
