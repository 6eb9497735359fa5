package jpm.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the store is when no folder is named: the same rules as the agent's. */
public final class StoreLocation {
    private static final Path SYSTEM_STORE = Path.of("/var/lib/jpm");

    private StoreLocation() {}

    /** {@code named}, else {@code $JPM_STORE}, else the system's store for root, else the user's. */
    public static Path resolve(@Nullable String named, Map<String, String> environment) {
        String chosen = named != null ? named : environment.getOrDefault("JPM_STORE", "");
        if (!chosen.isEmpty()) {
            return Path.of(chosen).toAbsolutePath().normalize();
        }
        return isRoot() ? SYSTEM_STORE : userStore(environment);
    }

    static Path userStore(Map<String, String> environment) {
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        Path base = state.isEmpty() ? home(environment).resolve(".local").resolve("state") : Path.of(state);
        return base.resolve("jpm").toAbsolutePath();
    }

    private static Path home(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isEmpty() ? System.getProperty("user.home", ".") : home);
    }

    private static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException notUnix) {
            return "root".equals(System.getProperty("user.name"));
        }
    }
}
