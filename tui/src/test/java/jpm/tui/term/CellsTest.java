package jpm.tui.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellsTest {
    /** Widths as Unicode's East Asian Width and general categories give them. */
    @ParameterizedTest
    @CsvSource({
        "a, 1",
        "é, 1",
        "ß, 1",
        "Ж, 1",
        "→, 1",
        "─, 1",
        "▸, 1",
        "…, 1",
        "日, 2",
        "ｱ, 1",
        "ア, 2",
        "한, 2",
        "（, 2",
        "😀, 2",
        "𠀀, 2",
        "☃, 1",
        "✅, 2",
        "€, 1",
        "א, 1",
        "ไ, 1",
        "e\u0301, 1",
        "\u0e01\u0e34, 1",
        "日本語, 6",
        "a日b, 4"
    })
    void knowsHowManyCellsTextTakes(String text, int cells) {
        assertThat(Cells.width(text)).isEqualTo(cells);
    }

    @Test
    void leavesOrdinaryTextAlone() {
        String text = "Ann Šimić 日本語 e\u0301 😀 \u0e01\u0e34";
        assertThat(Cells.printable(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "a\u001b[31mb, a\\u001b[31mb",
        "\u009b31m, \\u009b31m",
        "x\u0007y, x\\u0007y",
        "1\u200b2, 1\\u200b2",
        "\u202egnp.exe, \\u202egnp.exe",
        "\u2028, \\u2028",
        "\ud800, \\ud800",
        "\u0301a, \\u0301a",
        "\ufe0f, \\ufe0f",
        "\uffff, \\uffff"
    })
    void makesVisibleWhatWouldMoveTheCursorOrHide(String text, String shown) {
        assertThat(Cells.printable(text)).isEqualTo(shown);
    }

    @Test
    void makesLineBreaksVisible() {
        assertThat(Cells.printable("a\nb\tc\r\u0000")).isEqualTo("a\\nb\\tc\\r\\u0000");
    }

    @Test
    void limitsTheMarksOnOneLetter() {
        assertThat(Cells.printable("a" + "\u0301".repeat(6))).isEqualTo("a" + "\u0301".repeat(4) + "\\u0301\\u0301");
    }

    @Test
    void everyCodePointIsShownInOneOrTwoCellsOrEscaped() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(CellsTest::isShownBadly))
                .isEmpty();
    }

    private static boolean isShownBadly(int codePoint) {
        String shown = Cells.printable("a" + Character.toString(codePoint));
        int width = Cells.width(shown);
        return width < 1 || width > 13 || shown.chars().anyMatch(Character::isISOControl);
    }
}
