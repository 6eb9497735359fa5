package jpm.collect;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The files that processes have open, as far as this one may see. */
final class OpenFiles {
    private final Set<Path> open = new HashSet<>();

    /** @param proc the mounted proc file system */
    OpenFiles(Path proc) {
        File[] processes =
                proc.toFile().listFiles((folder, name) -> name.chars().allMatch(Character::isDigit));
        if (processes != null) {
            for (File process : processes) {
                addAll(new File(process, "fd"));
            }
        }
    }

    private void addAll(File descriptors) {
        File[] links = descriptors.listFiles();
        if (links == null) {
            return;
        }
        for (File link : links) {
            try {
                open.add(Files.readSymbolicLink(link.toPath()));
            } catch (IOException gone) {
                continue;
            }
        }
    }

    boolean contains(Path file) throws IOException {
        return open.contains(file.toRealPath());
    }
}
