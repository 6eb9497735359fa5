package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;

/** Rows of a text that takes the room there is, and numbers at the right; where there is little room, the first numbers give way. */
final class Table {
    private static final int LEAST_TEXT_COLUMNS = 14;
    private final List<Column> columns;

    /**
     * A column of numbers.
     *
     * @param cells how wide it is, the gap before it included
     */
    record Column(String title, int cells) {}

    Table(List<Column> columns) {
        this.columns = columns;
    }

    /** The titles; the one of the given place, 0 for the text, says that rows are sorted by it. */
    StyledLine heading(String textTitle, int sortedBy, boolean isReversed, int width) {
        List<String> titles = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            titles.add(columns.get(i).title() + (sortedBy == i + 1 ? arrow(isReversed) : ""));
        }
        String text = textTitle + (sortedBy == 0 ? arrow(isReversed) : "");
        return row(StyledLine.of("  " + text, Style.HEADER), titles, Style.HEADER, width);
    }

    private static String arrow(boolean isReversed) {
        return isReversed ? "▴" : "▾";
    }

    /** @param numbers one for each column */
    StyledLine row(StyledLine text, List<String> numbers, Style style, int width) {
        int first = firstShown(width);
        int textCells = width;
        for (Column column : columns.subList(first, columns.size())) {
            textCells -= column.cells();
        }
        StyledLine.Builder row = StyledLine.builder().add(text.fit(Math.max(0, textCells)));
        for (int i = first; i < columns.size(); i++) {
            int gap = columns.get(i).cells() - StyledLine.plain(numbers.get(i)).width();
            row.add(" ".repeat(Math.max(1, gap)) + numbers.get(i), style);
        }
        return row.build();
    }

    private int firstShown(int width) {
        int first = 0;
        int sum = columns.stream().mapToInt(Column::cells).sum();
        while (first < columns.size() && width - sum < LEAST_TEXT_COLUMNS) {
            sum -= columns.get(first++).cells();
        }
        return first;
    }

    /** A class's name in at most so many cells: it loses the beginning of its package. */
    static String shortened(String className, int cells) {
        int excess = className.length() - cells;
        return excess <= 0 || cells < 2 ? className : "…" + className.substring(excess + 1);
    }

    int textColumns(int width) {
        int textCells = width;
        for (Column column : columns.subList(firstShown(width), columns.size())) {
            textCells -= column.cells();
        }
        return textCells;
    }
}
