package jpm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import jpm.store.DumpEntry;
import jpm.store.DumpStore;
import jpm.store.DumpWriterProcess;

/** {@code jpm rm}: removes dumps. */
final class RemoveCommand {
    static final Command COMMAND = new Command(
            "rm",
            List.of("remove", "delete"),
            "MATCH…",
            "remove dumps",
            "Removes every dump that fits. It asks first when there is a terminal, and without one it needs --force. A dump that is being written "
                    + "is only removed with --force.",
            CommonFlags.with(
                    List.of(
                            Flag.of("f", "force", "do not ask, and do not mind when nothing fits"),
                            CommonFlags.SINCE,
                            CommonFlags.UNTIL),
                    CommonFlags.STORE,
                    CommonFlags.QUIET),
            List.of(
                    new Command.Example("jpm rm 9f3a1c", "one dump, by the end of its id"),
                    new Command.Example("jpm rm -f -U '2 weeks ago'", "old dumps, without asking")),
            RemoveCommand::run);

    private RemoveCommand() {}

    private static int run(Invocation invocation) throws IOException {
        if (invocation.words().isEmpty() && !invocation.has("since") && !invocation.has("until")) {
            throw new UsageException("cannot remove dumps: none is named", "jpm rm MATCH, or jpm rm -U '2 weeks ago'");
        }
        boolean force = invocation.has("force");
        DumpStore store = invocation.store();
        store.sweepRemoved();
        List<DumpEntry> doomed = store.findUnambiguous(Selection.query(invocation));
        if (doomed.isEmpty()) {
            return force ? ExitCode.DONE : Selection.nothingFound(invocation);
        }
        if (!force) {
            requireEnded(store, doomed);
            if (!isConfirmed(doomed, invocation)) {
                return ExitCode.NOTHING_FOUND;
            }
        }
        doomed.forEach(store::remove);
        if (!invocation.quiet()) {
            invocation.console().message("Removed " + counted(doomed) + ".");
        }
        return ExitCode.DONE;
    }

    private static void requireEnded(DumpStore store, List<DumpEntry> doomed) {
        for (DumpEntry dump : doomed) {
            if (store.writerOf(dump) == DumpWriterProcess.ALIVE) {
                throw new UsageException(
                        "cannot remove " + dump.id() + ": process " + dump.pid() + " is writing it",
                        "again later, or --force");
            }
        }
    }

    private static boolean isConfirmed(List<DumpEntry> doomed, Invocation invocation) throws IOException {
        Console console = invocation.console();
        if (!console.stdinIsTerminal()) {
            throw new UsageException(
                    "cannot ask whether to remove " + counted(doomed) + ": there is no terminal", "jpm rm --force");
        }
        for (DumpEntry dump : doomed) {
            console.err().println("  " + dump.id() + "  " + Plain.line(dump.main() + "  " + dump.exception(), 100));
        }
        console.err().print("Remove " + counted(doomed) + "? [y/N] ");
        console.err().flush();
        return answer(console.in()).trim().toLowerCase(Locale.ROOT).startsWith("y");
    }

    /** One line, and not a byte more: what is typed ahead is for the shell. */
    static String answer(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    /** As {@code 2 dumps (3.2G)}. */
    static String counted(List<DumpEntry> dumps) {
        long bytes = dumps.stream()
                .map(DumpEntry::sizeBytes)
                .filter(Objects::nonNull)
                .mapToLong(Long::longValue)
                .sum();
        return (dumps.size() == 1 ? "1 dump" : dumps.size() + " dumps") + " (" + Quantity.size(bytes) + ")";
    }
}
