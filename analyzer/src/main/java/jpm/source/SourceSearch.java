package jpm.source;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where sources may be.
 *
 * @param sourcePath folders and archives that the user named, searched first
 * @param sourceFiles source files that were run as they are ({@code java Foo.java})
 * @param classPath the folders and jars from which the dead JVM ran
 * @param mavenRepository the local Maven repository
 * @param javaHome the dead JVM's home, or null where it is not known
 */
public record SourceSearch(
        List<Path> sourcePath,
        List<Path> sourceFiles,
        List<Path> classPath,
        Path mavenRepository,
        @Nullable Path javaHome) {
    public SourceSearch {
        sourcePath = List.copyOf(sourcePath);
        sourceFiles = List.copyOf(sourceFiles);
        classPath = List.copyOf(classPath);
    }

    /** The local Maven repository of this user. */
    public static Path userMavenRepository() {
        return Path.of(System.getProperty("user.home"), ".m2", "repository");
    }
}
