package jpm.tui.term;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StyledLineTest {
    private static final StyledLine LINE = StyledLine.builder()
            .add("ab", Style.NAME)
            .add("日本", Style.STRING)
            .add("c", Style.TEXT)
            .build();

    @Test
    void fitsExactly() {
        assertThat(LINE.fit(7)).isEqualTo(LINE);
        assertThat(LINE.fit(9).text()).isEqualTo("ab日本c  ");
        assertThat(LINE.fit(6).text()).isEqualTo("ab日…" + " ");
        assertThat(LINE.fit(5).text()).isEqualTo("ab日…");
        assertThat(LINE.fit(1).text()).isEqualTo("…");
        assertThat(LINE.fit(0).text()).isEmpty();
    }

    @Test
    void everyFitHasItsWidth() {
        for (int width = 0; width < 12; width++) {
            assertThat(LINE.fit(width).width()).isEqualTo(width);
        }
    }

    @Test
    void beginsAnywhere() {
        assertThat(LINE.from(0)).isEqualTo(LINE);
        assertThat(LINE.from(1).text()).isEqualTo("b日本c");
        assertThat(LINE.from(3).text()).as("half of a wide character").isEqualTo(" 本c");
        assertThat(LINE.from(7).text()).isEmpty();
        assertThat(LINE.from(99).text()).isEmpty();
    }

    @Test
    void wrapsWithoutLosingAnything() {
        assertThat(LINE.wrap(3).stream().map(StyledLine::text)).containsExactly("ab", "日", "本c");
        assertThat(StyledLine.EMPTY.wrap(10)).containsExactly(StyledLine.EMPTY);
        assertThat(StyledLine.plain("e\u0301e\u0301e").wrap(2).stream().map(StyledLine::text))
                .containsExactly("e\u0301e\u0301", "e");
        assertThat(StyledLine.plain("one two three 4").wrap(9).stream().map(StyledLine::text))
                .containsExactly("one two ", "three 4");
        assertThat(StyledLine.plain("a verylongword").wrap(6).stream().map(StyledLine::text))
                .containsExactly("a very", "longwo", "rd");
    }

    @Test
    void keepsStyles() {
        assertThat(LINE.from(2).spans()).isEqualTo(List.of(new Span("日本", Style.STRING), new Span("c", Style.TEXT)));
    }
}
