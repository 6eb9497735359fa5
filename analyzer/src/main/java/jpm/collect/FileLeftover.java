package jpm.collect;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** A file that a JVM, or the system for it, wrote when it died. */
abstract class FileLeftover implements Leftover {
    private final Path path;
    private final Instant time;
    private final String fingerprint;

    /** @param time when the JVM died */
    FileLeftover(Path path, Instant time) throws IOException {
        this.path = path;
        this.time = time;
        this.fingerprint = Digests.ofFile(path);
    }

    @Override
    public final Path path() {
        return path;
    }

    @Override
    public final Instant time() {
        return time;
    }

    @Override
    public final String fingerprint() {
        return fingerprint;
    }

    /** What the dump's metadata tell of the file. */
    final Map<String, Object> origin() {
        return Map.of("from", path.toAbsolutePath().normalize(), "fingerprint", fingerprint);
    }
}
