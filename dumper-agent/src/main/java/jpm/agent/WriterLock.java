package jpm.agent;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import jpm.agent.start.Faults;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever reads the store that a dump is being written: a file in the dump's folder that is locked as long as its writer lives.
 *
 * <p>The kernel lets go of the lock when the writer dies, however that happens, and says so to processes in other containers, too, which know
 * nothing of the writer's process id.
 */
final class WriterLock {
    private static final String NAME = "writing";

    private final FileOutputStream locked;

    private WriterLock(FileOutputStream locked) {
        this.locked = locked;
    }

    /** Locks the folder; null where the file system knows no locks or has no room. */
    static @Nullable WriterLock take(Path folder) {
        // Under another name until it is locked, so that nobody finds it free.
        Path fresh = folder.resolve(NAME.concat(".new"));
        try {
            FileOutputStream file = PrivateFiles.create(fresh);
            if (file.getChannel().tryLock() != null) {
                Files.move(fresh, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
                return new WriterLock(file);
            }
            file.close();
        } catch (IOException | RuntimeException e) {
            Faults.swallow(e);
        }
        DumpFolder.deleteQuietly(fresh);
        return null;
    }

    /** Lets go; the folder may have another name by now. */
    void release(Path folder) {
        DumpFolder.deleteQuietly(folder.resolve(NAME));
        try {
            locked.close();
        } catch (IOException e) {
            Faults.swallow(e);
        }
    }

    /** Whether the writer of a folder is known to be dead: it locked the folder, and does no more. */
    static boolean isOrphan(Path folder) {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileOutputStream probe = new FileOutputStream(file.toFile(), true)) {
            return probe.getChannel().tryLock() != null;
        } catch (IOException | RuntimeException e) {
            // Locked by this process itself, or not to be asked.
            return false;
        }
    }
}
