package jpm.classfile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A folder of class files. */
record ClassFolder(Path folder) implements ClassFilePlace {
    @Override
    public byte @Nullable [] classFile(String className) throws IOException {
        try {
            Path root = folder.toAbsolutePath().normalize();
            Path file = root.resolve(className.replace('.', '/') + ".class").normalize();
            boolean isThere = file.startsWith(root)
                    && Files.isRegularFile(file)
                    && Files.size(file) <= ClassArchive.MAX_CLASS_BYTES;
            return isThere ? Files.readAllBytes(file) : null;
        } catch (InvalidPathException impossible) {
            return null;
        }
    }

    @Override
    public void close() {}
}
