package jpm.agent;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import jpm.agent.start.Faults;

/**
 * What the store holds of a failure, from this and other processes.
 *
 * <p>Read anew at each question from the heads of the files {@code dump.json}: dumps come and go by other hands.
 */
final class StoredDumps implements SignatureHistory.Store {
    private static final int HEAD_BYTES = 8192;
    private static final int MAX_DUMPS = 5000;
    /** Of one failure, so many dumps stay from its beginning … */
    private static final int KEPT_FIRST = 4;
    /** … and so many from its end. */
    private static final int KEPT_LAST = 3;

    private final Path store;

    StoredDumps(Path store) {
        this.store = store;
    }

    @Override
    public SignatureHistory.Known known(String signature) {
        int heaps = 0;
        long newestHeapMillis = 0;
        for (File dump : of(signature)) {
            File heap = new File(dump, "heap.hprof");
            if (heap.exists()) {
                heaps++;
                newestHeapMillis = Math.max(newestHeapMillis, heap.lastModified());
            }
        }
        return new SignatureHistory.Known(heaps, newestHeapMillis);
    }

    /**
     * Makes room for the newest dump of a failure: those in the middle without a heap go.
     *
     * @return how many occurrences the removed dumps stood for
     */
    int thinOut(String signature) {
        List<File> dumps = of(signature);
        int gone = 0;
        int surplus = dumps.size() - KEPT_FIRST - KEPT_LAST;
        for (int i = KEPT_FIRST; i < dumps.size() - 1 && surplus > 0; i++) {
            if (!new File(dumps.get(i), "heap.hprof").exists()) {
                gone += remove(dumps.get(i));
                surplus--;
            }
        }
        return gone;
    }

    /** The bytes that the store's dumps take. */
    long usedBytes() {
        long bytes = 0;
        for (File entry : entries()) {
            bytes += bytesIn(entry);
        }
        return bytes;
    }

    private static long bytesIn(File folder) {
        File[] files = folder.listFiles();
        long bytes = 0;
        for (File file : files == null ? new File[0] : files) {
            bytes += file.isDirectory() ? bytesIn(file) : file.length();
        }
        return bytes;
    }

    private List<File> of(String signature) {
        byte[] wanted = ("\"signature\":\"" + signature + '"').getBytes(StandardCharsets.ISO_8859_1);
        byte[] head = new byte[HEAD_BYTES];
        List<File> found = new ArrayList<>();
        for (File entry : entries()) {
            File metadata = new File(entry, "dump.json");
            if (!entry.getName().endsWith(".part") && contains(head, read(metadata, head), wanted)) {
                found.add(entry);
            }
        }
        return found;
    }

    /** The newest dumps, oldest first. */
    private File[] entries() {
        File[] entries = store.toFile().listFiles(new Dumps());
        if (entries == null) {
            return new File[0];
        }
        Arrays.sort(entries);
        return entries.length <= MAX_DUMPS
                ? entries
                : Arrays.copyOfRange(entries, entries.length - MAX_DUMPS, entries.length);
    }

    private static final class Dumps implements java.io.FilenameFilter {
        @Override
        public boolean accept(File folder, String name) {
            return !name.startsWith(".");
        }
    }

    private static int read(File file, byte[] into) {
        try (InputStream in = new FileInputStream(file)) {
            return Math.max(0, in.read(into));
        } catch (IOException e) {
            return 0;
        }
    }

    private static boolean contains(byte[] text, int length, byte[] wanted) {
        for (int i = 0; i <= length - wanted.length; i++) {
            if (text[i] == wanted[0] && Arrays.equals(text, i, i + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
    }

    // Whoever renames it removes it: processes that thin out at the same time do not count one dump twice.
    private int remove(File dump) {
        Path doomed = store.resolve(".removed-" + dump.getName());
        try {
            Files.move(dump.toPath(), doomed);
        } catch (IOException e) {
            Faults.swallow(e);
            return 0;
        }
        int occurrences = occurrences(doomed);
        DumpFolder.deleteTree(doomed);
        return occurrences;
    }

    private static int occurrences(Path dump) {
        try {
            return Integer.parseInt(
                    Files.readString(dump.resolve("occurrences")).trim());
        } catch (IOException | NumberFormatException e) {
            return 1;
        }
    }
}
