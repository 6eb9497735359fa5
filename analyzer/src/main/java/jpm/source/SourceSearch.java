package jpm.source;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where sources may be.
 *
 * @param sourcePath what the user says, searched first
 * @param dumpSources the folder of the dump's own copies of sources, or null
 * @param sourceFiles source files that were run as they are ({@code java Foo.java})
 * @param classPath the folders and jars with classes: those that the user named, and those from which the dead JVM ran
 * @param mavenRepository the local Maven repository
 * @param javaHome the dead JVM's home, or null where it is not known
 * @param dumpedAt when the dump was made, or null where that is not known
 */
public record SourceSearch(
        SourcePath sourcePath,
        @Nullable Path dumpSources,
        List<Path> sourceFiles,
        List<Path> classPath,
        Path mavenRepository,
        @Nullable Path javaHome,
        @Nullable Instant dumpedAt) {
    public SourceSearch {
        sourceFiles = List.copyOf(sourceFiles);
        classPath = List.copyOf(classPath);
    }

    /** The local Maven repository of this user. */
    public static Path userMavenRepository() {
        return Path.of(System.getProperty("user.home"), ".m2", "repository");
    }
}
