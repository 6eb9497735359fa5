package jpm.collect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import jpm.store.DumpEntry;
import jpm.store.DumpFiles;
import jpm.store.SignatureRule;
import org.jspecify.annotations.Nullable;

/** A dump in another store, as that of a container that is gone: whole, or as far as its writer came before it died. */
final class InterruptedLeftover implements Leftover {
    private final DumpEntry dump;

    InterruptedLeftover(DumpEntry dump) {
        this.dump = dump;
    }

    @Override
    public Path path() {
        return dump.path();
    }

    @Override
    public Instant time() {
        Instant time = dump.time();
        return time == null ? Instant.EPOCH : time;
    }

    @Override
    public long pid() {
        Long pid = dump.pid();
        return pid == null ? 0 : pid;
    }

    @Override
    public String fingerprint() {
        return SignatureRule.digest(dump.id());
    }

    @Override
    public String description() {
        String exception = dump.exception();
        return (exception == null ? "a dump" : exception) + " (" + dump.state().label() + ")";
    }

    @Override
    public @Nullable String knownId() {
        return dump.id();
    }

    @Override
    public void writeTo(Path folder, String id) throws IOException {
        try (Stream<Path> files = Files.walk(dump.path())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path relative = dump.path().relativize(file);
                Path target = folder.resolve(relative.toString());
                if (relative.getNameCount() == 1 && !DumpFiles.isKept(relative.toString())) {
                    continue;
                }
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(target);
                } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.copy(file, target);
                }
            }
        }
    }
}
