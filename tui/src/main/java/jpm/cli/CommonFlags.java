package jpm.cli;

import java.util.ArrayList;
import java.util.List;

/** Options that several commands share. */
final class CommonFlags {
    static final Flag STORE =
            Flag.taking(null, "store", "DIR", "use the store in DIR instead of $JPM_STORE or your own");
    static final Flag QUIET = Flag.of("q", "quiet", "leave out notices");
    static final Flag NO_PAGER = Flag.of(null, "no-pager", "print long output without a pager");
    static final Flag COLOR = Flag.choosing(
            "color", "WHEN", "colour the output: auto (on a terminal), always or never", "auto", "always", "never");
    static final Flag HELP = Flag.of("h", "help", "explain the command");
    static final Flag SINCE = Flag.taking("S", "since", "TIME", "only dumps made at TIME or later");
    static final Flag UNTIL = Flag.taking("U", "until", "TIME", "only dumps made at TIME or earlier");
    static final Flag NEWEST = Flag.of("1", "newest", "only the newest dump; the same as --reverse --lines=1");
    static final Flag LINES = Flag.taking("n", "lines", "N", "at most the N newest dumps");
    static final Flag REVERSE = Flag.of("r", "reverse", "newest first");

    private CommonFlags() {}

    /** A command's own options and those that it shares with others. */
    static List<Flag> with(List<Flag> own, Flag... shared) {
        List<Flag> flags = new ArrayList<>(own);
        flags.addAll(List.of(shared));
        flags.add(HELP);
        return List.copyOf(flags);
    }

    /** Those of a command that prints a report: its own, text or JSON, and how it is printed. */
    static List<Flag> ofReport(List<Flag> own, Flag... shared) {
        List<Flag> flags = new ArrayList<>(own);
        flags.add(OutputFormat.JSON_FLAG);
        flags.add(OutputFormat.TEXT_OR_JSON);
        flags.addAll(List.of(shared));
        return with(flags, QUIET, NO_PAGER, COLOR);
    }

    /** Those of a command that prints a listing: its own, the formats, and how it is printed. */
    static List<Flag> ofListing(List<Flag> own, Flag... shared) {
        List<Flag> flags = new ArrayList<>(own);
        flags.addAll(OutputFormat.FLAGS);
        flags.addAll(List.of(shared));
        return with(flags, QUIET, NO_PAGER, COLOR);
    }
}
