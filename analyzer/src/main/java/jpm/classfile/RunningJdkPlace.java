package jpm.classfile;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import jpm.classfile.ClassFile.Origin;
import org.jspecify.annotations.Nullable;

/** The modules of the JDK that runs jpm. */
final class RunningJdkPlace implements ClassPlace {
    private final FileSystem modules = FileSystems.getFileSystem(URI.create("jrt:/"));

    @Override
    public @Nullable ClassFile find(String className, String path) {
        int packageEnd = className.lastIndexOf('.');
        if (packageEnd < 0) {
            return null;
        }
        try {
            return find(className, path, modules.getPath("/packages", className.substring(0, packageEnd)));
        } catch (IOException | InvalidPathException unreadable) {
            return null;
        }
    }

    private @Nullable ClassFile find(String className, String path, Path modulesOfPackage) throws IOException {
        if (!Files.isDirectory(modulesOfPackage)) {
            return null;
        }
        try (DirectoryStream<Path> names = Files.newDirectoryStream(modulesOfPackage)) {
            for (Path name : names) {
                Path file = modules.getPath("/modules", name.getFileName().toString(), path);
                if (Files.isRegularFile(file)) {
                    return read(className, file);
                }
            }
        }
        return null;
    }

    private static @Nullable ClassFile read(String className, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = ClassPlace.readBounded(in);
            Path home = Path.of(System.getProperty("java.home"));
            return bytes == null ? null : new ClassFile(className, bytes, Origin.JDK, home, false);
        }
    }
}
