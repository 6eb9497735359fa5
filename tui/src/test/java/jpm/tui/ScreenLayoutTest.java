package jpm.tui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import jpm.tui.ScreenLayout.Area;
import jpm.tui.term.Size;
import org.junit.jupiter.api.Test;

class ScreenLayoutTest {
    private static final Desk DESK = new Desk(event -> {}, new Worker("test", event -> {}), new Desk.Guide() {
        @Override
        public void say(String message) {}

        @Override
        public void inspect(long id) {}

        @Override
        public void wentOn(View within, int focusBefore) {}
    });
    private static final Explorer EXPLORER = new Explorer(DESK, DESK.reader(), () -> {}, () -> {}, () -> {});
    private static final View DEBUGGER = new DebuggerView(EXPLORER, text -> {});
    private static final List<View> VIEWS = List.of(DEBUGGER, new HeapView(DESK));

    /** Every cell between header and input row belongs to exactly one pane or to a separator, whatever the size. */
    @Test
    void coversTheScreen() {
        for (int columns = 1; columns <= 200; columns += 13) {
            for (int rows = 4; rows <= 60; rows += 3) {
                Size size = new Size(columns, rows);
                VIEWS.forEach(view ->
                        panes(view).forEach(active -> check(size, ScreenLayout.of(view, size, active, false))));
            }
        }
    }

    private static IntStream panes(View view) {
        return IntStream.range(0, view.panes().size());
    }

    private static void check(Size size, ScreenLayout layout) {
        int[] cells = new int[size.columns() * size.rows()];
        for (Area area : layout.areas().values()) {
            for (int row = area.row(); row < area.row() + area.rows(); row++) {
                int first = row * size.columns() + Math.max(0, area.column() - 1);
                int last = row * size.columns() + area.column() + area.columns();
                for (int cell = first; cell < last; cell++) {
                    cells[cell]++;
                }
            }
        }
        int[] body = Arrays.copyOfRange(cells, size.columns(), size.columns() * (size.rows() - 2));
        assertThat(Arrays.stream(body).allMatch(times -> times == 1))
                .as("%s %s", size, layout)
                .isTrue();
    }

    @Test
    void activePaneIsAlwaysVisible() {
        VIEWS.forEach(view -> panes(view).forEach(active -> {
            assertThat(ScreenLayout.of(view, new Size(30, 8), active, false).areas())
                    .containsOnlyKeys(active);
            assertThat(ScreenLayout.of(view, new Size(80, 24), active, false).areas())
                    .containsKey(active);
            assertThat(ScreenLayout.of(view, new Size(80, 24), active, true).areas())
                    .containsOnlyKeys(active);
        }));
    }

    @Test
    void showsAllOfTheDebuggerWhereThereIsRoom() {
        assertThat(ScreenLayout.of(DEBUGGER, new Size(60, 16), 1, false).areas())
                .containsOnlyKeys(0, 1, 2, 3, 4);
    }
}
