package jpm.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The dumps of one failure of one program: those with the same signature and main class. A dump without a signature is alone.
 *
 * @param dumps at least one, oldest first
 */
public record Recurrence(List<DumpEntry> dumps) {
    private static final Comparator<Recurrence> OLDEST_FIRST =
            Comparator.comparing(Recurrence::lastTime, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** What makes two dumps the same. */
    private record Key(@Nullable String main, String signature) {}

    public Recurrence {
        dumps = List.copyOf(dumps);
    }

    /** Puts dumps of the same failure together; gives the failures by when they occurred last, the longest ago first. */
    public static List<Recurrence> fold(List<DumpEntry> oldestFirst) {
        Map<Key, List<DumpEntry>> same = new LinkedHashMap<>();
        for (DumpEntry dump : oldestFirst) {
            String signature = dump.signature();
            String alone = dump.path().toString();
            Key key = new Key(dump.main(), signature == null ? alone : signature);
            same.computeIfAbsent(key, first -> new ArrayList<>(1)).add(dump);
        }
        return same.values().stream().map(Recurrence::new).sorted(OLDEST_FIRST).toList();
    }

    public DumpEntry newest() {
        return dumps.get(dumps.size() - 1);
    }

    /** When the failure occurred first, as far as the dumps tell. */
    public @Nullable Instant firstTime() {
        return dumps.stream()
                .map(DumpEntry::time)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** When the failure occurred last, as far as the dumps tell. */
    public @Nullable Instant lastTime() {
        return dumps.stream()
                .map(DumpEntry::lastTime)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /**
     * How often the failure occurred. A process counts up from its first dump to its last, so that only the last count of each counts; process ids
     * repeat, but a process begins at one.
     */
    public long count() {
        Map<Long, Long> ofProcess = new HashMap<>();
        long count = 0;
        for (DumpEntry dump : dumps) {
            Long pid = Objects.requireNonNullElse(dump.pid(), -1L);
            long before = ofProcess.getOrDefault(pid, 0L);
            boolean goesOn = before < dump.count();
            count += goesOn ? dump.count() - before : dump.count();
            ofProcess.put(pid, dump.count());
        }
        return count;
    }

    /** What all its dumps take; of those that cannot be read nothing is known. */
    public @Nullable Long sizeBytes() {
        List<Long> known = dumps.stream()
                .map(DumpEntry::sizeBytes)
                .filter(Objects::nonNull)
                .toList();
        return known.isEmpty()
                ? null
                : (Long) known.stream().mapToLong(Long::longValue).sum();
    }

    /** The newest's state, unless it has no whole heap and another has. */
    public DumpState state() {
        boolean hasHeap = dumps.stream().anyMatch(dump -> dump.state() == DumpState.PRESENT);
        return hasHeap ? DumpState.PRESENT : newest().state();
    }
}
