package jpm.debug;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import jpm.value.Value;
import org.junit.jupiter.api.Test;

class ThrownExceptionTest {
    @Test
    void aShortMessageIsWhole() {
        assertThat(exception("x".repeat(1024)).description()).isEqualTo("E: " + "x".repeat(1024));
        assertThat(exception(null).description()).isEqualTo("E");
    }

    @Test
    void aLongMessageIsCutBetweenCharacters() {
        assertThat(exception("x".repeat(3_000_000)).description())
                .isEqualTo("E: " + "x".repeat(1024) + "...(truncated)");
        assertThat(exception("x".repeat(1023) + "\ud83d\ude00").description())
                .isEqualTo("E: " + "x".repeat(1023) + "...(truncated)");
    }

    private static ThrownException exception(String message) {
        return new ThrownException(Value.NULL, "E", message, List.of(), List.of(), List.of());
    }
}
