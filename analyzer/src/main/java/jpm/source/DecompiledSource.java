package jpm.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.classfile.ClassFileFinder;
import jpm.classfile.ClassFileFinder.Found;
import jpm.classfile.ClassStructure;
import jpm.source.decompile.Decompilation;
import jpm.source.decompile.Decompiler;
import org.jspecify.annotations.Nullable;

/** Makes sources of classes that have none. */
public final class DecompiledSource implements AutoCloseable {
    private static final int MAX_CLASSES = 500;

    private final ClassFileFinder classFiles;
    private final SourceSearch search;
    private final Decompiler decompiler = new Decompiler();
    /** By the class that was decompiled what became of it. */
    private final Map<String, SourceLookup> made = new HashMap<>();

    /** @param search where sources are looked for, which tells the dump's time and folder */
    public DecompiledSource(ClassFileFinder classFiles, SourceSearch search) {
        this.classFiles = classFiles;
        this.search = search;
    }

    /**
     * Decompiles a class, within the class that encloses it where that is found as well.
     *
     * @param lookedIn where sources were looked for in vain
     */
    SourceLookup lookup(String className, List<String> lookedIn) {
        Found file = outermost(className);
        if (file == null) {
            return new SourceLookup(
                    null, with(lookedIn, "no class file of " + className + " to decompile: name one with --classpath"));
        }
        SourceLookup known = made.get(file.classFile().name());
        if (known != null) {
            return known;
        }
        SourceLookup lookup = decompile(file, lookedIn);
        made.put(file.classFile().name(), lookup);
        return lookup;
    }

    private SourceLookup decompile(Found file, List<String> lookedIn) {
        Decompilation result = decompiler.decompile(internal(file.classFile().name()), withNested(file));
        if (result.failed()) {
            return new SourceLookup(null, with(lookedIn, file.origin() + ": " + result.text()));
        }
        return new SourceLookup(text(file, result), lookedIn);
    }

    private static List<String> with(List<String> lookedIn, String last) {
        List<String> all = new ArrayList<>(lookedIn);
        all.add(last);
        return all;
    }

    private SourceText text(Found file, Decompilation made) {
        List<String> notes = new ArrayList<>();
        if (made.rows().isEmpty()) {
            notes.add("compiled without line numbers");
        }
        if (isNewer(file.origin())) {
            notes.add("newer than the dump");
        }
        return SourceText.decompiled(
                made.text().lines().toList(),
                isOfDump(file) ? "the dump's class file" : file.origin().toString(),
                notes.isEmpty() ? null : String.join(", ", notes),
                made.rows());
    }

    private boolean isOfDump(Found file) {
        Path sources = search.dumpSources();
        return sources != null && file.origin().equals(sources.resolveSibling("classes"));
    }

    /** Folders do not tell when their files were written. */
    private boolean isNewer(Path origin) {
        Instant dumpedAt = search.dumpedAt();
        try {
            return dumpedAt != null
                    && Files.isRegularFile(origin)
                    && Files.getLastModifiedTime(origin).toInstant().isAfter(dumpedAt);
        } catch (IOException unknown) {
            return false;
        }
    }

    /** The class file of the class or of the outermost of those around it; null when the class itself has none. */
    private @Nullable Found outermost(String className) {
        Found own = classFiles.find(className);
        if (own == null) {
            return null;
        }
        for (int nested = className.indexOf('$', 1); nested > 0; nested = className.indexOf('$', nested + 1)) {
            Found outer = classFiles.find(className.substring(0, nested));
            if (outer != null && ClassStructure.nestedClasses(outer.bytes()).contains(className)) {
                return outer;
            }
        }
        return own;
    }

    private Map<String, byte[]> withNested(Found outer) {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        List<Found> open = new ArrayList<>(List.of(outer));
        for (int i = 0; i < open.size() && i < MAX_CLASSES; i++) {
            Found file = open.get(i);
            classes.put(internal(file.classFile().name()), file.bytes());
            for (String name : ClassStructure.nestedClasses(file.bytes())) {
                Found nested = name.startsWith(outer.classFile().name() + "$") && !classes.containsKey(internal(name))
                        ? classFiles.find(name)
                        : null;
                if (nested != null) {
                    open.add(nested);
                }
            }
        }
        return classes;
    }

    private static String internal(String className) {
        return className.replace('.', '/');
    }

    @Override
    public void close() {
        decompiler.close();
    }
}
