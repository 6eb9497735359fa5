package jpm.tui.term;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole screen, ready to be shown.
 *
 * @param rows from the top; each exactly as wide as the screen
 * @param cursor where the text cursor stands, or null to hide it
 */
public record Picture(List<StyledLine> rows, @Nullable Cursor cursor) {
    /** A cell, counted from 0. */
    public record Cursor(int column, int row) {}

    /** The picture as plain text, one line per row, without blanks at line ends. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (StyledLine row : rows) {
            text.append(row.text().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
