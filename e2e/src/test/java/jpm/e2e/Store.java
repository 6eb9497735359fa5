package jpm.e2e;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A store's folder, looked at without jpm. */
record Store(Path folder) {
    /** The folders of whole dumps, oldest first. */
    List<Path> dumps() {
        return entries().stream()
                .filter(entry -> !entry.getFileName().toString().endsWith(".part"))
                .toList();
    }

    /** All that is in the store, whole or not. */
    List<Path> entries() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a dump's folder. */
    static void remove(Path dump) {
        try (Stream<Path> all = Files.walk(dump)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only dump. */
    Path onlyDump() {
        List<Path> dumps = dumps();
        if (dumps.size() != 1) {
            throw new IllegalStateException("expected one dump, found " + entries());
        }
        return dumps.get(0);
    }
}
