package jpm.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import jpm.tui.term.Span;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;
import org.junit.jupiter.api.Test;

class JavaHighlighterTest {
    private static final Map<Style, String> MARKS = Map.of(
            Style.KEYWORD,
            "k",
            Style.STRING,
            "s",
            Style.NUMBER,
            "n",
            Style.COMMENT,
            "c",
            Style.ANNOTATION,
            "a",
            Style.TEXT,
            ".");

    @Test
    void tellsTokensApart() {
        check(
                "@Override public int x() { return 0x1F; } // \"no\"",
                "aaaaaaaaa.kkkkkk.kkk.......kkkkkk.nnnn....ccccccc");
    }

    @Test
    void endsStringsAtTheirQuote() {
        check("f(\"a\\\"b // no\", '\\'') /* c */ + 1", "..ssssssssssss..ssss..ccccccc...n");
        check("\"open", "sssss");
        check("'\\", "ss");
    }

    @Test
    void carriesCommentsAndTextBlocksOverLines() {
        check(List.of("int a; /* one", "two */ int b;"), List.of("kkk....cccccc", "cccccc.kkk..."));
        check(List.of("s = \"\"\"", "  if \"x\"", "  \"\"\"; if"), List.of("....sss", "ssssssss", "sssss..kk"));
    }

    @Test
    void knowsIdentifiersThatBeginLikeKeywords() {
        check("intern newValue if_ $if", "........................".substring(1));
    }

    @Test
    void expandsTabsToStops() {
        assertThat(JavaHighlighter.expandTabs("\ta\tb")).isEqualTo("    a   b");
    }

    @Test
    void leavesTextOfOtherLanguagesWhole() {
        List<String> lines = List.of(
                "fun <T> List<T>.price(f: (T) -> Int) = map { it!!.`a b` + \"${x[\"k\"]}\" }",
                "@file:JvmName(\"Shop\") val raw = \"\"\"a \"quoted\" $b\"\"\"",
                "def ::[B >: A](elem: B): List[B] = 'symbol -> s\"$elem\" /* open",
                "*/ case x @ (_: Int) => x <- y; xml = <a b='c'>{d}</a> // end");

        assertThat(JavaHighlighter.highlight(lines))
                .extracting(StyledLine::text)
                .containsExactlyElementsOf(lines);
    }

    private static void check(String code, String styles) {
        check(List.of(code), List.of(styles));
    }

    private static void check(List<String> code, List<String> styles) {
        List<StyledLine> lines = JavaHighlighter.highlight(code);
        assertThat(lines.stream().map(StyledLine::text)).isEqualTo(code);
        assertThat(lines.stream().map(JavaHighlighterTest::marks)).isEqualTo(styles);
    }

    /** Blanks belong to no token. */
    private static String marks(StyledLine line) {
        StringBuilder marks = new StringBuilder();
        for (Span span : line.spans()) {
            marks.append(
                    MARKS.getOrDefault(span.style(), "?").repeat(span.text().length()));
        }
        return marks.toString();
    }
}
