package jpm.agent;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.List;
import jpm.snapshot.HeapRedaction;

/**
 * A heap file that does not tell what the program worked on. What the JVM wrote loses its name before it is read, so that it is gone whatever happens
 * then; what takes its place gets its name when it is whole.
 */
final class RedactedHeap {
    private static final String RAW = "raw.hprof";
    private static final String UNFINISHED = "heap.new";
    private static final int KEY_BYTES = 16;

    private final List<byte[]> kept;

    /** @param kept arrays of bytes that stay as they are */
    RedactedHeap(List<byte[]> kept) {
        this.kept = kept;
    }

    /** Where the JVM is to write the heap. */
    @SuppressWarnings("MethodCanBeStatic")
    Path raw(Path folder) {
        // The JVM takes no other ending.
        return folder.resolve(RAW);
    }

    /** Makes the file of what the JVM has written. */
    void write(Path folder, Path file) throws IOException {
        Path unfinished = folder.resolve(UNFINISHED);
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try (RandomAccessFile raw = new RandomAccessFile(raw(folder).toFile(), "r");
                FileOutputStream out = PrivateFiles.create(unfinished)) {
            Files.delete(raw(folder));
            new HeapRedaction(key, kept).redact(new FromStart(raw), out);
            out.getFD().sync();
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Removes what is there of it. */
    void remove(Path folder) {
        DumpFolder.deleteQuietly(raw(folder));
        DumpFolder.deleteQuietly(folder.resolve(UNFINISHED));
    }

    /** Removes what processes have left that were killed while they wrote such a file. */
    static void removeOrphans(Path store) {
        File[] folders = store.toFile().listFiles();
        for (File folder : folders == null ? new File[0] : folders) {
            File[] files = folder.getName().endsWith(".part") ? folder.listFiles() : null;
            for (File file : files == null ? new File[0] : files) {
                // Newer JVMs write parts beside the file, with its name in front.
                if (file.getName().startsWith(RAW) && WriterLock.isOrphan(folder.toPath())) {
                    DumpFolder.deleteQuietly(file.toPath());
                }
            }
        }
    }

    private record FromStart(RandomAccessFile file) implements HeapRedaction.Source {
        @Override
        public InputStream open() throws IOException {
            file.seek(0);
            return new Reading(file);
        }
    }

    private static final class Reading extends InputStream {
        private final RandomAccessFile file;

        Reading(RandomAccessFile file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            return file.read();
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            return file.read(bytes, from, length);
        }

        @Override
        public long skip(long bytes) throws IOException {
            long from = file.getFilePointer();
            long to = Math.min(file.length(), from + Math.max(0, bytes));
            file.seek(to);
            return to - from;
        }
    }
}
