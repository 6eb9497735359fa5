package jpm.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecurrenceTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private final List<DumpEntry> dumps = new ArrayList<>();

    @Test
    void sameSignatureOfTheSameProgramIsOneFailure() {
        add("shop", "s1", 1, 1);
        add("bank", "s1", 2, 1);
        add("shop", "s2", 3, 1);
        add("shop", null, 4, 1);
        add("shop", null, 5, 1);
        add("shop", "s1", 6, 1);

        assertThat(ids()).containsExactly(List.of(1), List.of(2), List.of(3), List.of(4), List.of(0, 5));
    }

    @Test
    void ofEachProcessTheLastCountCounts() {
        add("shop", "s1", 7, 1);
        add("shop", "s1", 8, 1);
        add("shop", "s1", 7, 2);
        add("shop", "s1", 7, 50);
        add("shop", "s1", 8, 3);

        assertThat(only().count()).isEqualTo(53);
    }

    @Test
    void aNewProcessWithTheSameIdCountsFromOne() {
        add("shop", "s1", 1, 1);
        add("shop", "s1", 1, 9);
        add("shop", "s1", 1, 1);
        add("shop", "s1", 1, 1);
        add("shop", "s1", 1, 4);

        assertThat(only().count()).isEqualTo(9 + 1 + 4);
    }

    @Test
    void tellsOfAllItsDumps() {
        add("shop", "s1", 1, 1);
        add("shop", "s1", 1, 2);
        dumps.add(entry("shop", "s1", 1, 3, DumpState.PRESENT, null, 70));
        add("shop", "s1", 1, 4);

        assertThat(only().firstTime()).isEqualTo(START);
        assertThat(only().lastTime()).isEqualTo(START.plusSeconds(70));
        assertThat(only().state()).isEqualTo(DumpState.PRESENT);
        assertThat(only().sizeBytes()).isEqualTo(300);
        assertThat(only().newest().id()).isEqualTo("3");
    }

    private Recurrence only() {
        List<Recurrence> folded = Recurrence.fold(dumps);
        assertThat(folded).hasSize(1);
        return folded.get(0);
    }

    private List<List<Integer>> ids() {
        return Recurrence.fold(dumps).stream()
                .map(one -> one.dumps().stream()
                        .map(dump -> Integer.valueOf(dump.id()))
                        .toList())
                .toList();
    }

    private void add(String main, @Nullable String signature, long pid, long count) {
        dumps.add(entry(main, signature, pid, count, DumpState.NONE, 100L, dumps.size()));
    }

    private DumpEntry entry(
            String main,
            @Nullable String signature,
            long pid,
            long count,
            DumpState state,
            @Nullable Long sizeBytes,
            int lastSecond) {
        String id = Integer.toString(dumps.size());
        return new DumpEntry(
                id,
                Path.of(id),
                START.plusSeconds(dumps.size()),
                pid,
                0L,
                "ann",
                main,
                "uncaught",
                "E",
                null,
                "main",
                signature,
                count,
                START.plusSeconds(lastSecond),
                state,
                null,
                sizeBytes,
                false);
    }
}
