package jpm.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreLocationTest {
    @Test
    void theNamedFolderComesBeforeTheEnvironment() {
        assertThat(StoreLocation.resolve("/a", Map.of("JPM_STORE", "/b"))).isEqualTo(Path.of("/a"));
        assertThat(StoreLocation.resolve(null, Map.of("JPM_STORE", "/b"))).isEqualTo(Path.of("/b"));
    }

    @Test
    void usersHaveTheirOwn() {
        assertThat(StoreLocation.userStore(Map.of("HOME", "/home/ann")))
                .isEqualTo(Path.of("/home/ann/.local/state/jpm"));
        assertThat(StoreLocation.userStore(Map.of("HOME", "/home/ann", "XDG_STATE_HOME", "/state")))
                .isEqualTo(Path.of("/state/jpm"));
    }
}
