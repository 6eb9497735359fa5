package jpm.tui.term;

/**
 * A piece of text in one style. Whatever it is made from, its text holds only characters that move the cursor in a known
 * way: {@link Cells#printable} has been applied.
 */
public record Span(String text, Style style) {
    public Span {
        text = Cells.printable(text);
    }

    public int width() {
        return Cells.width(text);
    }
}
