package jpm.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which dumps are meant, as a user names them. A match is a pid, a main class or jar (with or without its package or folder), an exception's class
 * (likewise), the path of a jar, the beginning of an id or of the random digits at its end, or {@code FIELD=VALUE} for any field of dump.json
 * ({@code jvm.version=…} for nested ones, names without regard to case). Matches on one field are alternatives; different fields must all fit.
 *
 * @param since not older than this, null for no limit
 * @param until not newer than this, null for no limit
 */
public record DumpQuery(
        List<String> matches,
        @Nullable Instant since,
        @Nullable Instant until) {
    /** No process id is longer; longer numbers are beginnings of ids. */
    private static final int MAX_PID_DIGITS = 7;

    private static final int MIN_RANDOM_DIGITS = 3;

    public DumpQuery {
        matches = List.copyOf(matches);
    }

    public static DumpQuery of(List<String> matches) {
        return new DumpQuery(matches, null, null);
    }

    List<DumpEntry> select(List<DumpEntry> entries) {
        return select(entries, false);
    }

    List<DumpEntry> selectUnambiguous(List<DumpEntry> entries) {
        return select(entries, true);
    }

    private List<DumpEntry> select(List<DumpEntry> entries, boolean oneMeant) {
        List<DumpEntry> inTime = entries.stream().filter(this::inTime).toList();
        if (matches.isEmpty()) {
            return inTime;
        }
        Map<String, List<Predicate<DumpEntry>>> byField = new LinkedHashMap<>();
        for (String match : matches) {
            Criterion criterion = criterion(match, inTime, oneMeant);
            byField.computeIfAbsent(criterion.field, field -> new ArrayList<>()).add(criterion.fits);
        }
        return inTime.stream()
                .filter(entry -> byField.values().stream()
                        .allMatch(
                                alternatives -> alternatives.stream().anyMatch(alternative -> alternative.test(entry))))
                .toList();
    }

    private boolean inTime(DumpEntry entry) {
        Instant time = entry.time();
        if (since == null && until == null) {
            return true;
        }
        return time != null && (since == null || !time.isBefore(since)) && (until == null || !time.isAfter(until));
    }

    private record Criterion(String field, Predicate<DumpEntry> fits) {}

    private static Criterion criterion(String match, List<DumpEntry> entries, boolean oneMeant) {
        int equals = match.indexOf('=');
        if (equals > 0) {
            String field = match.substring(0, equals).toLowerCase(Locale.ROOT);
            String value = match.substring(equals + 1);
            return new Criterion(field, entry -> fieldFits(entry, field, value));
        }
        for (Criterion kind : kinds(match)) {
            if (entries.stream().anyMatch(kind.fits)) {
                return kind;
            }
        }
        if (oneMeant) {
            requireOneId(match, entries);
        }
        return new Criterion("id", entry -> idFits(entry, match));
    }

    private static List<Criterion> kinds(String match) {
        List<Criterion> kinds = new ArrayList<>();
        kinds.add(new Criterion("id", entry -> entry.id().equals(match)));
        if (isPid(match)) {
            long pid = Long.parseLong(match);
            kinds.add(new Criterion("pid", entry -> Long.valueOf(pid).equals(entry.pid())));
        }
        kinds.add(new Criterion("main", entry -> nameFits(entry.main(), match) || isJarAt(entry, match)));
        kinds.add(new Criterion("exception", entry -> nameFits(entry.exception(), match)));
        return kinds;
    }

    private static boolean isPid(String match) {
        return match.length() <= MAX_PID_DIGITS
                && match.chars().allMatch(c -> c >= '0' && c <= '9')
                && !match.isEmpty();
    }

    private static void requireOneId(String prefix, List<DumpEntry> entries) {
        List<DumpEntry> candidates =
                entries.stream().filter(entry -> idFits(entry, prefix)).toList();
        if (candidates.size() > 1) {
            throw new AmbiguousDumpException(prefix, candidates);
        }
    }

    private static boolean idFits(DumpEntry entry, String prefix) {
        String id = entry.id();
        return id.startsWith(prefix)
                || prefix.length() >= MIN_RANDOM_DIGITS && id.startsWith(prefix, id.lastIndexOf('-') + 1);
    }

    /** A name fits whole, without its package or folder, without an enclosing class, and a jar also without ".jar". */
    private static boolean nameFits(@Nullable String name, String match) {
        if (name == null) {
            return false;
        }
        if (name.equals(match) || name.equals(match + ".jar")) {
            return true;
        }
        int at = name.length() - match.length();
        return at > 0 && name.endsWith(match) && ".$/".indexOf(name.charAt(at - 1)) >= 0;
    }

    /** Whether the program was started from the jar at this path, as its command line names it. */
    private static boolean isJarAt(DumpEntry entry, String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.length() < path.length()
                && name.equals(entry.main())
                && (DumpField.values(entry, "mainJar").contains(path)
                        || DumpField.values(entry, "commandLine").contains(path));
    }

    private static boolean fieldFits(DumpEntry entry, String field, String value) {
        return DumpField.values(entry, field).stream()
                .anyMatch(actual -> actual.equals(value)
                        || (field.equals("main") || field.equals("exception")) && nameFits(actual, value));
    }
}
