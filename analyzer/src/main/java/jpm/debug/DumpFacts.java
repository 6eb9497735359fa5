package jpm.debug;

import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import jpm.source.SourceFinder;
import jpm.source.SourceLookup;
import jpm.source.SourceSearch;
import jpm.source.SourceText;
import jpm.store.DumpMetadata;
import jpm.value.Value;
import org.jspecify.annotations.Nullable;

/** What is known of a dead process besides its objects: the dump's metadata, where there is any, and where its sources may be. */
final class DumpFacts {
    private final String name;
    private final @Nullable DumpMetadata metadata;
    private final SourceFinder sources;

    private DumpFacts(String name, @Nullable DumpMetadata metadata, SourceSearch search) {
        this.name = name;
        this.metadata = metadata;
        this.sources = new SourceFinder(search);
    }

    /** The facts of a dump's folder. */
    static DumpFacts ofFolder(Path folder, List<Path> sourcePath) {
        DumpMetadata metadata = DumpMetadata.read(folder);
        String name = folder.toAbsolutePath().normalize().getFileName().toString();
        return new DumpFacts(name, metadata, search(metadata, sourcePath));
    }

    /** The facts of a heap dump without metadata beside it. */
    static DumpFacts ofFile(Path file, List<Path> sourcePath) {
        SourceSearch search =
                new SourceSearch(sourcePath, List.of(), List.of(), SourceSearch.userMavenRepository(), null);
        return new DumpFacts(file.getFileName().toString(), null, search);
    }

    private static SourceSearch search(DumpMetadata metadata, List<Path> sourcePath) {
        String home = metadata.text("jvm.home");
        return new SourceSearch(
                sourcePath,
                paths(metadata, "commandLine").stream()
                        .filter(path -> path.toString().endsWith(".java"))
                        .toList(),
                paths(metadata, "classPath"),
                SourceSearch.userMavenRepository(),
                home == null ? null : Path.of(home));
    }

    /** Paths of the dead process, relative ones against its working folder. */
    private static List<Path> paths(DumpMetadata metadata, String field) {
        String cwd = metadata.text("cwd");
        Path base = Path.of(cwd == null ? "" : cwd);
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
