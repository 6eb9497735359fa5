package jpm.classfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import jpm.classfile.ClassFile.Origin;
import org.jspecify.annotations.Nullable;

/** A folder of packages. */
record FolderPlace(Path folder, Origin origin, @Nullable Instant dumpedAt) implements ClassPlace {
    @Override
    public @Nullable ClassFile find(String className, String path) {
        try {
            Path file = folder.resolve(path);
            if (!Files.isRegularFile(file)) {
                return null;
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = ClassPlace.readBounded(in);
                boolean changed = ClassPlace.isChanged(file, dumpedAt);
                return bytes == null ? null : new ClassFile(className, bytes, origin, folder, changed);
            }
        } catch (IOException | InvalidPathException unreadable) {
            return null;
        }
    }
}
