package jpm.index;

import java.io.IOException;
import java.nio.file.Path;
import jpm.io.JpmException;

/** What is said where there is no room for an index. */
final class IndexSpace {
    private IndexSpace() {}

    static JpmException lacking(Path directory, long bytes, IOException cause) {
        return new JpmException(
                "cannot write " + (bytes >> 20) + " MB of an index to " + directory + ": " + cause.getMessage(),
                "make room there, or set XDG_CACHE_HOME to a folder with room",
                cause);
    }
}
