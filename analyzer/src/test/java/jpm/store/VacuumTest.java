package jpm.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jpm.store.Vacuum.Limits;
import jpm.store.Vacuum.Removal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VacuumTest {
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private final List<DumpEntry> dumps = new ArrayList<>();
    private long uid;

    @Test
    void withinItsLimitsNothingGoes() {
        add("shop", "s1", 100);
        add("shop", "s1", 100);

        assertThat(plan(new Limits(200L, 1000L, 1, START))).isEmpty();
    }

    @Test
    void ofEachSignatureTheFirstAndTheLastStay() {
        for (int i = 0; i < 6; i++) {
            add("shop", "s1", 10);
        }
        add("shop", "s2", 10);
        add("shop", null, 10);

        assertThat(plan(new Limits(null, null, 2, null))).containsExactly(2, 3);
    }

    @Test
    void theNewestStaysHoweverOldAndLarge() {
        add("shop", "s1", 10);
        add("shop", "s2", 1000);

        assertThat(plan(new Limits(1L, null, null, START.plusSeconds(3600)))).containsExactly(0);
    }

    @Test
    void spaceIsTakenFromTheUserWhoTakesMost() {
        add("shop", "s1", 60);
        add("bank", "b1", 50);
        uid = 1000;
        add("tool", "t1", 100);
        add("shop", "s1", 1);
        uid = 0;
        add("bank", "b2", 1);

        assertThat(plan(new Limits(200L, null, null, null))).containsExactly(0);
        assertThat(plan(new Limits(151L, null, null, null))).containsExactly(0, 2);
    }

    @Test
    void spaceIsTakenFromTheProgramThatTakesMost() {
        add("bank", "b1", 50);
        add("shop", "s1", 60);
        add("shop", "s1", 60);
        add("shop", "s1", 60);
        add("shop", "s1", 60);
        add("bank", "b2", 50);

        assertThat(plan(new Limits(230L, null, null, null))).containsExactly(2, 3);
        assertThat(plan(new Limits(160L, null, null, null))).containsExactly(2, 3, 1);
        assertThat(plan(new Limits(100L, null, null, null))).containsExactly(2, 3, 1, 0, 4);
    }

    @Test
    void whatIsRemovedBecomesFree() {
        add("shop", "s1", 400);
        add("shop", "s2", 400);
        add("shop", "s3", 400);

        assertThat(plan(new Limits(null, 1300L, null, null))).containsExactly(0);
    }

    @Test
    void whatIsBeingWrittenStays() {
        add("shop", "s1", 10);
        add("shop", "s2", 10);
        add("shop", "s3", 10);

        List<Removal> plan = Vacuum.plan(dumps, dump -> dump.id().equals("0"), new Limits(0L, null, null, null), 0);
        assertThat(plan).extracting(removal -> removal.dump().id()).containsExactly("1");
    }

    private List<Integer> plan(Limits limits) {
        return Vacuum.plan(dumps, dump -> false, limits, 1000).stream()
                .map(removal -> Integer.valueOf(removal.dump().id()))
                .toList();
    }

    private void add(String main, @Nullable String signature, long bytes) {
        String id = Integer.toString(dumps.size());
        dumps.add(new DumpEntry(
                id,
                Path.of(id),
                START.plusSeconds(dumps.size()),
                1L,
                uid,
                "ann",
                main,
                "uncaught",
                "E",
                null,
                "main",
                signature,
                1,
                START.plusSeconds(dumps.size()),
                DumpState.NONE,
                null,
                bytes,
                false));
    }
}
