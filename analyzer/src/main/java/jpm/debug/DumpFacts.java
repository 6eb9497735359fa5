package jpm.debug;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jpm.classfile.ClassFileFinder;
import jpm.classfile.ClassFileFinder.Found;
import jpm.classfile.ClassFileSearch;
import jpm.classfile.ClassPath;
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
    private final String name;
    private final @Nullable DumpMetadata metadata;
    private final RunFacts run;
    private final ClassFileSearch classFiles;
    private final ClassFileFinder finder;
    private final SourceFinder sources;

    private DumpFacts(
            String name,
            @Nullable DumpMetadata metadata,
            RunFacts run,
            ClassFileSearch classFiles,
            SourceSearch search) {
        this.name = name;
        this.metadata = metadata;
        this.run = run;
        this.classFiles = classFiles;
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
        return new DumpFacts(name, metadata, run, classFiles(search, folder), search);
    }

    /** The dump's own copies are the classes that ran. */
    private static ClassFileSearch classFiles(SourceSearch search, @Nullable Path folder) {
        List<Path> classPath = new ArrayList<>();
        if (folder != null) {
            classPath.add(folder.resolve(DumpFiles.CLASSES));
        }
        classPath.addAll(search.classPath());
        Path running = Path.of(System.getProperty("java.home"));
        Path home = search.javaHome();
        return new ClassFileSearch(classPath, home == null ? List.of(running) : List.of(home, running));
    }

    /** Where the process's class files may be, the best places first. */
    ClassFileSearch classFiles() {
        return classFiles;
    }

    @Nullable
    Found classFile(String className) {
        return finder.find(className);
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
        SourceLookup lookup = sources.find(frame.className(), frame.sourceFile());
        return SourceView.of(frame.sourceFile(), lookup, Math.max(0, frame.line()));
    }

    @Override
    public void close() {
        sources.close();
        finder.close();
    }
}
