package jpm.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jpm.agent.start.HeapPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    Path folder;

    @Test
    void theFirstGetsAHeapThreeMoreADumpTheRestIsCounted() throws IOException {
        SignatureHistory history =
                new SignatureHistory(HeapPolicy.FIRST, 50, signature -> SignatureHistory.Known.NOTHING);

        assertThat(history.decide("a", true).heap()).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(history.decide("a", true))
                    .isEqualTo(new SignatureHistory.Decision(true, false, false, "not the first of this signature"));
        }
        history.written("a", folder, 0);
        assertThat(history.decide("a", true).dump()).isFalse();
        history.flush();

        assertThat(Files.readString(folder.resolve("occurrences"))).isEqualTo("5");
    }

    @Test
    void everySignatureAndDeathAfterSwallowingGetsItsHeap() {
        SignatureHistory history =
                new SignatureHistory(HeapPolicy.FIRST, 50, signature -> SignatureHistory.Known.NOTHING);

        assertThat(history.decide("a", false).heap()).isTrue();
        assertThat(history.decide("a", true).heap()).isTrue();
        assertThat(history.decide("a", false).heap()).isFalse();
        assertThat(history.decide("b", false).heap()).isTrue();
    }

    @Test
    void alwaysAndNever() {
        SignatureHistory always =
                new SignatureHistory(HeapPolicy.ALWAYS, 3, signature -> SignatureHistory.Known.NOTHING);
        SignatureHistory never = new SignatureHistory(HeapPolicy.NEVER, 3, signature -> SignatureHistory.Known.NOTHING);
        for (int i = 0; i < 3; i++) {
            assertThat(always.decide("a", true).heap()).isTrue();
            assertThat(never.decide("a", true))
                    .isEqualTo(new SignatureHistory.Decision(true, false, i == 0, "never asked for"));
        }

        assertThat(always.decide("a", true).dump()).isFalse();
    }

    @Test
    void threeHeapsOfOtherProcessesAreEnoughForAWhile() {
        long now = System.currentTimeMillis();
        assertThat(ofStore(2, now).decide("a", true).heap()).isTrue();
        assertThat(ofStore(3, now).decide("a", true))
                .isEqualTo(new SignatureHistory.Decision(
                        true, false, true, "the store has 3 of this signature, the last written lately"));
        assertThat(ofStore(3, now - 11 * 60_000).decide("a", true).heap()).isTrue();
        assertThat(ofStore(4, now - 11 * 60_000).decide("a", true).heap()).isFalse();
        assertThat(ofStore(4, now - 21 * 60_000).decide("a", true).heap()).isTrue();
        assertThat(ofStore(100, now - 8 * 24 * 3_600_000L).decide("a", true).heap())
                .isTrue();
    }

    @Test
    void aClockThatWasPutBackDoesNotSilenceTheAgent() {
        long inAYear = System.currentTimeMillis() + 365 * 24 * 3_600_000L;

        assertThat(ofStore(3, inAYear).decide("a", true).heap()).isTrue();
    }

    private static SignatureHistory ofStore(int heaps, long newestMillis) {
        return new SignatureHistory(HeapPolicy.FIRST, 50, signature -> new SignatureHistory.Known(heaps, newestMillis));
    }

    @Test
    void halfOfTheDumpsAreLeftToNewFailures() throws IOException {
        SignatureHistory history =
                new SignatureHistory(HeapPolicy.FIRST, 20, signature -> SignatureHistory.Known.NOTHING);
        int dumps = 0;
        for (int round = 0; round < 10; round++) {
            for (int signature = 0; signature < 30; signature++) {
                dumps += history.decide("s" + signature, true).dump() ? 1 : 0;
            }
        }
        assertThat(dumps).isEqualTo(20);
        for (int signature = 0; signature < 20; signature++) {
            history.written("s" + signature, Files.createDirectory(folder.resolve("s" + signature)), 0);
        }
        history.flush();

        assertThat(Files.readString(folder.resolve("s19/not-kept"))).isEqualTo("10 100");
        assertThat(Files.readString(folder.resolve("s0/occurrences"))).isEqualTo("10");
    }

    @Test
    void aThrowableIsReportedOnce() {
        ReportedThrowables reported = new ReportedThrowables();
        Exception cause = new Exception();
        Exception wrapper = new Exception(cause);

        assertThat(reported.add(List.of(cause), false)).isTrue();
        assertThat(reported.add(List.of(cause), false)).isFalse();
        assertThat(reported.add(List.of(wrapper, cause), false)).isFalse();
        assertThat(reported.add(List.of(wrapper, cause), true)).isTrue();
        assertThat(reported.add(List.of(wrapper, cause), true)).isFalse();
        assertThat(reported.add(List.of(wrapper), false)).isFalse();
    }
}
