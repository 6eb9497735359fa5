package jpm.tui;

import java.util.List;
import java.util.Map;
import jpm.tui.ScreenLayout.Area;
import jpm.tui.ScreenLayout.Place;
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
    private final Size size;
    private final Canvas canvas;

    ScreenPainter(Size size, String headline) {
        this.size = size;
        this.canvas = new Canvas(size);
        StyledLine header = StyledLine.builder()
                .add("jpm ", Style.KEY)
                .add(headline, Style.HEADER)
                .build();
        canvas.put(0, 0, size.columns(), header);
    }

    void onePane(Pane pane) {
        Area area = new Area(0, 1, size.columns(), Math.max(0, size.rows() - 3));
        pane(pane, area, StyledLine.of(RULE + " " + pane.name() + " ", Style.FOCUSED_TITLE), true);
    }

    void panes(Map<Place, Pane> panes, ScreenLayout layout, Place active) {
        for (Place place : Place.values()) {
            Area area = layout.areas().get(place);
            Pane pane = panes.get(place);
            if (area != null && pane != null) {
                separate(area);
                StyledLine title = layout.single() ? tabs(panes, place) : title(place, pane, place == active);
                pane(pane, area, title, place == active);
            }
        }
    }

    /** The line left of an area that does not begin at the screen's edge. */
    private void separate(Area area) {
        if (area.column() > 0) {
            canvas.separator(area.column() - 1, area.row(), area.rows());
        }
    }

    private static StyledLine title(Place place, Pane pane, boolean focused) {
        Style style = focused ? Style.FOCUSED_TITLE : Style.TITLE;
        return StyledLine.builder()
                .add(RULE, Style.BORDER)
                .add(" " + place.number + " " + pane.name() + " ", style)
                .build();
    }

    private static StyledLine tabs(Map<Place, Pane> panes, Place active) {
        StyledLine.Builder tabs = StyledLine.builder();
        panes.forEach((place, pane) -> {
            boolean focused = place == active;
            String text = focused ? " " + place.number + " " + pane.name() + " " : RULE + place.number + RULE;
            tabs.add(text, focused ? Style.FOCUSED_TITLE : Style.BORDER);
        });
        return tabs.build();
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
