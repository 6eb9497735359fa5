package jpm.source;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user says of where sources are.
 *
 * @param places folders and archives, searched first
 * @param substitutions where what lay elsewhere on the dead JVM's machine lies here, as gdb's {@code set substitute-path}; the first that fits counts
 */
public record SourcePath(List<Path> places, List<Substitution> substitutions) {
    /** Nothing is said. */
    public static final SourcePath NONE = new SourcePath(List.of(), List.of());

    /**
     * A beginning of paths and what stands for it here.
     *
     * @param from of paths that the dump tells ({@code /srv/build}), or of sources within their packages ({@code com/acme})
     * @param to a folder
     */
    public record Substitution(String from, Path to) {
        /** The path that stands for one that begins with {@link #from}; null for others. */
        @Nullable
        Path replace(String path) {
            if (path.equals(from)) {
                return to;
            }
            return path.startsWith(from + "/") ? to.resolve(path.substring(from.length() + 1)) : null;
        }
    }

    public SourcePath {
        places = List.copyOf(places);
        substitutions = List.copyOf(substitutions);
    }

    /** Folders and archives without substitutions. */
    public static SourcePath of(List<Path> places) {
        return new SourcePath(places, List.of());
    }

    /**
     * Reads folders, archives and substitutions {@code from=to}, joined by colons; what is no file name is left out.
     *
     * @param texts as they were given, in order
     */
    public static SourcePath parse(List<String> texts) {
        List<Path> places = new ArrayList<>();
        List<Substitution> substitutions = new ArrayList<>();
        for (String text : texts) {
            for (String element : text.split(File.pathSeparator)) {
                add(element, places, substitutions);
            }
        }
        return new SourcePath(places, substitutions);
    }

    private static void add(String element, List<Path> places, List<Substitution> substitutions) {
        try {
            int equals = element.indexOf('=');
            if (equals > 0 && !Files.exists(Path.of(element))) {
                String from = element.substring(0, equals);
                substitutions.add(new Substitution(withoutEnd(from), Path.of(element.substring(equals + 1))));
            } else if (!element.isEmpty()) {
                places.add(Path.of(element));
            }
        } catch (InvalidPathException noFileName) {
            return;
        }
    }

    private static String withoutEnd(String folder) {
        return folder.length() > 1 && folder.endsWith("/") ? folder.substring(0, folder.length() - 1) : folder;
    }

    /** Where a path of the dead JVM's machine lies here: what a substitution says, else the path itself. */
    public Path here(Path recorded) {
        for (Substitution substitution : substitutions) {
            Path moved = substitution.replace(recorded.toString());
            if (moved != null) {
                return moved;
            }
        }
        return recorded;
    }
}
