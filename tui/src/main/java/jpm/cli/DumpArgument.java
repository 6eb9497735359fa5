package jpm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jpm.io.JpmException;
import jpm.store.DumpEntry;
import org.jspecify.annotations.Nullable;

/** The one dump that a command line names: a dump's folder, a heap dump's file, or matches of the store's dumps, of which the newest is taken. */
final class DumpArgument {
    private DumpArgument() {}

    /** The folder or file that the words mean; null when the store has none that fits. */
    static @Nullable Path of(Invocation invocation) {
        List<String> words = invocation.words();
        boolean one = words.size() == 1;
        if (one && PathWord.isPath(words.get(0))) {
            return readable(words.get(0));
        }
        DumpEntry newest = newest(invocation);
        if (newest == null) {
            return one && Files.exists(PathWord.of(words.get(0))) ? readable(words.get(0)) : null;
        }
        return newest.path();
    }

    /** The newest dump of the store that fits; null when none does. */
    static @Nullable DumpEntry newest(Invocation invocation) {
        List<DumpEntry> found = invocation.store().findUnambiguous(Selection.query(invocation));
        if (found.isEmpty()) {
            return null;
        }
        DumpEntry newest = found.get(found.size() - 1);
        Selection.requireAccessible(newest);
        if (found.size() > 1 && !invocation.words().isEmpty() && !invocation.quiet()) {
            invocation.console().message("More than one dump fits, taking the newest: " + newest.id());
        }
        return newest;
    }

    private static Path readable(String word) {
        Path path = PathWord.of(word);
        if (Files.notExists(path)) {
            throw new JpmException(
                    "cannot open " + path + ": no such file or folder", "jpm list shows the dumps in the store");
        }
        if (!Files.isReadable(path)) {
            throw new JpmException("cannot open " + path + ": permission denied", "run as the user who owns it");
        }
        return path;
    }
}
