package jpm.debug;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jpm.classfile.ClassPath;
import jpm.store.DumpMetadata;
import org.jspecify.annotations.Nullable;

/**
 * How a dead JVM was run, as its dump tells.
 *
 * @param main the main class or jar
 * @param jvm name and version
 * @param jvmVersion its version as {@code java.runtime.version} tells
 * @param javaHome the JDK's folder
 * @param classPath folders and jars, absolute ones
 * @param sourceFiles source files that were run as they are
 * @param dumpedAt when the dump was made
 */
record RunFacts(
        @Nullable String main,
        @Nullable String jvm,
        @Nullable String jvmVersion,
        @Nullable Path javaHome,
        List<Path> classPath,
        List<Path> sourceFiles,
        @Nullable Instant dumpedAt) {

    /** What a dump's metadata tells. */
    static RunFacts of(DumpMetadata metadata) {
        Path cwd = path(metadata.text("cwd"), Path.of(""));
        List<Path> arguments = paths(metadata.list("commandLine"), cwd);
        return new RunFacts(
                metadata.text("main"),
                jvm(metadata.text("jvm.name"), metadata.text("jvm.version")),
                metadata.text("jvm.version"),
                path(metadata.text("jvm.home"), null),
                paths(metadata.list("classPath"), cwd),
                arguments.stream()
                        .filter(path -> path.toString().endsWith(".java"))
                        .toList(),
                time(metadata.text("time")));
    }

    /**
     * What the system properties in a heap tell.
     *
     * @param writtenAt when the heap dump was written
     */
    static RunFacts of(Map<String, String> properties, Instant writtenAt) {
        Path cwd = path(properties.get("user.dir"), Path.of(""));
        String classPath = properties.getOrDefault("java.class.path", "");
        return new RunFacts(
                main(properties.get("sun.java.command")),
                jvm(properties.get("java.vm.name"), properties.get("java.runtime.version")),
                properties.get("java.runtime.version"),
                path(properties.get("java.home"), null),
                paths(ClassPath.parse(classPath), cwd),
                List.of(),
                writtenAt);
    }

    /** The command's first word; a main class follows its module, a jar's folder does not matter. */
    private static @Nullable String main(@Nullable String command) {
        if (command == null || command.isBlank()) {
            return null;
        }
        String word = command.split(" ", 2)[0];
        return word.substring(word.lastIndexOf('/') + 1);
    }

    private static @Nullable String jvm(@Nullable String name, @Nullable String version) {
        return name == null || version == null ? name : name + " " + version;
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException notATime) {
            return null;
        }
    }

    private static @Nullable Path path(@Nullable String text, @Nullable Path otherwise) {
        try {
            return text == null || text.isEmpty() ? otherwise : Path.of(text);
        } catch (InvalidPathException noFileName) {
            return otherwise;
        }
    }

    /** Relative paths are meant against the dead process's working folder. */
    private static List<Path> paths(List<? extends @Nullable Object> texts, @Nullable Path cwd) {
        List<Path> paths = new ArrayList<>();
        for (Object text : texts) {
            Path path = text == null ? null : path(text.toString(), null);
            if (path != null) {
                paths.add(cwd == null ? path : cwd.resolve(path));
            }
        }
        return paths;
    }
}
