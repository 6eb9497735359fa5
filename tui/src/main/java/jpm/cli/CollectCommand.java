package jpm.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jpm.collect.Collector;
import jpm.collect.Collector.Found;
import jpm.collect.Collector.Outcome;

/** {@code jpm collect}: takes what dead JVMs left into the store. */
final class CollectCommand {
    static final Command COMMAND = new Command(
            "collect",
            List.of("adopt"),
            "[DIR|FILE…]",
            "take what dead JVMs left into the store",
            "Looks into each DIR, or into the current folder and /tmp, for what JVMs leave when they die: fatal error logs (hs_err_pid*.log), core files, which jhsdb of the same JDK "
                    + "reads (it is found by its build id in JAVA_HOME, /usr/lib/jvm or where it was), heap dumps "
                    + "that -XX:+HeapDumpOnOutOfMemoryError wrote (java_pid*.hprof, or any .hprof whose threads tell so), and dumps of another store, as that of a container "
                    + "that is gone. Each becomes a dump that jpm list, info, why and open know, with the reason crash or oom. The originals stay; nothing is "
                    + "taken twice, even if its dump was removed meanwhile. A heap dump on the same disk that only its owner may read takes no more room.\n\n"
                    + "In what is kept of logs and command lines, secrets are masked: values of options and variables whose names tell, pieces of texts that look like one, and all strings and arrays that "
                    + "registers point to; --privacy adds rules, as those of jpm upload. Heaps have all that the program had.\n\n"
                    + "The exit code is 1 when there was nothing to take.",
            CommonFlags.ofListing(
                    List.of(
                            Flag.of(null, "move", "remove the originals once they are in the store"),
                            PrivacyArgument.FLAG),
                    CommonFlags.STORE),
            List.of(
                    new Command.Example("jpm collect", "from here and /tmp"),
                    new Command.Example("jpm collect --move /srv/shop/logs", "and clear them away"),
                    new Command.Example("jpm collect /mnt/old-container/var/lib/jpm", "dumps of another store")),
            CollectCommand::run);

    private static final Listing<Found> LISTING = new Listing<>(List.of(
            ListingColumn.text(
                    "outcome", "OUTCOME", found -> found.outcome().name().toLowerCase(Locale.ROOT)),
            ListingColumn.text("id", "ID", Found::id),
            ListingColumn.text("path", "PATH", Found::path),
            ListingColumn.text("detail", "DETAIL", Found::detail)));

    private CollectCommand() {}

    private static int run(Invocation invocation) {
        List<Path> places = new ArrayList<>();
        invocation.words().forEach(word -> places.add(path(word)));
        if (places.isEmpty()) {
            places.addAll(List.of(Path.of("").toAbsolutePath(), Path.of("/tmp")));
        }
        List<Found> found = new Collector(invocation.store(), invocation.has("move"), PrivacyArgument.rules(invocation))
                .collect(places);
        LISTING.print(found, invocation);
        long taken =
                found.stream().filter(one -> one.outcome() == Outcome.COLLECTED).count();
        if (!invocation.quiet()) {
            invocation
                    .console()
                    .message(taken == 0 ? "Nothing to collect." : "Collected " + Quantity.of(taken, "dump") + ".");
        }
        return taken == 0 ? ExitCode.NOTHING_FOUND : ExitCode.DONE;
    }

    private static Path path(String word) {
        try {
            return Path.of(word);
        } catch (InvalidPathException impossible) {
            throw new UsageException(
                    "cannot look into " + Plain.line(word, 200) + ": it is no file name", "jpm collect .");
        }
    }
}
