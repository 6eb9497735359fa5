package jpm.debug;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import jpm.classfile.ClassFileFinder;
import jpm.classfile.ClassFileFinder.Found;
import jpm.classfile.ClassFileSearch;
import jpm.classfile.ClassPath;
import jpm.classfile.InlinedLines;
import jpm.graph.Heap;
import jpm.graph.HeapModel;
import jpm.source.DecompiledSource;
import jpm.source.SourceFinder;
import jpm.source.SourceLookup;
import jpm.source.SourcePath;
import jpm.source.SourceSearch;
import jpm.store.DumpFiles;
import jpm.store.DumpMetadata;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** What is known of a dead process besides its objects: how it was run, and where its sources and class files may be. */
final class DumpFacts implements AutoCloseable {
    private static final Path RUNNING_JDK = Path.of(System.getProperty("java.home"));

    private final String name;
    private final @Nullable DumpMetadata metadata;
    private final @Nullable Path folder;
    private final RunFacts run;
    private final ClassFileSearch classFiles;
    /** Places of class files that are known, or said, to be what ran. */
    private final Set<Path> trusted;

    private final ClassFileFinder finder;
    private final SourceFinder sources;

    private DumpFacts(
            String name,
            @Nullable DumpMetadata metadata,
            @Nullable Path folder,
            RunFacts run,
            ClassFileSearch classFiles,
            Set<Path> trusted,
            SourceSearch search) {
        this.name = name;
        this.metadata = metadata;
        this.folder = folder;
        this.run = run;
        this.classFiles = classFiles;
        this.trusted = trusted;
        this.finder = new ClassFileFinder(classFiles);
        this.sources = new SourceFinder(search, new DecompiledSource(finder, search));
    }

    /** The facts of a dump's folder. */
    static DumpFacts ofFolder(Path folder, DebugOptions options) {
        DumpMetadata metadata = DumpMetadata.read(folder);
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        return of(name, metadata, RunFacts.of(metadata), folder, options);
    }

    /** The facts of a heap dump without metadata beside it, as far as its objects tell them. */
    static DumpFacts ofHeap(Path file, Heap heap, DebugOptions options) {
        RunFacts run = RunFacts.of(
                SystemProperties.read(new HeapModel(heap)), heap.header().time());
        return of(file.getFileName().toString(), null, run, null, options);
    }

    private static DumpFacts of(
            String name, @Nullable DumpMetadata metadata, RunFacts run, @Nullable Path folder, DebugOptions options) {
        SourcePath sourcePath = options.sourcePath();
        List<Path> ranFrom = run.classPath().stream().map(sourcePath::here).toList();
        Path home = run.javaHome();
        List<Path> classPath = new ArrayList<>(options.classPath());
        classPath.addAll(ranFrom);
        classPath = ClassPath.expand(classPath);
        SourceSearch search = new SourceSearch(
                sourcePath,
                folder == null ? null : folder.resolve(DumpFiles.SOURCES),
                run.sourceFiles().stream().map(sourcePath::here).toList(),
                classPath,
                SourceSearch.userMavenRepository(),
                home == null ? null : sourcePath.here(home),
                run.dumpedAt());
        Set<Path> trusted = new HashSet<>(ClassPath.expand(options.classPath()));
        if (folder != null) {
            trusted.add(folder.resolve(DumpFiles.CLASSES));
        }
        return new DumpFacts(name, metadata, folder, run, classFiles(search, folder), trusted, search);
    }

    /** The dump's own copies are the classes that ran. */
    private static ClassFileSearch classFiles(SourceSearch search, @Nullable Path folder) {
        List<Path> classPath = new ArrayList<>();
        if (folder != null) {
            classPath.add(folder.resolve(DumpFiles.CLASSES));
        }
        classPath.addAll(search.classPath());
        Path home = search.javaHome();
        return new ClassFileSearch(classPath, home == null ? List.of(RUNNING_JDK) : List.of(home, RUNNING_JDK));
    }

    /** What the breakpoint asked that the dump is about. */
    HitResults hit() {
        return folder == null || !"breakpoint".equals(text("reason")) ? HitResults.NONE : HitResults.of(folder);
    }

    /** Where the process's class files may be, the best places first. */
    ClassFileSearch classFiles() {
        return classFiles;
    }

    @Nullable
    Found classFile(String className) {
        return finder.find(className);
    }

    /** Why a class file may differ from what ran, a clause that begins with a verb; null where they are what ran, or the user says so. */
    @Nullable
    String whyNotWhatRan(Found found) {
        Path origin = found.origin();
        if (trusted.contains(origin)) {
            return null;
        }
        if (classFiles.javaHomes().contains(origin)) {
            return isJdkThatRan(origin) ? null : "is of another JDK than the one that ran";
        }
        try {
            Path file = Files.isDirectory(origin)
                    ? origin.resolve(found.classFile().name().replace('.', '/') + ".class")
                    : origin;
            boolean newer = run.dumpedAt() != null
                    && Files.getLastModifiedTime(file).toInstant().isAfter(run.dumpedAt());
            return newer ? "is newer than the dump (name it with --classpath if it is what ran)" : null;
        } catch (IOException unreadable) {
            return "cannot be read";
        }
    }

    private boolean isJdkThatRan(Path home) {
        String ran = run.jvmVersion();
        String version = home.equals(RUNNING_JDK) ? System.getProperty("java.runtime.version") : versionOf(home);
        return ran != null && version != null && ran.startsWith(version);
    }

    /** The version that a JDK's {@code release} file tells. */
    private static @Nullable String versionOf(Path home) {
        Properties release = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("release"))) {
            release.load(reader);
        } catch (IOException | IllegalArgumentException unreadable) {
            return null;
        }
        String version = release.getProperty("JAVA_RUNTIME_VERSION");
        return version == null ? null : version.replace("\"", "");
    }

    DumpHeader header(
            @Nullable String dumpId,
            @Nullable Instant writtenAt,
            List<ThrownException> exceptions,
            @Nullable String note) {
        ThrownException thrown = exceptions.isEmpty() ? null : exceptions.get(0);
        Instant time = metadata == null ? null : run.dumpedAt();
        String exception = text("exception");
        return new DumpHeader(
                metadata == null && dumpId != null ? dumpId + " (" + name + ")" : name,
                time == null ? writtenAt : time,
                text("reason"),
                thrown != null ? thrown.className() : exception,
                thrown != null ? thrown.message() : text("message"),
                text("thread"),
                run.main(),
                metadata == null ? null : metadata.number("pid"),
                text("host"),
                run.jvm(),
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

    private @Nullable String text(String field) {
        return metadata == null ? null : metadata.text(field);
    }

    SourceView source(DebugFrame frame) {
        return source(frame, sources.find(frame.className(), frame.sourceFile()));
    }

    /** The source of a frame where it need not be decompiled. */
    SourceView sourceAtHand(DebugFrame frame) {
        return source(frame, sources.findAtHand(frame.className(), frame.sourceFile()));
    }

    private SourceView source(DebugFrame frame, SourceLookup lookup) {
        int line = Math.max(0, frame.line());
        return SourceView.of(frame.sourceFile(), lookup, line, callLine(frame, line));
    }

    private int callLine(DebugFrame frame, int line) {
        boolean kotlin = frame.sourceFile() != null && frame.sourceFile().endsWith(".kt");
        Found found = kotlin ? classFile(frame.className()) : null;
        String extension = found == null ? null : found.classFile().sourceDebugExtension();
        return extension == null ? line : InlinedLines.callLine(extension, line);
    }

    @Override
    public void close() {
        sources.close();
        finder.close();
    }
}
