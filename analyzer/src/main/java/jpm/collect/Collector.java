package jpm.collect;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import jpm.io.JpmException;
import jpm.snapshot.PrivacyRules;
import jpm.store.DumpEntry;
import jpm.store.DumpStore;
import jpm.store.DumpWriterProcess;
import org.jspecify.annotations.Nullable;

/**
 * Takes what dead JVMs left in folders into a store: fatal error logs, core files, heap dumps that were written because memory gave out, and dumps of other
 * stores. Each becomes a dump by one rename, and never a second time, also after it was removed from the store; several collectors may run at once.
 */
public final class Collector {
    /** Fingerprints of all that was ever collected, one a line. */
    private static final String LEDGER = ".collected";

    private static final String BEING_MADE = ".collecting-";
    private static final int ID_DIGITS = 6;
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Path PROC = Path.of("/proc");

    private final DumpStore store;
    private final boolean move;
    private final PrivacyRules rules;
    private final OpenFiles openFiles = new OpenFiles(PROC);
    private final List<Found> results = new ArrayList<>();

    /**
     * @param move whether originals are removed once they are in the store
     * @param rules what is masked in small files; heaps have everything
     */
    public Collector(DumpStore store, boolean move, PrivacyRules rules) {
        this.store = store;
        this.move = move;
        this.rules = rules;
    }

    /** What became of a leftover. */
    public enum Outcome {
        COLLECTED,
        /** It was taken before. */
        KNOWN,
        /** It was left where it is: {@link Found#detail} says why. */
        LEFT
    }

    /**
     * A leftover.
     *
     * @param id the dump's, null where there is none
     * @param detail what it is of, or why it was left
     */
    public record Found(
            Path path, Outcome outcome, @Nullable String id, String detail) {}

    /** Looks into these folders, not into those below them; a file stands for itself. */
    public List<Found> collect(List<Path> places) {
        prepare();
        Set<Path> seen = new HashSet<>();
        for (Path place : places) {
            for (Path candidate : candidates(place)) {
                if (seen.add(candidate.toAbsolutePath().normalize())) {
                    consider(candidate);
                }
            }
        }
        return List.copyOf(results);
    }

    private void prepare() {
        try {
            Files.createDirectories(store.root(), PRIVATE);
            sweep();
        } catch (IOException e) {
            throw new JpmException(
                    "cannot write the store " + store.root() + ": " + reason(e), "name another with --store", e);
        }
        store.adoptInterrupted(store.entries());
    }

    /** Removes what collectors that were killed left half made. */
    private void sweep() throws IOException {
        try (Stream<Path> entries = Files.list(store.root())) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                String name = entry.getFileName().toString();
                if (name.startsWith(BEING_MADE) && !isAlive(name.substring(name.lastIndexOf('-') + 1))) {
                    delete(entry);
                }
            }
        }
    }

    private static boolean isAlive(String pid) {
        return Files.exists(PROC.resolve(pid));
    }

    private static List<Path> candidates(Path place) {
        if (!Files.isDirectory(place)) {
            if (Files.notExists(place)) {
                throw new JpmException("cannot look into " + place + ": no such file or folder", "name folders");
            }
            return List.of(place);
        }
        try (Stream<Path> entries = Files.list(place)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new JpmException("cannot look into " + place + ": " + reason(e), "run as the user who owns it", e);
        }
    }

    private void consider(Path path) {
        String name = path.getFileName().toString();
        try {
            if (Files.isDirectory(path)) {
                considerDump(path);
            } else if (name.matches("hs_err_pid.*\\.log(\\.\\d+)?")) {
                take(CrashLeftover.read(path, rules), path);
            } else if (name.matches("core|core\\..+|.+\\.core|vgcore\\..+")) {
                considerCore(path);
            } else if (name.endsWith(".hprof") || name.matches("java_pid\\d+\\.hprof\\.\\d+")) {
                considerHeap(path);
            }
        } catch (IOException e) {
            left(path, reason(e));
        } catch (JpmException e) {
            left(path, String.valueOf(e.getMessage()));
        }
    }

    private void considerCore(Path path) throws IOException {
        if (openFiles.contains(path)) {
            left(path, "a process has it open: it is being written, or read");
            return;
        }
        take(CoreLeftover.read(path, rules), path);
    }

    private void considerHeap(Path path) throws IOException {
        if (openFiles.contains(path)) {
            left(path, "a process has it open: it is being written, or read");
            return;
        }
        take(HeapLeftover.read(path), path);
    }

    /** A dump of another store; this store's own need no collecting. */
    private void considerDump(Path path) throws IOException {
        Path parent = path.toAbsolutePath().normalize().getParent();
        if (parent == null || Files.exists(store.root()) && Files.isSameFile(parent, store.root())) {
            return;
        }
        DumpEntry dump = DumpStore.open(parent).entries().stream()
                .filter(entry -> entry.path().getFileName().equals(path.getFileName()))
                .findFirst()
                .orElse(null);
        if (dump == null || dump.path().getFileName().toString().startsWith(".")) {
            return;
        }
        if (dump.part() && DumpStore.open(parent).writerOf(dump) != DumpWriterProcess.DEAD) {
            left(path, "its writer may live");
            return;
        }
        take(new InterruptedLeftover(dump), path);
    }

    private void left(Path path, String why) {
        results.add(new Found(path, Outcome.LEFT, null, why));
    }

    private void take(@Nullable Leftover leftover, Path path) throws IOException {
        if (leftover == null) {
            left(path, "it is no such file, or was not written because memory gave out");
            return;
        }
        String id = id(leftover);
        if (Files.exists(store.root().resolve(id)) || ledger().contains(leftover.fingerprint())) {
            results.add(new Found(path, Outcome.KNOWN, id, leftover.description()));
        } else {
            make(leftover, id);
            results.add(new Found(path, Outcome.COLLECTED, id, leftover.description()));
        }
        if (move) {
            delete(path);
        }
    }

    private static String id(Leftover leftover) {
        String known = leftover.knownId();
        return known != null
                ? known
                : ID_TIME.format(leftover.time()) + "-" + leftover.pid() + "-"
                        + leftover.fingerprint().substring(0, ID_DIGITS);
    }

    private void make(Leftover leftover, String id) throws IOException {
        Path folder = store.root()
                .resolve(BEING_MADE + id + "-" + ProcessHandle.current().pid());
        delete(folder);
        Files.createDirectory(folder, PRIVATE);
        try {
            leftover.writeTo(folder, id);
            makePrivate(folder);
            Files.move(folder, store.root().resolve(id), StandardCopyOption.ATOMIC_MOVE);
        } catch (DirectoryNotEmptyException | FileAlreadyExistsException anotherCollectorWasFaster) {
            delete(folder);
        } catch (IOException | RuntimeException e) {
            delete(folder);
            throw e;
        }
        note(leftover.fingerprint());
    }

    /** Files are their owner's alone. */
    private static void makePrivate(Path folder) throws IOException {
        Set<PosixFilePermission> ownersFolder = PosixFilePermissions.fromString("rwx------");
        Set<PosixFilePermission> ownersFile = PosixFilePermissions.fromString("rw-------");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.setPosixFilePermissions(file, Files.isDirectory(file) ? ownersFolder : ownersFile);
            }
        }
    }

    private List<String> ledger() throws IOException {
        Path ledger = store.root().resolve(LEDGER);
        return Files.exists(ledger) ? Files.readAllLines(ledger, StandardCharsets.US_ASCII) : List.of();
    }

    private void note(String fingerprint) throws IOException {
        Files.writeString(
                store.root().resolve(LEDGER),
                fingerprint + "\n",
                StandardCharsets.US_ASCII,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static void delete(Path tree) throws IOException {
        if (Files.notExists(tree)) {
            return;
        }
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
