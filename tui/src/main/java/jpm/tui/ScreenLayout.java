package jpm.tui;

import java.util.Map;
import jpm.tui.term.Size;

/**
 * Which panes are where. A screen of at least 60x16 is split as the view says; a smaller one, and a zoomed pane, shows one pane and the others' names.
 *
 * <p>The top row is the header, the last but one the command line, the last the footer.
 *
 * @param areas by the panes' places in their view
 * @param isSingle whether one pane is shown only
 */
record ScreenLayout(Map<Integer, Area> areas, boolean isSingle) {
    private static final int LEAST_COLUMNS = 60;
    private static final int LEAST_ROWS = 16;
    private static final int OTHER_ROWS = 3;

    /** A pane's part of the screen, its title row included. */
    record Area(int column, int row, int columns, int rows) {
        /** Whether a cell is a part of it. */
        boolean holds(int cellColumn, int cellRow) {
            return cellColumn >= column && cellColumn < column + columns && cellRow >= row && cellRow < row + rows;
        }
    }

    /**
     * @param active the pane with the keyboard, or what takes its place while a command is typed
     * @param isZoomed whether the active pane shall have the screen to itself
     */
    static ScreenLayout of(View view, Size size, int active, boolean isZoomed) {
        Area body = new Area(0, 1, size.columns(), Math.max(0, size.rows() - OTHER_ROWS));
        boolean isSmall = size.columns() < LEAST_COLUMNS || size.rows() < LEAST_ROWS;
        Map<Integer, Area> areas = isZoomed || isSmall ? Map.of(active, body) : view.split(body, active);
        return new ScreenLayout(areas, areas.size() == 1);
    }
}
