package jpm.tui;

import java.util.List;
import jpm.tui.ScreenLayout.Area;
import jpm.tui.term.Picture;
import jpm.tui.term.Picture.Cursor;
import jpm.tui.term.Size;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;

/** Draws header, panes, input row and footer into a {@link Picture}. */
final class ScreenPainter {
    private static final String RULE = "─";
    private static final String FOLDER = " · ";
    private static final int LEAST_FOLDER_COLUMNS = 8;
    private static final int LEAST_COLUMNS_FOR_NAMES = 70;
    private final Size size;
    private final Canvas canvas;

    /**
     * @param tabs the names of the views; the first letter of each is its key
     * @param shown the place of the one that is shown, -1 for a view that is none of them
     */
    ScreenPainter(Size size, List<String> tabs, int shown, String headline) {
        this.size = size;
        this.canvas = new Canvas(size);
        boolean isNarrow = size.columns() < LEAST_COLUMNS_FOR_NAMES;
        StyledLine.Builder header = StyledLine.builder();
        for (int i = 0; i < tabs.size(); i++) {
            String name = tabs.get(i);
            if (i == shown) {
                header.add(" " + name + " ", Style.FOCUSED_TITLE);
            } else {
                header.add(" " + name.charAt(0), Style.KEY).add(isNarrow ? "" : name.substring(1), Style.DIM);
                header.add(" ", Style.DIM);
            }
        }
        header.add(" " + headline, Style.HEADER);
        canvas.put(0, 0, size.columns(), header.build());
    }

    /** The place of the tab whose name stands in that column of the top row, -1 for none. */
    static int tabAt(int column, List<String> tabs, int shown, int columns) {
        int end = 0;
        for (int i = 0; i < tabs.size(); i++) {
            boolean isWhole = i == shown || columns >= LEAST_COLUMNS_FOR_NAMES;
            end += isWhole ? tabs.get(i).length() + 2 : 3;
            if (column < end) {
                return i;
            }
        }
        return -1;
    }

    void onePane(Pane pane) {
        Area area = new Area(0, 1, size.columns(), Math.max(0, size.rows() - 3));
        pane(pane, area, StyledLine.of(RULE + " " + pane.name() + " ", Style.FOCUSED_TITLE), true);
    }

    void panes(List<Pane> panes, ScreenLayout layout, int active) {
        for (int place = 0; place < panes.size(); place++) {
            Area area = layout.areas().get(place);
            if (area != null) {
                separate(area);
                boolean focused = place == active;
                StyledLine title = layout.isSingle() ? names(panes, place) : title(place, panes.get(place), focused);
                pane(panes.get(place), area, title, focused);
            }
        }
    }

    /** The line left of an area that does not begin at the screen's edge. */
    private void separate(Area area) {
        if (area.column() > 0) {
            canvas.separator(area.column() - 1, area.row(), area.rows());
        }
    }

    private static StyledLine title(int place, Pane pane, boolean focused) {
        Style style = focused ? Style.FOCUSED_TITLE : Style.TITLE;
        return StyledLine.builder()
                .add(RULE, Style.BORDER)
                .add(" " + (place + 1) + " " + pane.name() + " ", style)
                .build();
    }

    /** All panes of the view, where one has the room; the others by their numbers only where names do not fit. */
    private StyledLine names(List<Pane> panes, int active) {
        StyledLine whole = names(panes, active, true);
        return whole.width() <= size.columns() / 2 ? whole : names(panes, active, false);
    }

    private static StyledLine names(List<Pane> panes, int active, boolean isWhole) {
        StyledLine.Builder names = StyledLine.builder();
        for (int place = 0; place < panes.size(); place++) {
            String number = "" + (place + 1);
            String whole = " " + number + " " + panes.get(place).name() + " ";
            boolean focused = place == active;
            names.add(focused || isWhole ? whole : RULE + number + RULE, focused ? Style.FOCUSED_TITLE : Style.BORDER);
        }
        return names.build();
    }

    private void pane(Pane pane, Area area, StyledLine title, boolean focused) {
        List<StyledLine> lines = pane.render(area.columns(), Math.max(0, area.rows() - 1), focused);
        canvas.put(area.column(), area.row(), area.columns(), titleRow(title, pane.status(), area.columns()));
        for (int row = 1; row < area.rows(); row++) {
            StyledLine line = row <= lines.size() ? lines.get(row - 1) : StyledLine.EMPTY;
            canvas.put(area.column(), area.row() + row, area.columns(), line);
        }
    }

    private static StyledLine titleRow(StyledLine title, String status, int columns) {
        String shown = status.isEmpty() ? "" : " " + status + " ";
        StyledLine fitted = shorten(shown, Math.max(0, columns - title.width() - 2));
        int rule = Math.max(0, columns - title.width() - fitted.width() - 1);
        return title.append(StyledLine.of(RULE.repeat(rule), Style.BORDER))
                .append(fitted)
                .append(StyledLine.of(RULE, Style.BORDER));
    }

    /** Of a file and its folder, as {@code Shop.java · /srv/src}, the folder loses its beginning; any other text loses its end. */
    private static StyledLine shorten(String status, int columns) {
        StyledLine whole = StyledLine.of(status, Style.DIM);
        int excess = whole.width() - columns;
        int folder = status.indexOf(FOLDER) + FOLDER.length();
        if (excess <= 0 || folder < FOLDER.length()) {
            return excess <= 0 ? whole : whole.fit(columns);
        }
        StyledLine end = StyledLine.of(status.substring(folder), Style.DIM).from(excess + 1);
        return end.width() > LEAST_FOLDER_COLUMNS
                ? StyledLine.of(status.substring(0, folder) + "…", Style.DIM).append(end)
                : StyledLine.of(status.substring(0, folder - FOLDER.length()) + " ", Style.DIM)
                        .fit(columns);
    }

    /** The hints of the bindings, as many as have room; the last two, which tell how to get help and how to leave, always. */
    void footer(List<Binding> bindings) {
        List<Binding> hinted = bindings.stream()
                .filter(binding -> !binding.hint().isEmpty() && binding.isEnabled())
                .toList();
        int lasting = Math.min(2, hinted.size());
        StyledLine last = hints(hinted.subList(hinted.size() - lasting, hinted.size()));
        StyledLine first = StyledLine.EMPTY;
        for (Binding binding : hinted.subList(0, hinted.size() - lasting)) {
            StyledLine longer = first.append(hints(List.of(binding)));
            if (longer.width() + last.width() > size.columns()) {
                break;
            }
            first = longer;
        }
        canvas.put(0, size.rows() - 1, size.columns(), first.append(last));
    }

    private static StyledLine hints(List<Binding> bindings) {
        StyledLine.Builder hints = StyledLine.builder();
        for (Binding binding : bindings) {
            hints.add(binding.firstKey(), Style.KEY).add(" " + binding.hint() + "  ", Style.DIM);
        }
        return hints.build();
    }

    /** The finished picture, saying something in the row above the footer. */
    Picture message(String text) {
        canvas.put(0, size.rows() - 2, size.columns(), StyledLine.of(text, Style.CAUTION));
        return new Picture(canvas.rows(), null);
    }

    /** The finished picture, with something being typed in the row above the footer and a message right of it. */
    Picture input(String prompt, String text, String beforeCursor, String message) {
        StyledLine typed = StyledLine.of(prompt, Style.PROMPT).append(StyledLine.plain(text));
        int cursor = StyledLine.plain(prompt + beforeCursor).width();
        int hidden = Math.max(0, cursor - size.columns() + 1);
        StyledLine row = typed.from(hidden).append(StyledLine.of("   " + message, Style.CAUTION));
        canvas.put(0, size.rows() - 2, size.columns(), row);
        return new Picture(canvas.rows(), new Cursor(cursor - hidden, size.rows() - 2));
    }
}
