package jpm.store;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import jpm.io.JpmException;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which dumps are kept, one folder each; see docs/dump-format.md. There is no index that could go stale: a listing reads the head
 * of every dump.json. Several processes may read, write and remove at the same time: a listing shows a dump as it was at some moment while it
 * was listed, never a mixture. Instances hold no state and may be shared between threads.
 */
public final class DumpStore {
    private static final String REMOVED_PREFIX = ".removed-";
    private static final int MAX_SCANS = 4;

    private static final Comparator<DumpEntry> OLDEST_FIRST = Comparator.comparing(
                    DumpEntry::time, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(DumpEntry::id);

    private final Path root;

    private DumpStore(Path root) {
        this.root = root;
    }

    /** The store in a folder. A folder that does not exist is an empty store. */
    public static DumpStore open(Path root) {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new JpmException(
                    "cannot read the store " + root + ": it is not a folder",
                    "name a folder with --store or JPM_STORE");
        }
        return new DumpStore(root);
    }

    public Path root() {
        return root;
    }

    /** All dumps, oldest first. */
    public List<DumpEntry> entries() {
        String[] names = dumpNames();
        DumpEntry[] scanned = new DumpEntry[names.length];
        AtomicInteger next = new AtomicInteger();
        inParallel(names.length, () -> {
            DumpScanner scanner = new DumpScanner(root);
            for (int i = next.getAndIncrement(); i < names.length; i = next.getAndIncrement()) {
                scanned[i] = scanner.scan(names[i]);
            }
        });
        return sortedWithoutTwins(scanned);
    }

    /**
     * Names of folders that may be dumps. A rename during a scan can hide a folder from it, so the folder is read again while it changes and the
     * names are united.
     */
    private String[] dumpNames() {
        TreeSet<String> names = new TreeSet<>();
        long before = root.toFile().lastModified();
        for (int scan = 0; scan < MAX_SCANS; scan++) {
            addNames(names);
            long after = root.toFile().lastModified();
            if (after == before && after != 0 && System.currentTimeMillis() - after > 10) {
                break;
            }
            before = after;
        }
        return names.toArray(new String[0]);
    }

    private void addNames(TreeSet<String> into) {
        String[] listed = root.toFile().list();
        if (listed == null) {
            requireAbsent();
            return;
        }
        for (String name : listed) {
            if (!name.startsWith(".")) {
                into.add(name);
            }
        }
    }

    private void requireAbsent() {
        if (Files.exists(root)) {
            throw new JpmException(
                    "cannot read the store " + root + ": permission denied",
                    "run as the user who owns it, or name another with --store");
        }
    }

    /** A dump that was renamed while it was listed was seen under both names; one entry of it stays. */
    private static List<DumpEntry> sortedWithoutTwins(@Nullable DumpEntry[] scanned) {
        List<DumpEntry> entries = new ArrayList<>(scanned.length);
        for (DumpEntry entry : scanned) {
            if (entry != null) {
                entries.add(entry);
            }
        }
        entries.sort(Comparator.comparing(DumpEntry::id).thenComparing(DumpEntry::part));
        for (int i = entries.size() - 1; i > 0; i--) {
            if (entries.get(i).id().equals(entries.get(i - 1).id())) {
                entries.remove(i);
            }
        }
        entries.sort(OLDEST_FIRST);
        return entries;
    }

    /** Runs the worker in as many threads as so many dumps deserve. */
    private static void inParallel(int count, Runnable worker) {
        int helpers = Math.min(Runtime.getRuntime().availableProcessors() - 1, count / 64);
        Thread[] threads = new Thread[Math.max(0, helpers)];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(worker, "jpm-list-" + i);
            threads[i].setDaemon(true);
            threads[i].start();
        }
        worker.run();
        for (Thread thread : threads) {
            joinUninterrupted(thread);
        }
    }

    private static void joinUninterrupted(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The dumps that a query fits, oldest first. */
    public List<DumpEntry> find(DumpQuery query) {
        return query.select(settledEntries());
    }

    /**
     * The dumps that a query fits, oldest first, where a prefix of an id must mean one dump.
     *
     * @throws AmbiguousDumpException when a prefix of an id fits several
     */
    public List<DumpEntry> findUnambiguous(DumpQuery query) {
        return query.selectUnambiguous(settledEntries());
    }

    private List<DumpEntry> settledEntries() {
        List<DumpEntry> entries = entries();
        return adoptInterrupted(entries) == 0 ? entries : entries();
    }

    /** Whether the process that writes a {@code .part} dump lives; DEAD for a dump that is not being written. */
    public DumpWriterProcess writerOf(DumpEntry entry) {
        return entry.part() ? DumpWriterProcess.of(entry.path(), entry.metadata()) : DumpWriterProcess.DEAD;
    }

    /**
     * Gives dumps whose writer died their final name. They stay {@link DumpState#INCOMPLETE}, as there is no end.json. What was not to be kept, as a heap
     * that was not redacted yet, is removed first; where nothing is left, so is the dump.
     *
     * @return how many dumps were adopted or removed; a store that may not be written gives 0
     */
    public int adoptInterrupted(List<DumpEntry> entries) {
        int adopted = 0;
        for (DumpEntry entry : entries) {
            if (entry.part() && writerOf(entry) == DumpWriterProcess.DEAD && adopt(entry)) {
                adopted++;
            }
        }
        return adopted;
    }

    private boolean adopt(DumpEntry entry) {
        try {
            if (removeUnfinished(entry.path()) > 1 || !entry.metadata().fields().isEmpty()) {
                Files.move(entry.path(), root.resolve(entry.id()), StandardCopyOption.ATOMIC_MOVE);
            } else {
                deleteTree(entry.path());
            }
            return true;
        } catch (IOException leftAsItIs) {
            return false;
        }
    }

    /** Gives the number of files that stay. */
    private static int removeUnfinished(Path folder) throws IOException {
        int kept = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (DumpFiles.isKept(file.getFileName().toString())) {
                    kept++;
                } else {
                    Files.deleteIfExists(file);
                }
            }
        }
        return kept;
    }

    /** Removes a dump. Readers see it whole or not at all; files that the dump's folder links to elsewhere stay. */
    public void remove(DumpEntry entry) {
        Path doomed = root.resolve(REMOVED_PREFIX + entry.path().getFileName());
        try {
            Files.move(entry.path(), doomed, StandardCopyOption.ATOMIC_MOVE);
            deleteTree(doomed);
        } catch (NoSuchFileException alreadyGone) {
            return;
        } catch (IOException failure) {
            throw new JpmException(
                    "cannot remove " + entry.path() + ": " + reason(failure), "check who owns the store", failure);
        }
    }

    private static void deleteTree(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Finishes removals that were interrupted. */
    public void sweepRemoved() {
        File[] leftovers = root.toFile().listFiles((folder, name) -> name.startsWith(REMOVED_PREFIX));
        if (leftovers == null) {
            return;
        }
        for (File leftover : leftovers) {
            try {
                deleteTree(leftover.toPath());
            } catch (IOException anotherTime) {
                continue;
            }
        }
    }

    /** Writes a dump's whole folder as a zip, with the dump's id as its folder; {@code out} stays open. */
    public void writeBundle(DumpEntry entry, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        try (Stream<Path> files = Files.walk(entry.path())) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (isKept(entry.path().relativize(file)) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    zip.putNextEntry(
                            new ZipEntry(entry.id() + "/" + entry.path().relativize(file)));
                    Files.copy(file, zip);
                    zip.closeEntry();
                }
            }
        }
        zip.finish();
        zip.flush();
    }

    /** Whether a file of a dump's folder belongs to the dump. */
    private static boolean isKept(Path file) {
        return file.getNameCount() > 1 || DumpFiles.isKept(file.toString());
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }
}
