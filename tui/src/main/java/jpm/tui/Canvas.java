package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import jpm.tui.term.Size;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;

/** The rows of a screen, put together from pieces that are laid beside each other from left to right. */
final class Canvas {
    private final Size size;
    private final List<StyledLine> rows = new ArrayList<>();

    Canvas(Size size) {
        this.size = size;
        for (int row = 0; row < size.rows(); row++) {
            rows.add(StyledLine.EMPTY);
        }
    }

    /** Puts a line at a place, which must be right of what stands in the row, and makes it exactly {@code columns} wide. */
    void put(int column, int row, int columns, StyledLine line) {
        if (row >= 0 && row < size.rows()) {
            StyledLine before = rows.get(row).append(StyledLine.plain("")).fit(column);
            rows.set(row, before.append(line.fit(columns)));
        }
    }

    /** A vertical line in one column. */
    void separator(int column, int firstRow, int count) {
        for (int row = firstRow; row < firstRow + count; row++) {
            put(column, row, 1, StyledLine.of("│", Style.BORDER));
        }
    }

    /** All rows, each as wide as the screen. */
    List<StyledLine> rows() {
        return rows.stream().map(row -> row.fit(size.columns())).toList();
    }
}
