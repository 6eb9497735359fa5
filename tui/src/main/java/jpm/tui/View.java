package jpm.tui;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jpm.tui.ScreenLayout.Area;

/** A screenful of panes, one of which has the keyboard. */
abstract class View {
    private final String name;
    private int focus;

    View(String name) {
        this.name = name;
    }

    /** What the tab says. */
    String name() {
        return name;
    }

    /** The panes; they are numbered from 1. */
    abstract List<Pane> panes();

    /** Keys that hold in the whole view. */
    List<Binding> bindings() {
        return List.of();
    }

    /** Called when the view comes into sight. */
    void shown() {}

    /** Stops work that the user sees running; false where there is none. */
    boolean stop() {
        return panes().stream().anyMatch(Pane::stop);
    }

    /**
     * Where the panes are when the screen has room for several; those that are left out appear when they have the keyboard. One pane takes
     * it all unless a view says otherwise.
     *
     * @param active the focused pane's place among the panes
     */
    Map<Integer, Area> split(Area body, int active) {
        return Map.of(active, body);
    }

    /** Areas of some panes one below the other. */
    static Map<Integer, Area> stacked(Area area, int... panesAndRows) {
        Map<Integer, Area> areas = new LinkedHashMap<>();
        int row = area.row();
        int left = area.rows();
        for (int i = 0; i < panesAndRows.length; i += 2) {
            int rows = i + 2 == panesAndRows.length ? left : Math.min(left, panesAndRows[i + 1]);
            areas.put(panesAndRows[i], new Area(area.column(), row, area.columns(), rows));
            row += rows;
            left -= rows;
        }
        return areas;
    }

    int focus() {
        return focus;
    }

    Pane focused() {
        return panes().get(focus);
    }

    void focus(int pane) {
        focus = Math.floorMod(pane, panes().size());
    }
}
