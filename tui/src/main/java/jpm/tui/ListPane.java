package jpm.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jpm.tui.term.Span;
import jpm.tui.term.Style;
import jpm.tui.term.StyledLine;
import org.jspecify.annotations.Nullable;

/** A pane of rows with one of them selected. Rows are made when they are shown, so a list may be as long as an int counts. */
abstract class ListPane implements Pane {
    private static final int COLUMNS_PER_SHIFT = 8;
    private int cursor;
    private int top;
    private int left;
    private int visibleRows = 1;
    private int headingRows;
    private int columns = 80;
    private boolean revealing;
    private String highlighted = "";

    /** How many rows there are. */
    abstract int size();

    /** A row, unclipped. */
    abstract StyledLine row(int index);

    /** What stands above the rows and does not scroll with them; null for nothing. */
    @Nullable
    StyledLine heading() {
        return null;
    }

    /** How wide the pane was when it was last drawn. */
    int columns() {
        return columns;
    }

    /** What a search looks at in a row. */
    String searchText(int index) {
        return row(index).text();
    }

    /** What stands in the pane when it has no rows. */
    abstract String emptyText();

    /** Called after the selection moved to another row. */
    void moved() {}

    int cursor() {
        return cursor;
    }

    /** How many columns the rows are scrolled to the left. */
    int left() {
        return left;
    }

    /** The first visible row. */
    int top() {
        return top;
    }

    /** Selects a row without telling {@link #moved}. */
    void select(int index) {
        cursor = Math.max(0, Math.min(index, size() - 1));
    }

    /** Selects a row and puts it in the middle of the pane, if it would not be visible without. */
    void reveal(int index) {
        select(index);
        revealing = true;
    }

    /** Makes a row the first visible one, and the selected one. */
    void scrollToTop(int index) {
        select(index);
        top = cursor;
    }

    void resetScroll() {
        top = 0;
        left = 0;
    }

    private void moveTo(long index) {
        int before = cursor;
        select((int) Math.max(0, Math.min(index, size() - 1)));
        if (cursor != before) {
            moved();
        }
    }

    /** Selects a row, as a key would. */
    void goTo(int index) {
        revealing = true;
        moveTo(index);
    }

    @Override
    public List<StyledLine> render(int newColumns, int newRows, boolean focused) {
        columns = newColumns;
        if (size() == 0) {
            return emptyText()
                    .lines()
                    .flatMap(line -> StyledLine.of(line, Style.DIM).wrap(columns).stream())
                    .toList();
        }
        List<StyledLine> lines = new ArrayList<>();
        StyledLine heading = newRows > 1 ? heading() : null;
        if (heading != null) {
            lines.add(heading);
        }
        headingRows = lines.size();
        int rows = newRows - headingRows;
        scrollTo(rows);
        for (int index = top; index < Math.min(size(), top + rows); index++) {
            lines.add(shown(index, columns, focused));
        }
        return lines;
    }

    private void scrollTo(int rows) {
        visibleRows = Math.max(1, rows);
        select(cursor);
        if (revealing && (cursor < top || cursor >= top + visibleRows)) {
            top = cursor - visibleRows / 2;
        }
        revealing = false;
        top = Math.min(top, Math.max(0, size() - visibleRows));
        top = Math.max(cursor - visibleRows + 1, Math.min(top, cursor));
        top = Math.max(0, top);
    }

    private StyledLine shown(int index, int columns, boolean focused) {
        StyledLine row = row(index).from(left).fit(columns);
        if (index != cursor) {
            return highlighted.isEmpty() ? row : marked(row);
        }
        return row.restyled(focused ? Style.SELECTED : Style.SELECTED_ELSEWHERE);
    }

    private StyledLine marked(StyledLine row) {
        StyledLine.Builder marked = StyledLine.builder();
        for (Span span : row.spans()) {
            mark(span, marked);
        }
        return marked.build();
    }

    private void mark(Span span, StyledLine.Builder marked) {
        String text = span.text();
        int from = 0;
        for (int at = indexOf(text, highlighted, 0); at >= 0; at = indexOf(text, highlighted, from)) {
            marked.add(text.substring(from, at), span.style());
            from = at + highlighted.length();
            marked.add(text.substring(at, from), Style.MATCH);
        }
        marked.add(text.substring(from), span.style());
    }

    private static int indexOf(String text, String part, int from) {
        for (int at = from; at <= text.length() - part.length(); at++) {
            if (text.regionMatches(true, at, part, 0, part.length())) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public String copyText() {
        return size() == 0 ? "" : searchText(cursor());
    }

    @Override
    public void click(int row) {
        int clicked = top + row - headingRows;
        if (row >= headingRows && clicked < size()) {
            goTo(clicked);
        }
    }

    @Override
    public void scroll(int rows) {
        turn(rows);
    }

    @Override
    public boolean isLoading() {
        return false;
    }

    @Override
    public void highlight(String text) {
        highlighted = text;
    }

    @Override
    public Found find(String text, Direction direction, boolean includingCurrent) {
        int step = direction == Direction.FORWARD ? 1 : -1;
        int size = size();
        for (int distance = includingCurrent ? 0 : 1; distance <= size; distance++) {
            int index = Math.floorMod(cursor + step * distance, Math.max(1, size));
            if (index < size && contains(searchText(index), text)) {
                moveTo(index);
                return Found.YES;
            }
        }
        return Found.NO;
    }

    private static boolean contains(String row, String text) {
        return row.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }

    /** Up, down and so on; panes that give Left and Right another meaning leave {@link #sidewaysBindings} out. */
    List<Binding> movementBindings() {
        return List.of(
                Binding.of("Up k", "", "one row up", () -> moveTo(cursor - 1L)),
                Binding.of("Down j", "", "one row down", () -> moveTo(cursor + 1L)),
                Binding.of("PgUp", "", "one page up", () -> turn(-page())),
                Binding.of("PgDn", "", "one page down", () -> turn(page())),
                Binding.of("Home g", "", "first row", () -> moveTo(0)),
                Binding.of("End G", "", "last row", () -> moveTo(size() - 1L)));
    }

    /** Sideways scrolling for panes with long rows. */
    List<Binding> sidewaysBindings() {
        return List.of(
                Binding.of("Left h", "", "scroll left", () -> left = Math.max(0, left - COLUMNS_PER_SHIFT)),
                Binding.of("Right l", "", "scroll right", () -> left += COLUMNS_PER_SHIFT));
    }

    /** Moves what is visible as well as the selection, so that the page turns wherever the selection stands. */
    private void turn(int rows) {
        top += rows;
        moveTo((long) cursor + rows);
    }

    private int page() {
        return Math.max(1, visibleRows - 1);
    }

    /** Whether the rows from the selected one on have room in the pane. */
    boolean endIsVisible() {
        return size() <= top + visibleRows;
    }

    /** "12 of 340", or nothing when all rows are visible. */
    String position() {
        return size() > visibleRows ? String.format(Locale.ROOT, "%,d/%,d", cursor + 1, size()) : "";
    }
}
