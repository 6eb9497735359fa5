package jpm.tui;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jpm.tui.term.Size;

/**
 * Which panes are where. A screen of at least 60x16 shows all: threads over the stack on the left, source over locals on the right,
 * the output below. A smaller one, and a zoomed pane, shows one pane and the others' names.
 *
 * <p>The top row is the header, the last but one the command line, the last the footer.
 */
record ScreenLayout(Map<Place, Area> areas, boolean single) {
    private static final int LEAST_COLUMNS = 60;
    private static final int LEAST_ROWS = 16;
    private static final int MOST_LEFT_COLUMNS = 64;
    private static final int OTHER_ROWS = 3;

    /** The panes, in the order of their numbers. */
    enum Place {
        THREADS(1),
        STACK(2),
        SOURCE(3),
        LOCALS(4),
        OUTPUT(5);

        private static final List<Place> ALL = List.of(values());

        /** The key that goes there. */
        final int number;

        Place(int number) {
            this.number = number;
        }

        /** The one that many places further, cyclically. */
        Place step(int places) {
            return ALL.get(Math.floorMod(number - 1 + places, ALL.size()));
        }
    }

    /** A pane's part of the screen, its title row included. */
    record Area(int column, int row, int columns, int rows) {}

    /**
     * @param active the pane with the keyboard, or the output while a command is typed; the output takes more room then
     * @param zoomed whether the active pane shall have the screen to itself
     */
    static ScreenLayout of(Size size, Place active, boolean zoomed) {
        boolean single = zoomed || size.columns() < LEAST_COLUMNS || size.rows() < LEAST_ROWS;
        return single ? one(size, active) : all(size, active);
    }

    private static ScreenLayout one(Size size, Place active) {
        int rows = Math.max(0, size.rows() - OTHER_ROWS);
        return new ScreenLayout(Map.of(active, new Area(0, 1, size.columns(), rows)), true);
    }

    private static ScreenLayout all(Size size, Place active) {
        int body = size.rows() - OTHER_ROWS;
        int output = active == Place.OUTPUT ? body * 3 / 5 : Math.max(4, body / 4);
        int top = body - output;
        int left = Math.min(MOST_LEFT_COLUMNS, size.columns() * 7 / 20);
        int right = size.columns() - left - 1;
        int threads = active == Place.THREADS ? top / 2 : Math.max(2, top / 3);
        int source = top / 2;
        Map<Place, Area> areas = new EnumMap<>(Place.class);
        areas.put(Place.THREADS, new Area(0, 1, left, threads));
        areas.put(Place.STACK, new Area(0, 1 + threads, left, top - threads));
        areas.put(Place.SOURCE, new Area(left + 1, 1, right, source));
        areas.put(Place.LOCALS, new Area(left + 1, 1 + source, right, top - source));
        areas.put(Place.OUTPUT, new Area(0, 1 + top, size.columns(), output));
        return new ScreenLayout(areas, false);
    }
}
