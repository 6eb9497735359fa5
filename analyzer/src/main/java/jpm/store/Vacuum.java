package jpm.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which dumps go when a store is to shrink. Space is taken from the user whose dumps take most, and of that user's programs
 * from the one whose dumps take most, its oldest first; the first and the last few
 * of each signature go only when nothing else is left. The newest dump of all stays, as does what is being written.
 */
public final class Vacuum {
    private final Limits limits;
    private final List<DumpEntry> kept;
    private final Set<DumpEntry> endsOfSignatures;
    private final List<Removal> removals = new ArrayList<>();
    private long usedBytes;
    private long freeBytes;

    /**
     * How far a store may go; null for no limit.
     *
     * @param maxUseBytes what all dumps may take
     * @param keepFreeBytes what shall be free on the store's disk
     * @param keep how many of each signature's first and last dumps are kept, the others are removed; null to remove none for that, and to spare the
     *     first and the last one from the other limits as long as possible
     * @param olderThan dumps made before that are removed
     */
    public record Limits(
            @Nullable Long maxUseBytes,
            @Nullable Long keepFreeBytes,
            @Nullable Integer keep,
            @Nullable Instant olderThan) {}

    /** A dump that goes, and a clause that says why. */
    public record Removal(DumpEntry dump, String why) {}

    private Vacuum(List<DumpEntry> dumps, Limits limits, long freeBytes) {
        this.limits = limits;
        this.kept = new ArrayList<>(dumps);
        this.freeBytes = freeBytes;
        this.usedBytes = dumps.stream().mapToLong(Vacuum::bytes).sum();
        this.endsOfSignatures = ends(dumps, limits.keep() == null ? 1 : limits.keep());
    }

    /**
     * What is to be removed, in that order.
     *
     * @param dumps all of the store, oldest first
     * @param isWritten whether a dump is or may be being written
     * @param freeBytes what is free on the store's disk
     */
    public static List<Removal> plan(
            List<DumpEntry> dumps, Predicate<DumpEntry> isWritten, Limits limits, long freeBytes) {
        Vacuum vacuum = new Vacuum(dumps, limits, freeBytes);
        DumpEntry newest = dumps.isEmpty() ? null : dumps.get(dumps.size() - 1);
        List<DumpEntry> candidates = dumps.stream()
                .filter(dump -> !dump.equals(newest) && !isWritten.test(dump))
                .toList();
        vacuum.removeOld(candidates);
        vacuum.removeBetween(candidates);
        vacuum.removeForSpace(candidates);
        return List.copyOf(vacuum.removals);
    }

    private static long bytes(DumpEntry dump) {
        Long bytes = dump.sizeBytes();
        return bytes == null ? 0 : bytes;
    }

    /** The first and last dumps of each signature; a dump without a signature stands for itself. */
    private static Set<DumpEntry> ends(List<DumpEntry> dumps, int each) {
        Map<String, List<DumpEntry>> bySignature = new HashMap<>();
        for (DumpEntry dump : dumps) {
            String signature = dump.signature() == null ? dump.id() : dump.signature();
            bySignature.computeIfAbsent(signature, s -> new ArrayList<>()).add(dump);
        }
        Set<DumpEntry> ends = new HashSet<>();
        for (List<DumpEntry> same : bySignature.values()) {
            ends.addAll(same.subList(0, Math.min(each, same.size())));
            ends.addAll(same.subList(Math.max(0, same.size() - each), same.size()));
        }
        return ends;
    }

    private void removeOld(List<DumpEntry> candidates) {
        Instant limit = limits.olderThan();
        for (DumpEntry dump : candidates) {
            Instant time = dump.time();
            if (limit != null && time != null && time.isBefore(limit)) {
                remove(dump, "too old");
            }
        }
    }

    private void removeBetween(List<DumpEntry> candidates) {
        for (DumpEntry dump : candidates) {
            if (limits.keep() != null && kept.contains(dump) && !endsOfSignatures.contains(dump)) {
                remove(dump, "neither among the first nor the last " + limits.keep() + " of its signature");
            }
        }
    }

    private void removeForSpace(List<DumpEntry> candidates) {
        String over = whatIsOver();
        while (over != null) {
            DumpEntry doomed = next(candidates);
            if (doomed == null) {
                return;
            }
            remove(doomed, over);
            over = whatIsOver();
        }
    }

    private @Nullable String whatIsOver() {
        if (limits.maxUseBytes() != null && usedBytes > limits.maxUseBytes()) {
            return "the dumps take too much";
        }
        return limits.keepFreeBytes() != null && freeBytes < limits.keepFreeBytes() ? "too little is free" : null;
    }

    private @Nullable DumpEntry next(List<DumpEntry> candidates) {
        List<DumpEntry> left = candidates.stream().filter(kept::contains).toList();
        List<DumpEntry> between =
                left.stream().filter(dump -> !endsOfSignatures.contains(dump)).toList();
        return oldestOfLargest(between.isEmpty() ? left : between);
    }

    /** Of the user whose dumps take most, the program whose dumps take most, and of that the oldest dump. */
    private @Nullable DumpEntry oldestOfLargest(List<DumpEntry> dumps) {
        List<DumpEntry> ofUser = ofLargest(dumps, Vacuum::user);
        List<DumpEntry> ofProgram = ofLargest(ofUser, dump -> List.of(user(dump), program(dump)));
        return ofProgram.isEmpty() ? null : ofProgram.get(0);
    }

    /** Those of the group that takes most among all that are kept. */
    private List<DumpEntry> ofLargest(List<DumpEntry> dumps, Function<DumpEntry, Object> group) {
        Map<Object, Long> bytes =
                kept.stream().collect(Collectors.groupingBy(group, Collectors.summingLong(Vacuum::bytes)));
        Object largest = dumps.stream()
                .map(group)
                .max(Comparator.comparingLong(one -> Objects.requireNonNullElse(bytes.get(one), 0L)))
                .orElse(null);
        return dumps.stream().filter(dump -> group.apply(dump).equals(largest)).toList();
    }

    private static Object user(DumpEntry dump) {
        return dump.uid() != null ? dump.uid() : Objects.requireNonNullElse(dump.user(), "");
    }

    private static String program(DumpEntry dump) {
        return Objects.requireNonNullElse(dump.main(), "");
    }

    private void remove(DumpEntry dump, String why) {
        kept.remove(dump);
        usedBytes -= bytes(dump);
        freeBytes += bytes(dump);
        removals.add(new Removal(dump, why));
    }
}
