package jpm.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells in aligned columns, as coredumpctl prints them. Cells must be harmless text; an empty one is shown as a dash. */
final class TextTable {
    /** A column's title and on which side its cells stand. */
    record Column(String title, boolean right) {}

    /** A cell's text and how it is shown. */
    record Cell(String text, Palette.Style style) {}

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();
    private final Palette palette;
    private int[] widest;

    TextTable(List<Column> columns, Palette palette) {
        this.columns = columns;
        this.palette = palette;
        this.widest = new int[columns.size()];
    }

    void add(List<Cell> row) {
        rows.add(row);
    }

    /** The lines, the first with the titles if {@code withTitles}. */
    List<String> lines(boolean withTitles) {
        int[] widths = widths(withTitles);
        List<String> lines = new ArrayList<>(rows.size() + 1);
        if (withTitles) {
            List<Cell> titles = new ArrayList<>();
            for (Column column : columns) {
                titles.add(new Cell(column.title, Palette.Style.BOLD));
            }
            lines.add(line(titles, widths));
        }
        for (List<Cell> row : rows) {
            lines.add(line(row, widths));
        }
        return lines;
    }

    /** The lines of the rows added since the last call; columns keep the widths they had, or grow. */
    List<String> takeLines(boolean withTitles) {
        widest = widths(withTitles);
        List<String> lines = lines(withTitles);
        rows.clear();
        return lines;
    }

    private int[] widths(boolean withTitles) {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widest[i], withTitles ? columns.get(i).title.length() : 1);
            for (List<Cell> row : rows) {
                widths[i] = Math.max(widths[i], Plain.width(row.get(i).text));
            }
        }
        return widths;
    }

    private String line(List<Cell> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            Cell cell = cells.get(i);
            String text = cell.text.isEmpty() ? "-" : cell.text;
            String padding = " ".repeat(widths[i] - Plain.width(text));
            String shown = cell.style == Palette.Style.PLAIN ? text : palette.styled(cell.style, text);
            boolean last = i == widths.length - 1;
            line.append(i == 0 ? "" : " ");
            line.append(columns.get(i).right ? padding + shown : last ? shown : shown + padding);
        }
        return line.toString();
    }
}
