package jpm.agent;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder that keeps dumps: where it is, and how it comes to be. */
public final class StoreFolder {
    private StoreFolder() {}

    /**
     * The store of this process.
     *
     * @param configured the user's choice, or null for {@code /var/lib/jpm} as root, else the user's state folder
     */
    public static Path locate(@Nullable String configured) {
        if (configured != null) {
            return Path.of(configured).toAbsolutePath();
        }
        if (HostFacts.uid() == 0) {
            return Path.of("/var/lib/jpm");
        }
        String state = System.getenv("XDG_STATE_HOME");
        Path base = state != null && state.startsWith(File.separator)
                ? Path.of(state)
                : Path.of(System.getProperty("user.home"), ".local", "state");
        return base.resolve("jpm").toAbsolutePath();
    }

    /** Makes the folder and its parents, for their owner alone, where they are missing; what exists keeps its mode. */
    public static void create(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            create(parent);
        }
        try {
            PrivateFiles.createFolder(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }
}
