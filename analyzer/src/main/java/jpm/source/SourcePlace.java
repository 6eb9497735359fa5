package jpm.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** A folder, archive or file in which sources may be. */
sealed interface SourcePlace {
    /** The text of {@code relativePath} (as {@code com/acme/Foo.java}), or null where this place has none. */
    @Nullable
    List<String> lines(String relativePath);

    /** The place's name for the user. */
    String description();

    /** A folder that holds packages, or the source files themselves as gdb's {@code directory} allows. */
    record Folder(Path path) implements SourcePlace {
        @Override
        public @Nullable List<String> lines(String relativePath) {
            Path packaged = path.resolve(relativePath);
            if (Files.isRegularFile(packaged)) {
                return read(packaged);
            }
            Path flat = path.resolve(relativePath.substring(relativePath.lastIndexOf('/') + 1));
            return Files.isRegularFile(flat) ? read(flat) : null;
        }

        @Override
        public String description() {
            return path.toString();
        }
    }

    /** One source file, as {@code java Foo.java} runs. */
    record SingleFile(Path path) implements SourcePlace {
        @Override
        public @Nullable List<String> lines(String relativePath) {
            boolean sameName = relativePath
                    .substring(relativePath.lastIndexOf('/') + 1)
                    .equals(path.getFileName().toString());
            return sameName && Files.isRegularFile(path) ? read(path) : null;
        }

        @Override
        public String description() {
            return path.toString();
        }
    }

    /**
     * A sources jar, or the JDK's {@code src.zip}.
     *
     * @param inModules whether the archive's first folders are module names
     */
    record Archive(Path path, boolean inModules) implements SourcePlace {
        @Override
        public @Nullable List<String> lines(String relativePath) {
            if (!Files.isRegularFile(path)) {
                return null;
            }
            try (ZipFile zip = new ZipFile(path.toFile())) {
                ZipEntry entry = inModules ? entryInAnyModule(zip, relativePath) : zip.getEntry(relativePath);
                return entry == null ? null : decode(zip.getInputStream(entry).readAllBytes());
            } catch (IOException e) {
                return null;
            }
        }

        private static @Nullable ZipEntry entryInAnyModule(ZipFile zip, String relativePath) {
            ZipEntry inBase = zip.getEntry("java.base/" + relativePath);
            if (inBase != null) {
                return inBase;
            }
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                int module = entry.getName().indexOf('/');
                if (entry.getName().length() == module + 1 + relativePath.length()
                        && entry.getName().startsWith(relativePath, module + 1)) {
                    return entry;
                }
            }
            return null;
        }

        @Override
        public String description() {
            return path.toString();
        }
    }

    private static @Nullable List<String> read(Path file) {
        try {
            return decode(Files.readAllBytes(file));
        } catch (IOException e) {
            return null;
        }
    }

    /** UTF-8 where the bytes are that, else Latin-1, which reads every file and keeps its line numbers. */
    private static List<String> decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .lines()
                    .toList();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
        }
    }
}
