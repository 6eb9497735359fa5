package jpm.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import jpm.io.JpmException;
import jpm.store.DumpEntry;
import jpm.store.DumpFiles;
import jpm.store.DumpQuery;
import jpm.store.DumpState;
import jpm.store.DumpWriterProcess;
import org.jspecify.annotations.Nullable;

/** Which dumps a command line means: its matches, times and limits. */
final class Selection {
    private Selection() {}

    static DumpQuery query(Invocation invocation) {
        Instant since = time(invocation, "since");
        Instant until = time(invocation, "until");
        if (since != null && until != null && since.isAfter(until)) {
            throw new UsageException("cannot select dumps: --since is later than --until", "swap the two");
        }
        return new DumpQuery(invocation.words(), since, until);
    }

    private static @Nullable Instant time(Invocation invocation, String option) {
        String text = invocation.option(option);
        Console console = invocation.console();
        return text == null ? null : new TimeExpression(console.clock().instant(), console.zone()).parse(text);
    }

    /** The newest of what was found as {@code -n} and {@code -1} limit them, in the order that {@code -r} wants. */
    static <T> List<T> limited(List<T> oldestFirst, Invocation invocation) {
        int limit = Math.min(limit(invocation), oldestFirst.size());
        List<T> shown = new ArrayList<>(oldestFirst.subList(oldestFirst.size() - limit, oldestFirst.size()));
        if (invocation.has("reverse") || invocation.has("newest")) {
            Collections.reverse(shown);
        }
        return shown;
    }

    private static int limit(Invocation invocation) {
        if (invocation.has("newest")) {
            return 1;
        }
        String text = invocation.option("lines");
        if (text == null) {
            return Integer.MAX_VALUE;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new UsageException(
                "cannot use --lines=" + Plain.line(text, 40) + ": it is no number from 1 on", "jpm list -n 5");
    }

    /** Says that nothing was found; gives the exit code for it. */
    static int nothingFound(Invocation invocation) {
        invocation.console().message("No dumps found.");
        return ExitCode.NOTHING_FOUND;
    }

    /** Says how many are being written. */
    static void noticeInFlight(List<DumpEntry> dumps, Invocation invocation) {
        long writing = dumps.stream()
                .filter(DumpEntry::part)
                .filter(dump -> invocation.store().writerOf(dump) == DumpWriterProcess.ALIVE)
                .count();
        if (writing > 0 && !invocation.quiet()) {
            invocation
                    .console()
                    .message("-- Notice: " + writing + (writing == 1 ? " dump is" : " dumps are")
                            + " being written, output may be incomplete.");
        }
    }

    /** Throws {@link JpmException} that says why a dump cannot be read, when it cannot. */
    static void requireAccessible(DumpEntry dump) {
        if (dump.state() == DumpState.INACCESSIBLE) {
            throw new JpmException(
                    "cannot read the dump " + dump.id() + ": " + whyInaccessible(dump), "jpm list shows others");
        }
    }

    private static String whyInaccessible(DumpEntry dump) {
        Path metadata = dump.path().resolve(DumpFiles.METADATA);
        if (Files.notExists(metadata)) {
            return "it has no dump.json";
        }
        return Files.isReadable(metadata) ? "its dump.json is damaged" : "permission denied";
    }
}
