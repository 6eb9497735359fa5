package jpm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0B",
        "1023, 1023B",
        "1024, 1.0K",
        "1536, 1.5K",
        "1048575, 1.0M",
        "1048576, 1.0M",
        "1073741824, 1.0G",
        "1099511627776, 1.0T",
        "9223372036854775807, 8.0E",
    })
    void sizes(long bytes, String expected) {
        assertThat(Quantity.size(bytes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1000, 1000", "1k, 1024", "1.5M, 1572864", "2g, 2147483648", "1T, 1099511627776", "7b, 7"})
    void sizesAreRead(String size, long expected) {
        assertThat(Quantity.bytes(size)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "g", "-1g", "1gg", "1 gb", "NaN", "1e9", "0x10", "1.g", "99999999999999999999"})
    void whatIsNoSizeIsRefused(String size) {
        assertThatThrownBy(() -> Quantity.bytes(size)).isInstanceOf(NumberFormatException.class);
    }

    @Test
    void progressTellsShareRateAndWhatIsLeft() {
        assertThat(OpeningProgress.line("finding dominators", 3_000_000, 3_000_000, 15_000_000, 1_500_000_000))
                .isEqualTo("finding dominators … 20 %, 2,000,000 objects/s, 6s left");
        assertThat(OpeningProgress.line("reading objects", 1 << 30, 1L << 30, 1L << 30, 1_000_000_000))
                .isEqualTo("reading objects … 100 %, 1.0G/s");
        assertThat(OpeningProgress.line("reading objects", 10, 10, 100, 1000)).isEqualTo("reading objects … 10 %");
        assertThat(OpeningProgress.line("writing the index", 0, 0, -1, 1_000_000_000))
                .isEqualTo("writing the index …");
    }

    @ParameterizedTest
    @CsvSource({"0, 0ms", "999, 999ms", "1000, 1s", "61000, 1min 1s", "3600000, 1h", "90061000, 1d 1h", "86401000, 1d"})
    void spans(long millis, String expected) {
        assertThat(Quantity.span(Duration.ofMillis(millis))).isEqualTo(expected);
    }

    @Test
    void distancesCountEditsAndSwaps() {
        assertThat(Nearest.distance("list", "list")).isZero();
        assertThat(Nearest.distance("lits", "list")).isEqualTo(1);
        assertThat(Nearest.distance("", "abc")).isEqualTo(3);
        assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(Nearest.to("inof", List.of("list", "info", "open"))).isEqualTo("info");
        assertThat(Nearest.to("xyzzy", List.of("list", "info", "open"))).isNull();
    }

    @Test
    void widthsFollowTheTerminal() {
        assertThat(Plain.width("abc")).isEqualTo(3);
        assertThat(Plain.width("日本")).isEqualTo(4);
        assertThat(Plain.width("e\u0301")).isEqualTo(1);
        assertThat(Plain.width("😀")).isEqualTo(2);
    }

    @Test
    void harmlessTextStaysAsItIs() {
        assertThat(Plain.line("naïve 日本 😀 – ok")).isEqualTo("naïve 日本 😀 – ok");
        assertThat(Plain.lines("a\n\tb\r\nc\rd")).isEqualTo("a\n\tb\nc\\rd");
        assertThat(Plain.line("\ud83d")).isEqualTo("\\ud83d");
        assertThat(Plain.line("abcdef", 4)).isEqualTo("abc…");
    }

    @Test
    void jsonEscapesWhatTerminalsObey() {
        assertThat(JsonText.of("a\"\\\n\u001b\u009b\u202e\ud800é😀"))
                .isEqualTo("\"a\\\"\\\\\\n\\u001b\\u009b\\u202e\\ud800é😀\"");
        assertThat(JsonText.of(List.of(1, true, "x"))).isEqualTo("[1,true,\"x\"]");
    }
}
