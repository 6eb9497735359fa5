package jpm.debug;

import java.nio.file.Path;
import java.util.List;
import jpm.io.Cancellation;
import jpm.io.Progress;
import jpm.source.SourcePath;
import jpm.value.PrintLimits;
import org.jspecify.annotations.Nullable;

/**
 * How a dump is opened.
 *
 * @param sourcePath where sources are looked for first
 * @param classPath folders and jars with class files, for what the dump itself does not tell of classes
 * @param indexCache where indexes of heap dumps are kept, or null for none on disk
 */
public record DebugOptions(
        SourcePath sourcePath,
        List<Path> classPath,
        PrintLimits limits,
        Progress progress,
        Cancellation cancellation,
        @Nullable Path indexCache) {
    public static final DebugOptions DEFAULT =
            new DebugOptions(SourcePath.NONE, List.of(), PrintLimits.DEFAULT, Progress.NONE, new Cancellation(), null);

    /** The same options with other places to look for sources in. */
    public DebugOptions withSourcePath(SourcePath path) {
        return new DebugOptions(path, classPath, limits, progress, cancellation, indexCache);
    }

    /** The same options with these folders and jars to look for class files in. */
    public DebugOptions withClassPath(List<Path> path) {
        return new DebugOptions(sourcePath, List.copyOf(path), limits, progress, cancellation, indexCache);
    }

    /** The same options, keeping indexes in that folder. */
    public DebugOptions withIndexCache(@Nullable Path folder) {
        return new DebugOptions(sourcePath, classPath, limits, progress, cancellation, folder);
    }

    /** The same options, reporting to and cancelled by these. */
    public DebugOptions watchedBy(Progress newProgress, Cancellation newCancellation) {
        return new DebugOptions(sourcePath, classPath, limits, newProgress, newCancellation, indexCache);
    }
}
