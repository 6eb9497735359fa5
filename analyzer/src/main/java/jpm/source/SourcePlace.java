package jpm.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import jpm.source.SourcePath.Substitution;
import jpm.source.SourceText.Kind;
import org.jspecify.annotations.Nullable;

/** A folder, archive or file in which sources may be. */
sealed interface SourcePlace {
    /** The longest source file that is read, in bytes. */
    int MAX_BYTES = 1 << 24;

    /** The text of {@code relativePath} (as {@code com/acme/Foo.java}), or null where this place has none. */
    @Nullable
    SourceText text(String relativePath);

    /** The place's name for the user. */
    String description();

    /**
     * A folder that holds packages, or the source files themselves as gdb's {@code directory} allows.
     *
     * @param dumpedAt when the dump was made, or null: a file that is newer is said to be
     */
    record Folder(Path path, Kind kind, @Nullable Instant dumpedAt) implements SourcePlace {
        @Override
        public @Nullable SourceText text(String relativePath) {
            Path packaged = path.resolve(relativePath);
            Path flat = path.resolve(relativePath.substring(relativePath.lastIndexOf('/') + 1));
            return read(Files.isRegularFile(packaged) ? packaged : flat, kind, description(), dumpedAt);
        }

        @Override
        public String description() {
            return path.toString();
        }
    }

    /** What stands for the sources of some packages. */
    record Substituted(Substitution substitution, @Nullable Instant dumpedAt) implements SourcePlace {
        @Override
        public @Nullable SourceText text(String relativePath) {
            Path file = substitution.replace(relativePath);
            return file == null ? null : read(file, Kind.SOURCE_PATH, description(), dumpedAt);
        }

        @Override
        public String description() {
            return substitution.to() + " (for " + substitution.from() + ")";
        }
    }

    /** One source file, as {@code java Foo.java} runs. */
    record SingleFile(Path path, @Nullable Instant dumpedAt) implements SourcePlace {
        @Override
        public @Nullable SourceText text(String relativePath) {
            boolean sameName = relativePath
                    .substring(relativePath.lastIndexOf('/') + 1)
                    .equals(path.getFileName().toString());
            return sameName ? read(path, Kind.SOURCE_FILE, description(), dumpedAt) : null;
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
    record Archive(Path path, boolean inModules, Kind kind) implements SourcePlace {
        @Override
        public @Nullable SourceText text(String relativePath) {
            if (!Files.isRegularFile(path)) {
                return null;
            }
            try (ZipFile zip = new ZipFile(path.toFile())) {
                ZipEntry entry = inModules ? entryInAnyModule(zip, relativePath) : zip.getEntry(relativePath);
                return entry == null
                        ? null
                        : SourceText.original(decode(zip.getInputStream(entry)), kind, description(), null);
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

    private static @Nullable SourceText read(Path file, Kind kind, String origin, @Nullable Instant dumpedAt) {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            boolean newer = dumpedAt != null
                    && Files.getLastModifiedTime(file).toInstant().isAfter(dumpedAt);
            return SourceText.original(decode(in), kind, origin, newer ? "newer than the dump" : null);
        } catch (IOException e) {
            return null;
        }
    }

    /** UTF-8 where the bytes are that, else Latin-1, which reads every file and keeps its line numbers. */
    private static List<String> decode(InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MAX_BYTES);
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
