package jpm.debug;

import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import jpm.classfile.ClassFileSearch;
import jpm.source.SourceFinder;
import jpm.source.SourceLookup;
import jpm.source.SourceSearch;
import jpm.source.SourceText;
import jpm.store.DumpFiles;
import jpm.store.DumpMetadata;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** What is known of a dead process besides its objects: the dump's metadata, where there is any, and where its sources may be. */
final class DumpFacts {
    private final String name;
    private final @Nullable DumpMetadata metadata;
    private final SourceFinder sources;
    private final ClassFileSearch classFiles;

    private DumpFacts(String name, @Nullable DumpMetadata metadata, SourceSearch sources, ClassFileSearch classFiles) {
        this.name = name;
        this.metadata = metadata;
        this.sources = new SourceFinder(sources);
        this.classFiles = classFiles;
    }

    /** The facts of a dump's folder. */
    static DumpFacts ofFolder(Path folder, DebugOptions options) {
        DumpMetadata metadata = DumpMetadata.read(folder);
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        return new DumpFacts(
                name, metadata, search(metadata, options.sourcePath()), classFiles(folder, metadata, options));
    }

    /** The facts of a heap dump without metadata beside it. */
    static DumpFacts ofFile(Path file, DebugOptions options) {
        SourceSearch search =
                new SourceSearch(options.sourcePath(), List.of(), List.of(), SourceSearch.userMavenRepository(), null);
        ClassFileSearch classFiles = new ClassFileSearch(options.classPath(), List.of(runningJdk()));
        return new DumpFacts(file.getFileName().toString(), null, search, classFiles);
    }

    private static SourceSearch search(DumpMetadata metadata, List<Path> sourcePath) {
        return new SourceSearch(
                sourcePath,
                paths(metadata, "commandLine").stream()
                        .filter(path -> path.toString().endsWith(".java"))
                        .toList(),
                paths(metadata, "classPath"),
                SourceSearch.userMavenRepository(),
                home(metadata));
    }

    /** The dump's own copies are the classes that ran. */
    private static ClassFileSearch classFiles(Path folder, DumpMetadata metadata, DebugOptions options) {
        List<Path> classPath = new ArrayList<>();
        classPath.add(folder.resolve(DumpFiles.CLASSES));
        classPath.addAll(options.classPath());
        classPath.addAll(paths(metadata, "classPath"));
        Path home = home(metadata);
        return new ClassFileSearch(classPath, home == null ? List.of(runningJdk()) : List.of(home, runningJdk()));
    }

    private static Path runningJdk() {
        return Path.of(System.getProperty("java.home"));
    }

    private static @Nullable Path home(DumpMetadata metadata) {
        String home = metadata.text("jvm.home");
        return home == null || home.indexOf('\0') >= 0 ? null : Path.of(home);
    }

    /** Where the process's class files may be, the best places first. */
    ClassFileSearch classFiles() {
        return classFiles;
    }

    /** Paths of the dead process, relative ones against its working folder. */
    private static List<Path> paths(DumpMetadata metadata, String field) {
        String cwd = metadata.text("cwd");
        Path base = Path.of(cwd == null || cwd.indexOf('\0') >= 0 ? "" : cwd);
        List<Path> paths = new ArrayList<>();
        for (Object element : metadata.list(field)) {
            if (element instanceof String text && text.indexOf('\0') < 0) {
                paths.add(base.resolve(text));
            }
        }
        return paths;
    }

    DumpHeader header(
            @Nullable String dumpId,
            @Nullable Instant writtenAt,
            List<ThrownException> exceptions,
            @Nullable String note) {
        ThrownException thrown = exceptions.isEmpty() ? null : exceptions.get(0);
        Instant time = time();
        String exception = text("exception");
        return new DumpHeader(
                metadata == null && dumpId != null ? dumpId + " (" + name + ")" : name,
                time == null ? writtenAt : time,
                text("reason"),
                thrown != null ? thrown.className() : exception,
                thrown != null ? thrown.message() : text("message"),
                text("thread"),
                text("main"),
                metadata == null ? null : metadata.number("pid"),
                text("host"),
                jvm(),
                note);
    }

    /**
     * The exception and its causes as the metadata tells them.
     *
     * @param objects the exception's object and its causes', as far as there are any
     */
    List<ThrownException> exceptionChain(List<Value> objects) {
        List<ThrownException> chain = new ArrayList<>();
        if (metadata != null) {
            for (Object element : metadata.list("chain")) {
                Value object = chain.size() < objects.size() ? objects.get(chain.size()) : MetadataExceptions.NO_OBJECT;
                chain.add(MetadataExceptions.read(element, object));
            }
        }
        return chain;
    }

    private @Nullable String jvm() {
        String vm = text("jvm.name");
        String version = text("jvm.version");
        return vm == null || version == null ? vm : vm + " " + version;
    }

    private @Nullable Instant time() {
        String text = text("time");
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException notATime) {
            return null;
        }
    }

    private @Nullable String text(String field) {
        return metadata == null ? null : metadata.text(field);
    }

    SourceView source(DebugFrame frame) {
        SourceLookup lookup = sources.find(frame.className(), frame.sourceFile());
        SourceText text = lookup.text();
        return text == null
                ? new SourceView(frame.sourceFile(), null, List.of(), Math.max(0, frame.line()), lookup.lookedIn())
                : new SourceView(
                        frame.sourceFile(), text.origin(), text.lines(), Math.max(0, frame.line()), lookup.lookedIn());
    }
}
