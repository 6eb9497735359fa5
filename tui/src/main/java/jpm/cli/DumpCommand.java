package jpm.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import jpm.io.JpmException;
import jpm.store.DumpEntry;
import jpm.store.DumpState;
import jpm.store.DumpStore;
import org.jspecify.annotations.Nullable;

/** {@code jpm dump}: the heap dump of one dump, or all of it, to a file or a pipe. */
final class DumpCommand {
    static final Command COMMAND = new Command(
            "dump",
            List.of("export"),
            "[MATCH…]",
            "write a dump's heap, or all of it, to a file or standard output",
            "Writes heap.hprof of the newest dump that fits to standard output or FILE; any heap analyzer reads it. With --bundle it is a zip of the "
                    + "dump's whole folder, which can be unpacked anywhere and opened with jpm open FOLDER. It refuses to write to a terminal.",
            CommonFlags.with(
                    List.of(
                            Flag.taking("o", "output", "FILE", "write to FILE, which only you may read"),
                            Flag.of(null, "bundle", "write the dump's whole folder as a zip"),
                            CommonFlags.SINCE,
                            CommonFlags.UNTIL),
                    CommonFlags.STORE,
                    CommonFlags.QUIET),
            List.of(
                    new Command.Example("jpm dump -o shop.hprof com.acme.Shop", "the newest heap of a program"),
                    new Command.Example(
                            "jpm dump --bundle 9f3a1c | ssh dev 'cat >dump.zip'", "a whole dump to another machine")),
            DumpCommand::run);

    private DumpCommand() {}

    private static int run(Invocation invocation) throws IOException {
        String output = invocation.option("output");
        if (output == null && invocation.console().stdoutIsTerminal()) {
            throw new UsageException("cannot write a dump to a terminal: it is no text", "jpm dump -o FILE");
        }
        DumpStore store = invocation.store();
        List<DumpEntry> found = store.findUnambiguous(Selection.query(invocation));
        if (found.isEmpty()) {
            return Selection.nothingFound(invocation);
        }
        DumpEntry dump = found.get(found.size() - 1);
        say(found.size(), dump, invocation);
        boolean bundle = invocation.has("bundle");
        if (!bundle) {
            requireHeap(dump);
        }
        write(store, dump, bundle, output, invocation.console());
        return ExitCode.DONE;
    }

    private static void say(int found, DumpEntry dump, Invocation invocation) {
        if (invocation.quiet()) {
            return;
        }
        if (found > 1 && !invocation.words().isEmpty()) {
            invocation.console().message("More than one dump fits, taking the newest.");
        }
        if (dump.state() == DumpState.TRUNCATED || dump.state() == DumpState.INCOMPLETE) {
            invocation
                    .console()
                    .message("-- Notice: the heap of " + dump.id() + " is "
                            + dump.state().label() + ".");
        }
    }

    private static void requireHeap(DumpEntry dump) {
        Selection.requireAccessible(dump);
        if (!Files.exists(dump.heapFile())) {
            String why = dump.ending().text("heapError");
            throw new JpmException(
                    "cannot write the heap of " + dump.id() + ": "
                            + (why == null ? "it has none (" + dump.state().label() + ")" : Plain.line(why, 200)),
                    "jpm dump --bundle writes what there is");
        }
    }

    private static void write(DumpStore store, DumpEntry dump, boolean bundle, @Nullable String output, Console console)
            throws IOException {
        if (output == null) {
            content(store, dump, bundle, new StoppingStream(console.out()));
            return;
        }
        Path file = Path.of(output);
        try (OutputStream out = new BufferedOutputStream(create(file), 1 << 16)) {
            content(store, dump, bundle, out);
        } catch (IOException failure) {
            throw new JpmException(
                    "cannot write " + file + ": " + reason(failure), "name another file with -o", failure);
        }
    }

    static OutputStream create(Path file) throws IOException {
        if (!Files.exists(file)
                && Files.getFileStore(file.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return Files.newOutputStream(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    private static void content(DumpStore store, DumpEntry dump, boolean bundle, OutputStream out) throws IOException {
        if (bundle) {
            store.writeBundle(dump, out);
        } else {
            Files.copy(dump.heapFile(), out);
        }
    }

    static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
