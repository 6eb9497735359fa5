package jpm.tui.term;

import java.util.ArrayList;
import java.util.List;

/** One line of styled text; widths are in terminal cells. */
public record StyledLine(List<Span> spans) {
    public static final StyledLine EMPTY = new StyledLine(List.of());
    private static final String CUT = "…";

    public StyledLine {
        spans = List.copyOf(spans);
    }

    public static StyledLine of(String text, Style style) {
        return new StyledLine(List.of(new Span(text, style)));
    }

    public static StyledLine plain(String text) {
        return of(text, Style.TEXT);
    }

    public static Builder builder() {
        return new Builder();
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        spans.forEach(span -> text.append(span.text()));
        return text.toString();
    }

    public int width() {
        int width = 0;
        for (Span span : spans) {
            width += span.width();
        }
        return width;
    }

    /** The same text in one style. */
    public StyledLine restyled(Style style) {
        return of(text(), style);
    }

    public StyledLine append(StyledLine other) {
        return builder().add(this).add(other).build();
    }

    /** Exactly {@code width} cells: cut with an ellipsis where longer, filled with blanks in the last span's style where shorter. */
    public StyledLine fit(int width) {
        int missing = width - width();
        if (missing < 0) {
            return clip(width);
        }
        return missing == 0
                ? this
                : builder().add(this).add(" ".repeat(missing), lastStyle()).build();
    }

    /** The part from column {@code from} on; a wide character that begins before it is replaced by blanks. */
    public StyledLine from(int from) {
        if (from <= 0) {
            return this;
        }
        Builder rest = builder();
        int column = 0;
        for (Span span : spans) {
            int width = span.width();
            int skip = Math.max(0, from - column);
            if (skip == 0) {
                rest.add(span.text(), span.style());
            } else if (skip < width) {
                rest.add(Cells.dropCells(span.text(), skip), span.style());
            }
            column += width;
        }
        return rest.build();
    }

    /**
     * The line broken into pieces of at most {@code width} cells, behind blanks where that leaves no piece half empty; one empty line when it
     * is empty. Nothing is lost.
     */
    public List<StyledLine> wrap(int width) {
        List<StyledLine> pieces = new ArrayList<>();
        StyledLine rest = this;
        while (rest.width() > width && width > 1) {
            StyledLine piece = rest.take(rest.breakWithin(width));
            pieces.add(piece);
            rest = rest.from(piece.width());
        }
        pieces.add(rest);
        return pieces;
    }

    /** How many cells of a line that is too long to take. */
    private int breakWithin(int width) {
        String text = take(width).text();
        int behindBlank = text.lastIndexOf(' ') + 1;
        int cells = Cells.width(text.substring(0, behindBlank));
        return cells > width / 2 ? cells : width;
    }

    /** At most the first {@code width} cells, without an ellipsis. */
    public StyledLine take(int width) {
        Builder head = builder();
        int left = width;
        for (Span span : spans) {
            String text = Cells.takeCells(span.text(), left);
            head.add(text, span.style());
            left -= Cells.width(text);
            if (text.length() < span.text().length()) {
                break;
            }
        }
        return head.build();
    }

    private StyledLine clip(int width) {
        if (width <= 0) {
            return EMPTY;
        }
        StyledLine head = take(width - 1);
        return head.append(of(CUT, head.lastStyle())).fit(width);
    }

    private Style lastStyle() {
        return spans.isEmpty() ? Style.TEXT : spans.get(spans.size() - 1).style();
    }

    /** Collects spans, leaving out empty ones. */
    public static final class Builder {
        private final List<Span> spans = new ArrayList<>();

        public Builder add(String text, Style style) {
            if (!text.isEmpty()) {
                spans.add(new Span(text, style));
            }
            return this;
        }

        public Builder add(StyledLine line) {
            spans.addAll(line.spans());
            return this;
        }

        public StyledLine build() {
            return new StyledLine(spans);
        }
    }
}
