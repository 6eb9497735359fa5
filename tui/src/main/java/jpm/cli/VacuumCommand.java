package jpm.cli;

import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import jpm.store.DumpEntry;
import jpm.store.DumpStore;
import jpm.store.DumpWriterProcess;
import jpm.store.Vacuum;
import jpm.store.Vacuum.Removal;
import org.jspecify.annotations.Nullable;

/** {@code jpm vacuum}: removes what a store has too much of. */
final class VacuumCommand {
    static final Command COMMAND = new Command(
            "vacuum",
            List.of(),
            "",
            "remove dumps until the store fits its limits",
            "Shows which dumps it would remove and why, asks on a terminal, and removes them; without a terminal it needs --yes.\n\n"
                    + "Space is taken from the user whose dumps take most, of that user from the program whose dumps take most, its oldest dumps first, so that one that crashes all the time does not push out the "
                    + "others. Of each signature the first and the last dump go only when nothing else is left. The newest dump of all is never removed, nor is one "
                    + "that is being written. A SIZE is a number of bytes with K, M, G or T, or a percentage of the store's disk.",
            CommonFlags.ofListing(
                    List.of(
                            Flag.taking(null, "max-use", "SIZE", "all dumps together may take SIZE"),
                            Flag.taking(null, "keep-free", "SIZE", "SIZE shall be free on the store's disk"),
                            Flag.taking(
                                    null,
                                    "keep",
                                    "N",
                                    "of each signature keep the first N and the last N dumps, remove those between"),
                            Flag.taking(
                                    null,
                                    "older-than",
                                    "TIME",
                                    "remove dumps made before TIME, as in '2 weeks ago' or 2w"),
                            Flag.of(null, "dry-run", "only show what would be removed"),
                            Flag.of("y", "yes", "do not ask")),
                    CommonFlags.STORE),
            List.of(
                    new Command.Example("jpm vacuum --max-use 10G --dry-run", "what would have to go"),
                    new Command.Example("jpm vacuum --keep 2 --older-than '3 months ago' --yes", "for a timer"),
                    new Command.Example("jpm vacuum --keep-free 15%", "make room on the disk")),
            VacuumCommand::run);

    private static final Listing<Removal> LISTING = new Listing<>(List.of(
            ListingColumn.text("id", "ID", removal -> removal.dump().id()),
            ListingColumn.text("main", "MAIN", removal -> removal.dump().main()),
            ListingColumn.text(
                    "exception", "EXCEPTION", removal -> removal.dump().exception()),
            ListingColumn.bytes("sizeBytes", "SIZE", removal -> removal.dump().sizeBytes()),
            ListingColumn.text("why", "WHY", Removal::why)));

    private VacuumCommand() {}

    private static int run(Invocation invocation) throws IOException {
        if (!invocation.words().isEmpty()) {
            throw new UsageException(
                    "cannot vacuum single dumps",
                    "jpm rm " + Plain.line(invocation.words().get(0), 60));
        }
        DumpStore store = invocation.store();
        File root = store.root().toFile();
        Vacuum.Limits limits = limits(root.getTotalSpace(), invocation);
        List<DumpEntry> all = store.find(Selection.query(invocation));
        List<Removal> plan = Vacuum.plan(
                all,
                dump -> dump.part() && store.writerOf(dump) != DumpWriterProcess.DEAD,
                limits,
                root.getUsableSpace());
        if (plan.isEmpty()) {
            invocation.console().message("Nothing to remove.");
            return ExitCode.NOTHING_FOUND;
        }
        LISTING.print(plan, invocation);
        boolean only = invocation.has("dry-run");
        if (only || !isConfirmed(plan, invocation)) {
            message((only ? "Would remove " : "Kept ") + counted(plan) + ".", invocation);
            return only ? ExitCode.DONE : ExitCode.NOTHING_FOUND;
        }
        store.sweepRemoved();
        plan.forEach(removal -> store.remove(removal.dump()));
        message("Removed " + counted(plan) + ".", invocation);
        return ExitCode.DONE;
    }

    private static void message(String text, Invocation invocation) {
        if (!invocation.quiet()) {
            invocation.console().message(text);
        }
    }

    private static Vacuum.Limits limits(long diskBytes, Invocation invocation) {
        Vacuum.Limits limits = new Vacuum.Limits(
                bytes("max-use", diskBytes, invocation),
                bytes("keep-free", diskBytes, invocation),
                keep(invocation),
                olderThan(invocation));
        if (limits.equals(new Vacuum.Limits(null, null, null, null))) {
            throw new UsageException("cannot vacuum: no limit is named", "jpm vacuum --max-use 10G --dry-run");
        }
        return limits;
    }

    private static @Nullable Long bytes(String option, long diskBytes, Invocation invocation) {
        String text = invocation.option(option);
        return text == null ? null : (Long) ByteAmount.parse(option, text, diskBytes);
    }

    private static @Nullable Integer keep(Invocation invocation) {
        String text = invocation.option("keep");
        if (text == null) {
            return null;
        }
        if (text.matches("[1-9]\\d{0,8}")) {
            return Integer.valueOf(text);
        }
        throw new UsageException(
                "cannot use --keep=" + Plain.line(text, 40) + ": it is no number from 1 on", "jpm vacuum --keep 2");
    }

    private static @Nullable Instant olderThan(Invocation invocation) {
        String text = invocation.option("older-than");
        if (text == null) {
            return null;
        }
        Console console = invocation.console();
        boolean isSpan = text.matches("\\s*\\d[\\d.]*\\s*[a-zA-Zµ]+\\s*");
        return new TimeExpression(console.clock().instant(), console.zone()).parse(isSpan ? "-" + text.trim() : text);
    }

    private static boolean isConfirmed(List<Removal> plan, Invocation invocation) throws IOException {
        if (invocation.has("yes")) {
            return true;
        }
        Console console = invocation.console();
        if (!console.stdinIsTerminal()) {
            throw new UsageException(
                    "cannot ask whether to remove " + counted(plan) + ": there is no terminal", "jpm vacuum --yes");
        }
        console.out().flush();
        console.err().print("Remove " + counted(plan) + "? [y/N] ");
        console.err().flush();
        return RemoveCommand.answer(console.in())
                .trim()
                .toLowerCase(Locale.ROOT)
                .startsWith("y");
    }

    private static String counted(List<Removal> plan) {
        return RemoveCommand.counted(plan.stream().map(Removal::dump).toList());
    }
}
