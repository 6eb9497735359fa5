package jpm.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A word of a command line that names a file or a folder. */
final class PathWord {
    private PathWord() {}

    /** Whether the word can only mean a path, and no match of a dump. */
    static boolean isPath(String word) {
        return word.contains("/") || word.endsWith(".hprof") || word.endsWith(".hprof.gz") || word.equals(".");
    }

    /** {@link UsageException} when no file can have that name. */
    static Path of(String word) {
        try {
            return Path.of(word);
        } catch (InvalidPathException impossible) {
            throw new UsageException("cannot open " + Plain.line(word, 200) + ": it is no file name", "jpm list");
        }
    }
}
