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
        SignatureHistory history = new SignatureHistory(HeapPolicy.FIRST, 50);

        assertThat(history.decide("a", true).heap()).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(history.decide("a", true))
                    .isEqualTo(new SignatureHistory.Decision(true, false, "not the first of this signature"));
        }
        history.written("a", folder);
        assertThat(history.decide("a", true).dump()).isFalse();
        history.flush();

        assertThat(Files.readString(folder.resolve("occurrences"))).isEqualTo("5");
    }

    @Test
    void everySignatureAndDeathAfterSwallowingGetsItsHeap() {
        SignatureHistory history = new SignatureHistory(HeapPolicy.FIRST, 50);

        assertThat(history.decide("a", false).heap()).isTrue();
        assertThat(history.decide("a", true).heap()).isTrue();
        assertThat(history.decide("a", false).heap()).isFalse();
        assertThat(history.decide("b", false).heap()).isTrue();
    }

    @Test
    void alwaysAndNever() {
        SignatureHistory always = new SignatureHistory(HeapPolicy.ALWAYS, 3);
        SignatureHistory never = new SignatureHistory(HeapPolicy.NEVER, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(always.decide("a", true).heap()).isTrue();
            assertThat(never.decide("a", true))
                    .isEqualTo(new SignatureHistory.Decision(true, false, "never asked for"));
        }

        assertThat(always.decide("a", true).dump()).isFalse();
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
