package jpm.classfile;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where class files may be.
 *
 * @param dumpClasses the folder of the dump's own copies, or null
 * @param given folders, jars and jmods that the user named
 * @param recorded folders and jars from which the dead JVM ran
 * @param javaFeature the dead JVM's feature version, 0 where it is not known
 * @param dumpedAt when the dump was made, or null where that is not known
 */
public record ClassSearch(
        @Nullable Path dumpClasses,
        List<Path> given,
        List<Path> recorded,
        int javaFeature,
        @Nullable Instant dumpedAt) {
    /** Nowhere. */
    public static final ClassSearch NOWHERE = new ClassSearch(null, List.of(), List.of(), 0, null);

    public ClassSearch {
        given = List.copyOf(given);
        recorded = List.copyOf(recorded);
    }
}
