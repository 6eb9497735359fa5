package jpm.classfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;
import jpm.classfile.ClassFile.Origin;
import org.jspecify.annotations.Nullable;

/** A jar, war or jmod; the jars within a Spring Boot jar or a war are searched as well. */
final class ArchivePlace implements ClassPlace {
    private static final List<String> FOLDERS = List.of("", "BOOT-INF/classes/", "WEB-INF/classes/", "classes/");
    private static final List<String> LIBRARY_FOLDERS = List.of("BOOT-INF/lib/", "WEB-INF/lib/");

    private final Path path;
    private final Origin origin;
    private final @Nullable Instant dumpedAt;
    private @Nullable JarFile jar;
    private boolean opened;
    private @Nullable List<NestedJar> nested;

    ArchivePlace(Path path, Origin origin, @Nullable Instant dumpedAt) {
        this.path = path;
        this.origin = origin;
        this.dumpedAt = dumpedAt;
    }

    @Override
    public @Nullable ClassFile find(String className, String entryPath) {
        try {
            JarFile open = open();
            byte[] bytes = open == null ? null : read(open, entryPath);
            return bytes == null
                    ? null
                    : new ClassFile(className, bytes, origin, path, ClassPlace.isChanged(path, dumpedAt));
        } catch (IOException | IllegalArgumentException | SecurityException unreadable) {
            return null;
        }
    }

    private @Nullable JarFile open() throws IOException {
        if (!opened) {
            opened = true;
            jar = Files.isRegularFile(path)
                    ? new JarFile(path.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion())
                    : null;
        }
        return jar;
    }

    private byte @Nullable [] read(JarFile open, String entryPath) throws IOException {
        for (String folder : FOLDERS) {
            JarEntry entry = open.getJarEntry(folder + entryPath);
            if (entry != null) {
                try (InputStream in = open.getInputStream(entry)) {
                    return ClassPlace.readBounded(in);
                }
            }
        }
        for (NestedJar library : nested(open)) {
            if (library.contains(entryPath)) {
                return library.read(entryPath);
            }
        }
        return null;
    }

    private List<NestedJar> nested(JarFile open) throws IOException {
        List<NestedJar> known = nested;
        if (known == null) {
            known = new ArrayList<>();
            nested = known;
            for (String folder : LIBRARY_FOLDERS) {
                if (open.getEntry(folder) != null) {
                    List<JarEntry> libraries = open.stream()
                            .filter(entry -> entry.getName().startsWith(folder)
                                    && entry.getName().endsWith(".jar"))
                            .toList();
                    for (JarEntry library : libraries) {
                        known.add(NestedJar.of(open, library));
                    }
                }
            }
        }
        return known;
    }

    @Override
    public void close() throws IOException {
        JarFile open = jar;
        if (open != null) {
            open.close();
        }
    }
}
